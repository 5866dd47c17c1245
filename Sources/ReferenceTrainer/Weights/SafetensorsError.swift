/// Why a file is not safetensors.
package struct SafetensorsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Where in the file, in bytes from its beginning.
  package let offset: Int
  /// Lower case, no full stop.
  package let message: String

  package var description: String { "byte \(offset): \(message)" }
}
