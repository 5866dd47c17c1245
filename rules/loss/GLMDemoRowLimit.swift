import Datasets
import Linting
import Setup

/// ChatGLM3's and GLM-4's scripts train on answers only, cut rows at their end, and evaluate no answer behind a question
/// that is as long as `max_input_length`. Run: `fixtures/goldens/glm_demos.py`.
struct GLMDemoRowLimit: RowLimit {
  let limit: LengthLimit

  /// nil where a script cuts nothing, or its lengths are not known.
  init?(_ setup: TrainingSetup, _ split: Split) {
    guard let script = GLMDemoScript(setup) else { return nil }
    let isTrained = split == .train
    guard isTrained ? script.cutsBehindBothLengths : script.cutsEvaluatedQuestions,
      let length = isTrained ? setup.rowLength : setup.evaluatedLength, let tokens = length.value,
      let limit = LengthLimit(
        tokens, of: split,
        isTrained ? "`max_input_length`, `max_output_length` and one" : "`max_input_length`",
        at: length.span, by: .prompt, setup.versions)
    else { return nil }
    self.limit = limit
  }

  var isAnsweredByTraining: Bool { limit.split == .train }

  var ending: String {
    limit.split == .train
      ? "a row ends after \(limit.tokens) tokens" : "a question ends after \(limit.tokens) tokens"
  }

  func effect(isAll: Bool, _ severity: Severity) -> Effect {
    let evaluated =
      "their answers are left out of the evaluation; with `combine: true` GLM-4's demo asks for them by a question without its end"
    return Effect(
      .always, when: .silently, severity: severity,
      limit.split == .train ? Self.nothingLeft : evaluated)
  }
}
