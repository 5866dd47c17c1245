import Syntax

/// A file's word on the versions of one library.
package struct VersionPin: Sendable {
  /// Normalised as PEP 503 says; `python` is the interpreter.
  package let library: String
  package let versions: VersionSet
  /// The whole requirement.
  package let span: Span
  /// It does not hold everywhere: an extra, a marker that is not sure, a stage that is not the last one.
  package let isConditional: Bool

  package init(library: String, versions: VersionSet, span: Span, isConditional: Bool) {
    self.library = library
    self.versions = versions
    self.span = span
    self.isConditional = isConditional
  }

  /// Lower case, runs of `-`, `_` and `.` as one `-` (PEP 503, "Normalized Names").
  package static func normalizedName(_ name: String) -> String {
    var result: [UInt8] = []
    var isRun = false
    for byte in name.utf8 {
      if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") {
        if !isRun { result.append(UInt8(ascii: "-")) }
        isRun = true
      } else {
        result.append((UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte)
        isRun = false
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}

/// What a file of pins says: the pins, the files it refers to, and what could not be read.
package struct VersionPins: Sendable {
  /// A `-r` or `-c` reference.
  package struct Link: Sendable {
    /// As it is written; relative to the folder of the file.
    package let path: String
    package let span: Span
    /// `-c`: it limits versions but installs nothing.
    package let isConstraint: Bool
  }

  package var pins: [VersionPin] = []
  package var links: [Link] = []
  package var problems: [SyntaxProblem] = []
}
