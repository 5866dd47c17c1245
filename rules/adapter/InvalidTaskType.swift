import Linting
import Setup
import Syntax

/// A `task_type` that PEFT's enumeration does not have.
enum InvalidTaskType: SetupRule {
  static let metadata = RuleMetadata(
    "invalid-task-type", family: "adapter", severity: .error, since: "0.1.0",
    "a `task_type` that is none of PEFT's task types")

  static func check(_ setup: TrainingSetup) -> [Observed] {
    if let name = setup.taskName, names.contains(name) { return [] }
    guard let adapter = setup.adapter, let fact = setup.taskType else { return [] }
    if case .known(let value) = fact.state, !isInvalid(value) { return [] }
    let assigned = adapter.isAssigned("task_type")
    let losesColumns = BareModel.losesColumns(setup)
    let places = fact.possiblePlaces
    return places.compactMap { value, span in
      guard let span, isInvalid(value) else { return nil }
      // One of several values is not the whole fact, so that no change of the set-up can be declared for it.
      let fixes = fix(value, at: span, isShared: fact.isShared || places.count > 1).map { [$0] } ?? []
      return Observed(
        at: .span(span), label: "not a task type", message(value), advice: advice(value),
        effects: effects(value, assigned: assigned, losesColumns: losesColumns), fixes: fixes,
        experiment: fixes.first.map { Experiment(.trainingStep, of: setup.name, mended: $0.changes) },
        versions: setup.versions)
    }
  }

  /// In the order of `TaskType` (peft/utils/peft_types.py), as the library's own message lists them.
  static let names = [
    "SEQ_CLS", "SEQ_2_SEQ_LM", "CAUSAL_LM", "TOKEN_CLS", "QUESTION_ANS", "FEATURE_EXTRACTION",
  ]

  private static func isInvalid(_ value: TaskTypeValue) -> Bool {
    switch value {
    case .text(let name), .member(let name): return !names.contains(name)
    case .other(.object), .other(.symbol): return false
    case .other: return true
    case .null: return false
    }
  }

  /// peft/config.py `PeftConfigMixin.__post_init__` checks from 0.14.0 on (0.13.2 does not); before, and for a value
  /// that is assigned to the finished config in every version, `get_peft_model` looks the value up in
  /// `MODEL_TYPE_TO_PEFT_MODEL_MAPPING` and takes the bare `PeftModel` for one that is not there (peft/mapping.py
  /// 0.10.0, mapping_func.py 0.21.2).
  private static func effects(_ value: TaskTypeValue, assigned: Bool, losesColumns: Bool) -> [Effect] {
    if case .member(let name) = value {
      return [Effect(.always, when: .start, severity: .error, "AttributeError: \(name)")]
    }
    if assigned { return bare(.always, losesColumns) }
    let early: [Effect]
    if case .other(.list) = value {
      early = [
        Effect(.when(.peft, "<0.14"), when: .start, severity: .error, "TypeError: unhashable type: 'list'")
      ]
    } else {
      early = bare(.when(.peft, "<0.14"), losesColumns)
    }
    let refusal =
      "ValueError: Invalid task type: \(quoted(value)). Must be one of the following task types: "
      + names.joined(separator: ", ")
    return [Effect(.when(.peft, ">=0.14"), when: .start, severity: .error, refusal)] + early
  }

  /// What comes of the bare model, which is no error of PEFT's.
  private static func bare(_ condition: VersionCondition, _ losesColumns: Bool) -> [Effect] {
    guard losesColumns else { return [Effect(condition, when: .silently, severity: .warning, bareModel)] }
    return [
      Effect(condition.and(BareModel.asksBase), when: .silently, severity: .warning, bareModel),
      BareModel.columnsLost(condition.and(BareModel.asksWrapper)),
    ]
  }

  private static func fix(_ value: TaskTypeValue, at span: Span, isShared: Bool) -> Fix? {
    guard let name = value.name, let nearest = nearest(to: name) else { return nil }
    guard let range = span.range(ofOnly: name) else { return nil }
    let isNear = EditDistance.between(name, nearest) == 1 || name.uppercased() == nearest
    let new: SetupValue
    if case .member = value { new = .symbol("peft.TaskType.\(nearest)") } else { new = .string(nearest) }
    return Fix(
      "replace `\(name)` by `\(nearest)`", isSafe: isNear && !isShared,
      edits: [TextEdit(Span(span.file, range), nearest)],
      changes: [FactChange("adapter.task_type", to: new)])
  }

  /// At most a third of the letters wrong; the case does not count.
  private static func nearest(to name: String) -> String? {
    let bare = name.hasPrefix("TaskType.") ? String(name.dropFirst("TaskType.".count)) : name
    return EditDistance.nearest(to: bare.uppercased(), among: names, limit: 3)
  }
}

extension InvalidTaskType {
  fileprivate static let bareModel =
    "the model is wrapped in a bare PeftModel that hides `labels`: with transformers before 4.55 evaluation gives "
    + "no eval_loss, and nothing says so"

  fileprivate static func message(_ value: TaskTypeValue) -> String {
    "\(quoted(value)) is not one of PEFT's task types"
  }

  fileprivate static func advice(_ value: TaskTypeValue) -> String {
    if let name = value.name, let nearest = nearest(to: name) { return "write `\(nearest)`" }
    return "write one of \(names.joined(separator: ", "))"
  }

  fileprivate static func quoted(_ value: TaskTypeValue) -> String {
    switch value {
    case .text(let name): return "'\(name)'"
    case .member(let name): return "TaskType.\(name)"
    case .other(let value): return value.description
    case .null: return "None"
    }
  }
}
