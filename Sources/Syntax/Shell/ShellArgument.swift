/// One argument as a command receives it: a word with the variables known from the script put in.
package struct ShellArgument: Sendable {
  /// nil where the text cannot be known from the script alone.
  package let text: String?
  /// The word of the command that gives this argument.
  package let range: TextRange
  /// Where the text is written: in the word itself, or in the assignment that a variable got it from. The
  /// word's range where the text was put together from several places.
  package let origin: TextRange
  /// It stands for any number of arguments: an unknown unquoted variable, `"$@"`, a pattern, braces.
  package let isOpen: Bool
  /// A default such as `${LR:-1e-4}` was taken since the script does not set the variable: the environment
  /// may.
  package let dependsOnEnvironment: Bool
  private let source: Source

  /// Where the bytes of the text come from.
  private enum Source {
    case unknown
    /// All of it from one place, byte for byte.
    case literal(TextRange)
    case pieces(TracedText)
  }

  init(_ field: ShellField, range: TextRange) {
    text = field.isUnknown ? nil : field.traced.text
    source = field.isUnknown ? .unknown : .pieces(field.traced)
    self.range = range
    origin = field.isUnknown ? range : field.traced.origin ?? range
    isOpen = field.isOpen
    dependsOnEnvironment = field.dependsOnEnvironment
  }

  /// An argument that is `text`, which the part of the word at `place` gives.
  init(literal text: String, at place: TextRange, range: TextRange) {
    self.text = text
    source = .literal(place)
    self.range = range
    origin = text.isEmpty ? range : place
    isOpen = false
    dependsOnEnvironment = false
  }

  /// nil where the text is unknown. O(bytes).
  var traced: TracedText? {
    switch source {
    case .unknown: return nil
    case .literal(let place):
      var traced = TracedText()
      traced.append(text ?? "", from: place)
      return traced
    case .pieces(let traced): return traced
    }
  }

  /// The text is written inside the word itself, so that an edit of it touches this argument alone.
  package var isWrittenInPlace: Bool { traced?.origin.map(range.contains) ?? false }

  /// The text as a source of its own, such as a JSON value, mapped back to `file`; all of it maps to the
  /// whole word where it was put together from several places. nil where the text is unknown.
  package func embeddedSource(in file: SourceFile) -> SourceFile? {
    guard let traced else { return nil }
    if let source = traced.source(in: file, part: .configText) { return source }
    let segment = EmbeddedMap.Segment(inner: TextRange(0, traced.bytes.count), outer: range)
    let map = EmbeddedMap(segments: [segment], encoding: .verbatim)
    return SourceFile(
      path: file.path, bytes: traced.bytes, origin: .embedded(host: file, map: map, part: .configText))
  }

  /// The part of the argument behind its first `count` bytes: the value of `--flag=value`.
  func dropping(_ count: Int) -> ShellArgument {
    guard let traced else { return self }
    var field = ShellField()
    field.traced = traced.dropping(count)
    field.isOpen = isOpen
    field.dependsOnEnvironment = dependsOnEnvironment
    return ShellArgument(field, range: range)
  }
}

/// An argument while it is put together.
struct ShellField: Sendable {
  var traced = TracedText()
  var isUnknown = false
  var isOpen = false
  var dependsOnEnvironment = false
}
