import Foundation
import ReferenceTrainer
import Testing

@testable import Confirmation

/// Whatever the interpreter does: each plan gets an outcome or a reason, and nothing is left behind. The interpreters
/// here are shell scripts that are handed the probe's script and do as they like.
@Suite(.serialized) struct ProbeSessionTests {
  /// Answers a plan with an error that names it.
  private static let answering = """
    name=$(printf '%s' "$line" | sed 's/^{"name":"\\([0-9]*\\)".*/\\1/')
    printf '{"name":"%s","error":{"type":"ValueError","message":"of %s","phase":"train"}}\\n' "$name" "$name"
    """

  private static func script(_ body: String) -> String {
    """
    #!/bin/sh
    echo started >> "$0.log"
    echo '{"versions":{"transformers":"1.2.3","peft":"0.4"}}'
    while read -r line; do
    \(body)
    done
    """
  }

  /// Runs three plans with an interpreter; what came of each, and how often it was started.
  private func run(_ script: String, planLimit: Double = 20) throws -> (
    said: [String], versions: String, starts: Int
  ) {
    let folder = FileManager.default.temporaryDirectory.appending(path: "probe-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let python = folder.appending(path: "python")
    try Data(script.utf8).write(to: python)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: python.path)
    let observed = ProbeSession(path: python.path, startLimit: 20, planLimit: planLimit).run(
      Self.plans.map(ProbeRequest.training))
    let log = (try? String(contentsOfFile: python.path + ".log", encoding: .utf8)) ?? ""
    let said = Self.plans.map { plan in
      switch observed.outcomes.trainings[plan] {
      case .success(let outcome)?: outcome.error.map { "\($0)" } ?? "no error"
      case .failure(let obstacle)?: obstacle.reason.replacing(folder.path, with: "")
      case nil: "nothing"
      }
    }
    return (said, observed.versions.description, log.split(separator: "\n").count)
  }

  private static let plans = (1...3).map { steps in
    let split = TokenizedSplit([.init(name: "input_ids", rows: [[1, 2, 3]])])
    var plan = TrainingPlan(.llama, trainer: .trainer, collator: .seq2seq, train: split, evaluation: nil)
    plan.arguments.maxSteps = steps
    return plan
  }

  @Test func oneProcessAnswersAll() throws {
    let (said, versions, starts) = try run(Self.script(Self.answering))
    #expect(said == ["ValueError: of 0", "ValueError: of 1", "ValueError: of 2"])
    #expect(versions == "transformers 1.2.3, peft 0.4")
    #expect(starts == 1)
  }

  @Test func aCrashCostsOnePlan() throws {
    let crash = "case $line in *'\"max_steps\":2'*) echo 'segmentation of the mind' >&2; exit 9;; esac\n"
    let (said, _, starts) = try run(Self.script(crash + Self.answering))
    #expect(
      said == [
        "ValueError: of 0", "the probe ended with code 9: segmentation of the mind", "ValueError: of 0",
      ])
    #expect(starts == 2)
  }

  @Test func aKilledProcessCostsOnePlan() throws {
    let kill = "case $line in *'\"max_steps\":1'*) kill -11 $$;; esac\n"
    let (said, _, _) = try run(Self.script(kill + Self.answering))
    // Nothing had come out before, so that there was no reason to try again.
    #expect(said == Array(repeating: "the probe was killed by signal 11", count: 3))
  }

  @Test func aHangCostsOnePlan() throws {
    let hang = "case $line in *'\"max_steps\":3'*) sleep 600;; esac\n"
    let (said, _, _) = try run(Self.script(hang + Self.answering), planLimit: 2)
    #expect(said == ["ValueError: of 0", "ValueError: of 1", "the probe took longer than 2 s"])
  }

  @Test(arguments: ["echo nonsense", "echo '{\"name\":\"7\"}'", "printf '\\377\\376\\n'", "echo '[1, 2'"])
  func nonsenseCostsOnePlan(says: String) throws {
    let nonsense = "case $line in *'\"max_steps\":2'*) \(says); continue;; esac\n"
    let (said, _, _) = try run(Self.script(nonsense + Self.answering))
    #expect(said == ["ValueError: of 0", "the probe wrote what is no answer", "ValueError: of 0"])
  }

  @Test func whatDiesAtOnceIsStartedOnce() throws {
    let (said, _, starts) = try run(
      "#!/bin/sh\necho started >> \"$0.log\"\necho 'No module named x' >&2\nexit 1\n")
    #expect(said == Array(repeating: "the probe ended with code 1: No module named x", count: 3))
    #expect(starts == 1)
  }

  @Test func whatIsNotThereIsNamed() {
    let observed = ProbeSession(path: "/no/such/python").run(Self.plans.map(ProbeRequest.training))
    for plan in Self.plans {
      guard case .failure(let obstacle)? = observed.outcomes.trainings[plan] else {
        Issue.record("there is an outcome")
        continue
      }
      #expect(obstacle.reason == "`/no/such/python` cannot be run: No such file or directory")
    }
  }

  @Test func nothingIsLeftBehind() throws {
    let before = try scratchFolders()
    _ = try run(
      Self.script("mkdir -p \"$2/a/b\"; ln -s / \"$2/link\"; touch \"$2/a/b/c\"\n" + Self.answering))
    #expect(try scratchFolders().subtracting(before).isEmpty)
    #expect(FileManager.default.fileExists(atPath: "/bin"))
  }

  private func scratchFolders() throws -> Set<String> {
    let folder = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
    return Set(
      try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("glmlint-probe-") })
  }
}
