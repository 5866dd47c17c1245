import Syntax

/// Which architecture a model's name stands for.
package enum ModelIdentity {
  /// Sets `name`, `type` (the `model_type`) where a local `config.json` or the well-known name says it, and `vocab_size` of
  /// such a `config.json`.
  ///
  /// A folder on disk wins over the name: it is what `from_pretrained` would read.
  package static func set(
    _ name: Fact<String>, in table: inout FactTable, from path: String, context: any ReadingContext
  ) {
    table.set("name", name.map(orUnknown: "") { .string($0) })
    guard let text = name.value else {
      table.set("type", .unknown("the model's name is not known", at: name.span))
      return
    }
    if let local = context.localModelType(text, from: path) {
      table.set("type", local.map(orUnknown: "") { .string($0) })
    } else if let known = context.knownModelType(text) {
      table.set("type", .known(.string(known), at: name.span, uses: name.uses, isShared: name.isShared))
    } else {
      table.set("type", .unknown("`\(text)` is not a model that is known here", at: name.span))
    }
    if let size = context.localVocabularySize(text, from: path) {
      table.set("vocab_size", size.map(orUnknown: "") { .integer($0) })
    }
    if let tokenizer = context.localTokenizer(text, from: path) { setTokenizer(tokenizer, in: &table) }
  }

  /// The model that a config names at `node`, without a consumer: the tool picks the class.
  static func table(
    namedAt node: ConfigNode, _ facts: ConfigFacts, from path: String, context: any ReadingContext
  ) -> FactTable {
    var model = FactTable(consumer: .absent(), span: node.span)
    let name = facts.fact(node).map(orUnknown: "it is not a text", \.string)
    set(name, in: &model, from: path, context: context)
    return model
  }

  /// What a run depends on in a tokenizer's own file (transformers/tokenization_utils_base.py, `save_pretrained`). Of a
  /// chat template only that it is there: it may be long, or several by name, or lie in `chat_template.jinja`.
  private static func setTokenizer(_ config: ConfigNode, in table: inout FactTable) {
    let facts = ConfigFacts(of: config.tree, .json)
    for key in ["tokenizer_class", "model_max_length", "pad_token", "eos_token"] {
      guard let value = config[key] else { continue }
      // An `AddedToken` is kept as a mapping, its text under `content`.
      table.set("tokenizer.\(key)", facts.fact(value["content"] ?? value))
    }
    if let template = config["chat_template"] {
      let isThere = facts.fact(template).value != .null
      table.set("tokenizer.chat_template", .known(.bool(isThere), at: template.span))
    }
  }
}
