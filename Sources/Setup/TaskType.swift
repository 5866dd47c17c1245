/// What a `task_type` fact says, however it is written.
package enum TaskTypeValue: Hashable, Sendable {
  /// A text, as in a config or a keyword.
  case text(String)
  /// A member of `peft.TaskType`, whether there is one of that name or not.
  case member(String)
  case null
  /// Something that is never a task type, such as a number or a list.
  case other(SetupValue)

  package init(_ value: SetupValue) {
    switch value {
    case .string(let text): self = .text(text)
    case .null: self = .null
    case .symbol(let name) where name.hasPrefix(Self.enumeration + "."):
      let member = name.dropFirst(Self.enumeration.count + 1)
      // `TaskType.X.value` and `.name` are the text itself (peft/utils/peft_types.py: a `str` enum whose values
      // are its names).
      let bare = member.prefix { $0 != "." }
      self = .member(String(bare))
    default: self = .other(value)
    }
  }

  /// The task's name where it is written as one.
  package var name: String? {
    switch self {
    case .text(let name), .member(let name): return name
    case .null, .other: return nil
    }
  }

  private static let enumeration = "peft.TaskType"
}

extension TrainingSetup {
  /// The adapter's task type; nil where there is no adapter.
  package var taskType: Fact<TaskTypeValue>? {
    adapter?["task_type"].map(orUnknown: "") { TaskTypeValue($0) }
  }

  /// The name of the adapter's task type, where it is known to be one and no other.
  package var taskName: String? { adapter?.value(of: "task_type").flatMap { TaskTypeValue($0).name } }

  /// The `model_type` where it is known.
  package var modelType: String? { model?.value(of: "type")?.string }

  /// The Auto class that loads the model, such as `AutoModelForCausalLM`.
  package var autoClass: String? {
    guard case .symbol(let name)? = model?.value(of: "auto_class") else { return nil }
    return String(Substring(name.utf8.dropFirst("transformers.".utf8.count)))
  }
}
