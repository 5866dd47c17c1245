/// The task types of peft. Source: `peft.TaskType`, peft/utils/config.py to 0.4 and peft/utils/peft_types.py
/// later.
package enum TaskTypes {
  /// Every member that any release has, with its releases of peft, in order of name. O(table).
  package static func all() -> [Dated<String>] {
    KnowledgeTable(EmbeddedTables.taskTypes).allRows().compactMap { row in
      row.count == 4 ? Dated(interval: ReleaseInterval(endOf: row), value: String(row[1])) : nil
    }
  }

  /// The releases of peft that have a member of exactly this value; empty for a value that none has.
  package static func releases(having value: String) -> [ReleaseInterval] {
    all().filter { $0.value == value }.map(\.interval)
  }
}

/// The methods of peft. Source: `peft.PeftType` and the configuration classes that name its members.
package enum PeftMethods {
  /// How a method changes a model.
  package enum Kind: String, Sendable {
    /// Its configuration is a `PromptLearningConfig`: virtual tokens, so it needs a task type.
    case prompt
    /// It adds to or changes layers.
    case adapter
  }

  /// What is known of the method with this name (`LORA`, `PREFIX_TUNING`), with its releases of peft.
  package static func kind(_ peftType: String) -> [Dated<Kind>] {
    KnowledgeTable(EmbeddedTables.peftMethods).rows(peftType).compactMap { row in
      guard row.count == 4, let kind = Kind(rawValue: String(row[1])) else { return nil }
      return Dated(interval: ReleaseInterval(endOf: row), value: kind)
    }
  }
}
