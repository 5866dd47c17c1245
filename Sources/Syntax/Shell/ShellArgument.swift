/// One argument as a command receives it: a word with the variables known from the script put in.
package struct ShellArgument: Sendable {
  /// nil where the text cannot be known from the script alone.
  package let text: String?
  /// The word of the command that gives this argument.
  package var range: TextRange { wordPlace.range }
  /// Where the text is written: in the word itself, or in the assignment that a variable got it from. The
  /// word's range where the text was put together from several places.
  package var origin: TextRange { textPlace.range }
  /// It stands for any number of arguments: an unknown unquoted variable, `"$@"`, a pattern, braces.
  package let isOpen: Bool
  /// A default such as `${LR:-1e-4}` was taken since the script does not set the variable: the environment
  /// may.
  package let dependsOnEnvironment: Bool
  /// The text is written inside the word itself, so that an edit of it touches this argument alone.
  package let isWrittenInPlace: Bool
  /// The text begins as a flag does: with a dash, and is neither a number nor the dash alone.
  package let isFlag: Bool
  private let wordPlace: CompactRange
  private let textPlace: CompactRange
  /// Where the bytes of a text in several pieces come from; empty for one piece, which comes from `origin`.
  private let segments: [EmbeddedMap.Segment]

  init(_ field: ShellField, range: TextRange) {
    let place = field.isUnknown ? nil : field.traced.origin
    text = field.isUnknown ? nil : field.traced.text
    wordPlace = CompactRange(range)
    textPlace = CompactRange(place ?? range)
    isFlag = text.map(ArgumentForm.isFlag) ?? false
    isOpen = field.isOpen
    dependsOnEnvironment = field.dependsOnEnvironment
    isWrittenInPlace = place.map(range.contains) ?? false
    segments = field.isUnknown || field.traced.segments.count < 2 ? [] : field.traced.segments
  }

  /// An argument that is `text`, which the part of the word at `place` gives.
  init(literal text: String, at place: TextRange, range: TextRange) {
    self.text = text
    wordPlace = CompactRange(range)
    textPlace = CompactRange(text.isEmpty ? range : place)
    isFlag = ArgumentForm.isFlag(text)
    isOpen = false
    dependsOnEnvironment = false
    isWrittenInPlace = !text.isEmpty && range.contains(place)
    segments = []
  }

  /// nil where the text is unknown. O(bytes).
  var traced: TracedText? {
    guard let text else { return nil }
    if !segments.isEmpty { return TracedText(bytes: Array(text.utf8), segments: segments) }
    var traced = TracedText()
    traced.append(text, from: origin)
    return traced
  }

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
