extension ShellScript {
  /// What the variables hold; keep it while words are expanded. O(script).
  package var values: ShellValues { ShellValues(self) }
}

extension ShellValues {
  /// The arguments that `word` of `command` gives: none for an empty unquoted variable, several for an array
  /// or an unquoted variable with blanks.
  package func expanded(_ word: ShellWord, of command: ShellCommand) -> [ShellArgument] {
    let place = ShellExpansion(values: self, offset: command.range.start, scope: command.scope)
    return place.fields(word.parts).map { ShellArgument($0, range: word.range) }
  }

  /// All words of a command, its name first.
  ///
  /// Behind 65,536 arguments one open argument of unknown text stands for the rest.
  package func arguments(of command: ShellCommand) -> [ShellArgument] {
    // Most words are plain text, for which there is nothing to look up.
    lazy var place = ShellExpansion(values: self, offset: command.range.start, scope: command.scope)
    var arguments: [ShellArgument] = []
    arguments.reserveCapacity(min(command.words.count, Self.valueLimit))
    for index in command.words.indices {
      // No blank in it splits the text, as `fields` has to ask: a word ends at one that is not quoted.
      if let only = command.words[index].parts.onlyLiteral, arguments.count < Self.valueLimit {
        let range = command.words[index].range
        arguments.append(ShellArgument(literal: only.text, at: only.range, range: range))
        continue
      }
      let word = command.words[index]
      guard arguments.count < Self.valueLimit else {
        arguments.append(ShellArgument(ShellField(isUnknown: true, isOpen: true), range: word.range))
        break
      }
      for field in place.fields(word.parts) { arguments.append(ShellArgument(field, range: word.range)) }
    }
    return arguments
  }

  /// The value that an assignment in front of `command` gives; no splitting takes place there.
  package func value(of assignment: ShellAssignment, of command: ShellCommand) -> ShellArgument? {
    guard case .word(let word) = assignment.value else { return nil }
    let place = ShellExpansion(values: self, offset: command.range.start, scope: command.scope)
    return ShellArgument(place.joined(word.parts), range: word.range)
  }
}

/// Puts variables into words at one place of a script (GNU bash 5.2 manual, section 3.5).
struct ShellExpansion {
  let values: ShellValues
  let offset: Int
  let scope: Int?

  /// The fields of a word under construction.
  private struct Builder {
    var fields: [ShellField] = []
    var current: ShellField?

    mutating func change(_ edit: (inout ShellField) -> Void) {
      var field = current ?? ShellField()
      // Else the edit would copy the text that is shared with it.
      current = nil
      edit(&field)
      if field.traced.bytes.count > ShellValues.valueLimit {
        field.traced = TracedText()
        field.isUnknown = true
      }
      current = field
    }

    mutating func cut() {
      if let field = current { fields.append(field) }
      current = nil
    }
  }

  /// The arguments that the parts of one word give.
  func fields(_ parts: ShellWordParts) -> [ShellField] {
    if let only = parts.onlyLiteral, only.isQuoted || !Self.holdsBlanks(only.text) {
      var field = ShellField()
      field.traced.append(only.text, from: only.range)
      return [field]
    }
    var builder = Builder()
    add(parts, to: &builder, splits: true)
    builder.cut()
    return builder.fields
  }

  /// The text of the parts where nothing is split: an assigned value.
  func joined(_ parts: ShellWordParts) -> ShellField {
    var builder = Builder()
    add(parts, to: &builder, splits: false)
    builder.cut()
    guard builder.fields.count < 2 else {
      var unknown = ShellField()
      unknown.isUnknown = true
      return unknown
    }
    return builder.fields.first ?? ShellField()
  }

  private func add(_ parts: ShellWordParts, to builder: inout Builder, splits: Bool) {
    for part in parts {
      switch part.kind {
      case .literal(let text):
        if splits && Self.splits(part, text) {
          var field = ShellField()
          field.traced.append(text, from: part.range)
          addSplit(field, to: &builder)
        } else {
          builder.change { $0.traced.append(text, from: part.range) }
        }
      case .variable(let parameter):
        add(parameter, isQuoted: part.isQuoted || !splits, to: &builder)
      case .commandSubstitution:
        addUnknown(isOpen: splits && !part.isQuoted, to: &builder)
      case .glob, .brace: addUnknown(isOpen: splits, to: &builder)
      case .arithmetic, .processSubstitution, .tilde: addUnknown(isOpen: false, to: &builder)
      }
    }
  }

  /// Whether the shell cuts a literal `text` at its blanks. A word holds none without quotes; these come from the
  /// word in `${x:-a b}`.
  private static func splits(_ part: ShellWord.Part, _ text: String) -> Bool {
    !part.isQuoted && holdsBlanks(text)
  }

  private static func holdsBlanks(_ text: String) -> Bool {
    text.utf8.contains { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A }
  }

  private func addUnknown(isOpen: Bool, to builder: inout Builder) {
    builder.change {
      $0.isUnknown = true
      $0.isOpen = $0.isOpen || isOpen
    }
  }

  private func add(_ parameter: ShellParameter, isQuoted: Bool, to builder: inout Builder) {
    let isWhole = parameter.element == .whole
    let value = values.value(of: parameter.name, at: offset, scope: scope)
    switch parameter.operation {
    case .other:
      addUnknown(isOpen: !isQuoted || isWhole, to: &builder)
      return
    case .fallback(let parts, let testsEmpty):
      if value == nil && !Self.isSpecial(parameter.name) {
        let count = builder.fields.count
        add(parts, to: &builder, splits: !isQuoted)
        if isQuoted || builder.current != nil { builder.change { $0.dependsOnEnvironment = true } }
        for index in count..<builder.fields.count { builder.fields[index].dependsOnEnvironment = true }
        return
      }
      if testsEmpty, case .text(let field)? = value, field.traced.bytes.isEmpty, !field.isUnknown {
        add(parts, to: &builder, splits: !isQuoted)
        return
      }
    case .plain: break
    }
    switch value {
    case .text(let field)? where parameter.element == .none || isWhole || parameter.element == .index(0):
      if isQuoted { append(field, to: &builder) } else { addSplit(field, to: &builder) }
    case .array(let fields)?: add(fields, parameter.element, isQuoted: isQuoted, to: &builder)
    default: addUnknown(isOpen: !isQuoted || isWhole, to: &builder)
    }
  }

  private static func isSpecial(_ name: String) -> Bool {
    guard let first = name.utf8.first else { return true }
    return !ShellReader.isNameByte(first)
  }

  private func add(
    _ fields: [ShellField], _ element: ShellParameter.Subscript, isQuoted: Bool, to builder: inout Builder
  ) {
    let chosen: [ShellField]
    switch element {
    case .whole: chosen = fields
    case .none:
      chosen = Array(fields.prefix(1))
      // As the text of a variable that is not set: `"$a"` is an argument, `"${a[@]}"` is none.
      if isQuoted && fields.isEmpty { append(ShellField(), to: &builder) }
    case .index(let index) where fields.indices.contains(index) && !fields.contains(where: \.isOpen):
      chosen = [fields[index]]
    case .index, .computed:
      addUnknown(isOpen: !isQuoted, to: &builder)
      return
    }
    for (index, field) in chosen.enumerated() {
      if index > 0 { builder.cut() }
      if isQuoted { append(field, to: &builder) } else { addSplit(field, to: &builder) }
    }
  }

  private func append(_ field: ShellField, to builder: inout Builder) {
    builder.change {
      $0.traced.append(field.traced)
      $0.isUnknown = $0.isUnknown || field.isUnknown
      $0.isOpen = $0.isOpen || field.isOpen
      $0.dependsOnEnvironment = $0.dependsOnEnvironment || field.dependsOnEnvironment
    }
  }

  /// An unquoted value: split at blanks; a piece with a pattern in it is unknown.
  private func addSplit(_ field: ShellField, to builder: inout Builder) {
    if field.isUnknown {
      addUnknown(isOpen: true, to: &builder)
      return
    }
    let split = field.traced.split()
    if split.startsBlank { builder.cut() }
    for (index, piece) in split.pieces.enumerated() {
      if index > 0 { builder.cut() }
      let isPattern = piece.bytes.contains { byte in
        byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "[")
      }
      builder.change {
        $0.traced.append(piece)
        $0.isUnknown = $0.isUnknown || isPattern
        $0.isOpen = $0.isOpen || isPattern
        $0.dependsOnEnvironment = $0.dependsOnEnvironment || field.dependsOnEnvironment
      }
    }
    if split.endsBlank { builder.cut() }
  }
}
