/// Where changed files and reports go. Nothing else in glmlint writes files.
package protocol FileWriter: Sendable {
  /// Puts `bytes` in the place of the regular file at `path`, all or nothing, and keeps its permissions.
  /// Throws for what is not a regular file, symbolic links included: a change never reaches out of its
  /// folder.
  func replace(_ path: String, with bytes: [UInt8]) throws(FileError)

  /// Writes a file of our own, new or over an old one; links and devices are followed.
  func create(_ path: String, _ bytes: [UInt8]) throws(FileError)
}
