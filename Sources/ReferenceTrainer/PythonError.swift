/// An exception as Python would show it: what a step of the stack raises when it cannot go on.
///
/// The message is the library's own, so that it can be compared with a real run; each place that throws names the file
/// and version it follows.
package struct PythonError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The name of the exception's class, such as `ValueError`.
  package let type: String
  package let message: String

  package init(_ type: String, _ message: String) {
    self.type = type
    self.message = message
  }

  /// As the last line of a traceback has it.
  package var description: String { message.isEmpty ? type : "\(type): \(message)" }
}
