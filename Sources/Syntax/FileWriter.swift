/// Where changed files and reports go. Nothing else in glmlint writes files.
package protocol FileWriter: Sendable {
  /// Puts `bytes` in the place of the regular file at `path`, all or nothing, and keeps its permissions.
  /// Throws for what is not a regular file, symbolic links included: a change never reaches out of its
  /// folder.
  func replace(_ path: String, with bytes: [UInt8]) throws(FileError)

  /// Writes a file of our own, new or over an old one; links and devices are followed.
  func create(_ path: String, _ bytes: [UInt8]) throws(FileError)

  /// Starts a file that is to take the place of the regular file at `path`. Throws as `replace` does.
  func replacement(of path: String) throws(FileError) -> any FileReplacement
}

/// Where bytes go one after the other.
package protocol ByteSink: AnyObject {
  /// Adds `bytes` behind those that are there.
  func append(_ bytes: UnsafeRawBufferPointer) throws(FileError)

  /// Forgets all bytes.
  func restart() throws(FileError)
}

/// A file in the making, beside the one whose place it is to take. Let go of before that, it leaves nothing behind.
package protocol FileReplacement: ByteSink {
  /// What was appended, to be read again before it counts.
  var written: any BlockReader { get throws(FileError) }

  /// Takes the place and the permissions of the old file, all at once. Throws `changedWhileReading` where another file
  /// stands there than at the start, or the same one with another size or time of writing; nothing has changed then.
  func takePlace() throws(FileError)
}
