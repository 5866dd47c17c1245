import Linting
import Setup
import Syntax

/// A training file whose ending the script of a GLM demo does not take.
enum GLMDemoFileEnding: SetupRule {
  static let metadata = RuleMetadata(
    "glm-demo-file-ending", family: "glm", severity: .error, since: "0.1.0", observing: [],
    "a training file whose ending the GLM demo does not take")

  static func check(_ setup: TrainingSetup) -> [Observed] {
    guard let script = GLMDemoScript(setup), let files = setup.split(.train)?.files, let span = files.span,
      files.value?.count == 1, let file = files.value?.first
    else { return [] }
    let ending = ending(of: file)
    guard let (effect, wanted) = refusal(of: ending, script) else { return [] }
    return [
      Observed(
        at: .span(span), label: "not an ending it takes",
        "\(script.name) takes no `\(ending)` as its training file", advice: "name it `\(wanted)`",
        effects: [Effect(.always, when: .start, severity: .error, effect)], versions: setup.versions)
    ]
  }

  /// Run: `fixtures/goldens/glm_demos.py`. The ending counts as it is written, capitals and all.
  private static func refusal(of ending: String, _ script: GLMDemoScript) -> (effect: String, wanted: String)?
  {
    let refused = "NotImplementedError: Cannot load dataset in the '\(ending)' format."
    switch script.demo {
    case .glm4: return script.wantsLines && ending != ".jsonl" ? (refused, ".jsonl") : nil
    case .chatGLM3:
      guard script.loadsByEnding, ending != ".json", ending != ".csv" else { return nil }
      guard ending == ".jsonl" else { return (refused, ".json") }
      return (
        "the script calls `load_dataset(\"jsonl\")`, which looks for a data set of that name on the hub, and ends there",
        ".json"
      )
    }
  }

  /// As `pathlib` has it: from the last dot of the name on, if that does not begin it.
  private static func ending(of path: String) -> String {
    let name = FilePath.name(path)
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
    return String(name[dot...])
  }
}
