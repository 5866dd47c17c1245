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
      guard let tool = tools[name.textBytes] else {
        census.signs.note(.unknownFunction, at: record.place(of: name))
        continue
      }
      if let values, let arguments { compare(values, with: tool, at: arguments, in: record, &census.signs) }
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
    _ values: RecordValue, with tool: RecordTools.Tool, at place: RecordValue, in record: RecordView,
    _ signs: inout SignCensus<TurnSign>
  ) {
    let given = Set(values.fields.map { $0.key.textBytes })
    if tool.required.contains(where: { !given.contains($0) }) {
      signs.note(.missingArgument, at: record.place(of: place))
    }
    guard let properties = tool.properties else { return }
    // What `datasets` fills up with null is for other rules.
    let isUnknown = values.fields.contains {
      $0.value.kind != .null && !properties.contains($0.key.textBytes)
    }
    if isUnknown {
      signs.note(.unknownArgument, at: record.place(of: place))
    }
  }
}

/// The tools that a record offers, read where a call first asks for them.
private struct RecordTools {
  /// One function by its schema.
  struct Tool {
    /// The arguments that it has; nil where the schema does not list them, or takes others too.
    let properties: Set<[UInt8]>?
    /// Those that a call has to have.
    let required: [[UInt8]]
  }

  private let listText = EmbeddedJSON()
  private var byName: [[UInt8]: Tool] = [:]
  private var isRead = false
  /// Whether there are tools, and all of them were understood.
  private(set) var areKnown = false

  subscript(_ name: [UInt8]) -> Tool? { byName[name] }

  mutating func forget() {
    guard isRead else { return }
    isRead = false
    areKnown = false
    byName = [:]
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
    areKnown = list.elements.allSatisfy { add($0) } && !byName.isEmpty
  }

  /// Words by which a schema may take other arguments than its `properties`.
  private static let openWords: [StaticString] = [
    "patternProperties", "allOf", "anyOf", "oneOf", "$ref", "if",
  ]

  /// Whether a schema was understood.
  private mutating func add(_ schema: RecordValue) -> Bool {
    guard schema.isObject else { return false }
    let function = schema["function"] ?? schema
    guard function.isObject, let name = function["name"], name.kind == .string else { return false }
    byName[name.textBytes] = tool(function["parameters"])
    return true
  }

  private func tool(_ parameters: RecordValue?) -> Tool {
    guard let parameters, parameters.isObject, let properties = parameters["properties"], properties.isObject
    else { return Tool(properties: nil, required: []) }
    let isOpen = parameters.fields.contains { field in
      if field.key.isText("additionalProperties") { return field.value.bytes.first != UInt8(ascii: "f") }
      return Self.openWords.contains { field.key.isText($0) }
    }
    let names = Set(properties.fields.map { $0.key.textBytes })
    let required = parameters["required"]?.elements.filter { $0.kind == .string }.map(\.textBytes) ?? []
    return Tool(properties: isOpen ? nil : names, required: required)
  }
}
