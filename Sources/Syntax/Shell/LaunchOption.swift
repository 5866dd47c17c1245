/// A flag with its values, or a positional argument.
package struct LaunchOption: Sendable {
  /// With its dashes, as it is written; nil for a positional argument.
  package let flag: String?
  /// The flag without `=value`.
  package let flagRange: TextRange?
  /// The value in `--flag=value`, the arguments behind `--flag`, or the positional argument itself. Empty for
  /// a flag that stands alone.
  package let values: ArraySlice<ShellArgument>
  /// `--flag=value`
  package let isJoined: Bool

  package init(flag: String?, flagRange: TextRange?, values: ArraySlice<ShellArgument>, isJoined: Bool) {
    self.flag = flag
    self.flagRange = flagRange
    self.values = values
    self.isJoined = isJoined
  }

  /// `--flag=value` in `argument`, whose flag has `length` bytes.
  init(joined argument: ShellArgument, flagLength length: Int) {
    flag = argument.text.map { String(decoding: $0.utf8.prefix(length), as: UTF8.self) }
    flagRange = argument.prefixRange(length)
    values = [argument.dropping(length + 1)]
    isJoined = true
  }

  /// The first value.
  package var value: ShellArgument? { values.first }

  /// The flag without dashes, `-` as `_`: `--learning-rate` gives `learning_rate`.
  package var name: String? {
    guard var flag else { return nil }
    return flag.withUTF8 { flag in
      let name = UnsafeBufferPointer(rebasing: flag[Self.dashes(of: flag)...])
      return String(unsafeUninitializedCapacity: name.count) { text in
        for (index, byte) in name.enumerated() { text.initializeElement(at: index, to: Self.named(byte)) }
        return name.count
      }
    }
  }

  fileprivate static func dashes(of flag: UnsafeBufferPointer<UInt8>) -> Int {
    flag.firstIndex { $0 != UInt8(ascii: "-") } ?? flag.count
  }

  fileprivate static func named(_ byte: UInt8) -> UInt8 {
    byte == UInt8(ascii: "-") ? UInt8(ascii: "_") : byte
  }
}

/// Arguments read without knowing the script's options: everything behind a flag up to the next flag is its values,
/// so a positional argument behind a boolean flag counts as the flag's value.
///
/// Read anew by each walk, since most walks only look for one flag. O(arguments).
package struct LaunchOptions: Sequence, IteratorProtocol, Sendable {
  private let arguments: ArraySlice<ShellArgument>
  private var index: Int

  package init(_ arguments: ArraySlice<ShellArgument>) {
    self.arguments = arguments
    index = arguments.startIndex
  }

  /// The next one, without going on.
  package var first: LaunchOption? {
    var walk = self
    return walk.next()
  }

  package mutating func next() -> LaunchOption? {
    guard index < arguments.endIndex else { return nil }
    let start = index
    index += 1
    switch form(at: start) {
    case .value:
      return LaunchOption(flag: nil, flagRange: nil, values: arguments[start..<index], isJoined: false)
    case .joined(let length): return LaunchOption(joined: arguments[start], flagLength: length)
    case .flag:
      while index < arguments.endIndex, !arguments[index].isFlag { index += 1 }
      return LaunchOption(
        flag: arguments[start].text, flagRange: arguments[start].origin, values: arguments[start + 1..<index],
        isJoined: false)
    }
  }

  private func form(at index: Int) -> ArgumentForm { arguments[index].text.map(ArgumentForm.init) ?? .value }
}

/// What a parser of options takes an argument for.
enum ArgumentForm {
  /// No flag: it does not begin with a dash, or is a number or the dash alone.
  case value
  case flag
  /// `--flag=value`, whose flag has `length` bytes.
  case joined(length: Int)

  init(_ text: String) {
    var text = text
    self = text.withUTF8 { ArgumentForm($0) }
  }

  fileprivate init(_ text: UnsafeBufferPointer<UInt8>) {
    guard text.count > 1, text[0] == UInt8(ascii: "-"), text[1] != UInt8(ascii: "."),
      !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[1])
    else {
      self = .value
      return
    }
    let sign = text[1] == UInt8(ascii: "-") ? text.firstIndex(of: UInt8(ascii: "=")) : nil
    self = sign.map { .joined(length: $0) } ?? .flag
  }

  /// Whether `text` is a flag, alone or with `=value`.
  static func isFlag(_ text: String) -> Bool {
    if case .value = ArgumentForm(text) { return false }
    return true
  }

  /// Whether `text` is the flag of this name, see `LaunchOption.name`, alone or with `=value`.
  fileprivate static func isFlag(_ text: String, named name: String) -> Bool {
    var text = text
    var name = name
    return text.withUTF8 { text in
      var length = text.count
      switch ArgumentForm(text) {
      case .value: return false
      case .flag: break
      case .joined(let flagLength): length = flagLength
      }
      return name.withUTF8 { name in
        let dashes = LaunchOption.dashes(of: text)
        guard length - dashes == name.count else { return false }
        return name.indices.allSatisfy { name[$0] == LaunchOption.named(text[dashes + $0]) }
      }
    }
  }
}

extension LaunchLine {
  /// Positional arguments in front of the first flag.
  package var operands: ArraySlice<ShellArgument> { arguments.prefix { !$0.isFlag } }

  /// Whether one of the options has this name, see `LaunchOption.name`. O(arguments), without making the options.
  package func hasOption(_ name: String) -> Bool {
    arguments.contains { $0.isFlag && ArgumentForm.isFlag($0.text ?? "", named: name) }
  }
}

extension ShellArgument {
  /// Where the first `count` bytes of the text are written.
  fileprivate func prefixRange(_ count: Int) -> TextRange {
    guard let traced, traced.origin != nil else { return range }
    return EmbeddedMap(segments: traced.segments, encoding: .verbatim).outer(TextRange(0, count))
  }
}
