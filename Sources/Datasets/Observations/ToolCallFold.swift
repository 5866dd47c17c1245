/// Looks at the calls of tools in turns: what their arguments are, and whether they fit the record's own tools.
struct ToolCallFold {
  private let argumentsText = EmbeddedJSON()
  private var tools = RecordTools()

  /// Before the turns of another record.
  mutating func begin() { tools.forget() }

  /// Takes in the calls of one turn. O(bytes of the arguments, and of the record's tools once).
  mutating func observe(
    _ calls: RecordValue, in record: RecordView, _ outline: borrowing RecordOutline,
    into census: inout TurnCensus
  ) {
    for call in calls.elements where call.isObject {
      census.calls &+= 1
      // As OpenAI has it, and as trl's and transformers' own data has it too.
      let function = call["function"] ?? call
      guard function.isObject else { continue }
      let arguments = function["arguments"]
      var values: RecordValue?
      if let arguments { values = read(arguments, in: record, &census.signs) }
      tools.read(outline)
      guard tools.areKnown, let name = function["name"], name.kind == .string else { continue }
      guard let schema = tools.schema(of: name) else {
        census.signs.note(.unknownFunction, at: record.place(of: name))
        continue
      }
      if let values, let arguments { compare(values, with: schema, at: arguments, in: record, &census.signs) }
    }
  }

  /// The arguments as an object, where they are one or a text of one.
  private func read(
    _ arguments: RecordValue, in record: RecordView, _ signs: inout SignCensus<TurnSign>
  ) -> RecordValue? {
    if arguments.isObject {
      signs.note(.argumentsAsObject, at: record.place(of: arguments))
      return arguments
    }
    guard arguments.kind == .string else { return nil }
    guard let value = argumentsText.value(of: arguments) else {
      signs.note(.argumentsNotJSON, at: record.place(of: arguments))
      return nil
    }
    switch value.kind {
    case .object:
      signs.note(.argumentsAsText, at: record.place(of: arguments))
      return value
    case .string:
      signs.note(.doublyEncodedArguments, at: record.place(of: arguments))
      return nil
    default: return nil
    }
  }

  private func compare(
    _ values: RecordValue, with schema: ToolSchema, at place: RecordValue, in record: RecordView,
    _ signs: inout SignCensus<TurnSign>
  ) {
    if let required = schema.required {
      let given = ObjectKeys(values)
      if required.elements.contains(where: { $0.kind == .string && !given.contain($0) }) {
        signs.note(.missingArgument, at: record.place(of: place))
      }
    }
    guard let properties = schema.properties else { return }
    // What `datasets` fills up with null is for other rules.
    if values.fields.contains(where: { $0.value.kind != .null && !properties.contain($0.key) }) {
      signs.note(.unknownArgument, at: record.place(of: place))
    }
  }
}

/// The keys of an object, to be asked for one by one.
private struct ObjectKeys {
  private let object: RecordValue
  /// Where there may be many.
  private var byName: Set<[UInt8]>?

  /// Few are compared one after the other, which takes no memory.
  private static let fewNodes = 64

  init(_ object: RecordValue) {
    self.object = object
    if object.next - object.index > Self.fewNodes { byName = Set(object.fields.map { $0.key.textBytes }) }
  }

  func contain(_ name: RecordValue) -> Bool {
    if let byName { return byName.contains(name.textBytes) }
    return object.fields.contains { $0.key.isSameText(as: name) }
  }
}

/// The arguments of one function.
private struct ToolSchema {
  /// Those that it has; nil where the schema does not list them, or takes others too.
  private(set) var properties: ObjectKeys?
  /// The list of those that a call has to have.
  private(set) var required: RecordValue?

  /// Words by which a schema may take other arguments than its `properties`.
  private static let openWords: [StaticString] = [
    "patternProperties", "allOf", "anyOf", "oneOf", "$ref", "if",
  ]

  init(_ parameters: RecordValue?) {
    guard let parameters, parameters.isObject, let properties = parameters["properties"], properties.isObject
    else { return }
    let isOpen = parameters.fields.contains { field in
      if field.key.isText("additionalProperties") { return field.value.bytes.first != UInt8(ascii: "f") }
      return Self.openWords.contains { field.key.isText($0) }
    }
    if !isOpen { self.properties = ObjectKeys(properties) }
    required = parameters["required"]
  }
}

/// The tools that a record offers, read where a call first asks for them.
private struct RecordTools {
  private struct Tool {
    let name: RecordValue
    let parameters: RecordValue?
    /// Read where a call first asks for it.
    var schema: ToolSchema?
  }

  private let listText = EmbeddedJSON()
  private var tools: [Tool] = []
  /// Which tool has a name, where there are many.
  private var byName: [[UInt8]: Int] = [:]
  private var isRead = false
  /// Whether there are tools, and all of them were understood.
  private(set) var areKnown = false

  /// So many are searched one by one.
  private static let fewTools = 16

  mutating func forget() {
    guard isRead else { return }
    isRead = false
    areKnown = false
    tools.removeAll(keepingCapacity: true)
    if !byName.isEmpty { byName = [:] }
  }

  /// Nil for a name that no tool has. Of several with a name the last one counts.
  mutating func schema(of name: RecordValue) -> ToolSchema? {
    guard let index = index(of: name) else { return nil }
    if let schema = tools[index].schema { return schema }
    let schema = ToolSchema(tools[index].parameters)
    tools[index].schema = schema
    return schema
  }

  private func index(of name: RecordValue) -> Int? {
    if tools.count > Self.fewTools { return byName[name.textBytes] }
    return tools.lastIndex { $0.name.isSameText(as: name) }
  }

  /// Reads the column `tools`: a list of schemas, or the JSON text of one, as trl and LLaMA-Factory take both.
  mutating func read(_ outline: borrowing RecordOutline) {
    guard !isRead else { return }
    isRead = true
    guard var list = outline[.tools] else { return }
    if list.kind == .string {
      guard let value = listText.value(of: list) else { return }
      list = value
    }
    guard list.kind == .array else { return }
    areKnown = list.elements.allSatisfy { add($0) } && !tools.isEmpty
    guard tools.count > Self.fewTools else { return }
    for (index, tool) in tools.enumerated() { byName[tool.name.textBytes] = index }
  }

  /// Whether a schema was understood.
  private mutating func add(_ schema: RecordValue) -> Bool {
    guard schema.isObject else { return false }
    let function = schema["function"] ?? schema
    guard function.isObject, let name = function["name"], name.kind == .string else { return false }
    tools.append(Tool(name: name, parameters: function["parameters"]))
    return true
  }
}
