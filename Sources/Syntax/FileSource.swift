/// Where bytes come from: the disk, standard input, an editor's buffer, or any of these under an overlay.
///
/// Nothing else in glmlint reads files.
package protocol FileSource: Sendable {
  /// All bytes of a regular file of at most `limit` bytes; symbolic links to files are followed.
  func read(_ path: String, limit: Int) throws(FileError) -> [UInt8]

  /// What stands at `path`, or nil where nothing does. Symbolic links are followed.
  func status(_ path: String) -> FileStatus?

  /// The names in a folder, in no order, without `.` and `..`.
  func list(_ folder: String) throws(FileError) -> [FolderEntry]

  /// Opens a regular file to be read in blocks, for data that is larger than memory.
  func open(_ path: String) throws(FileError) -> any BlockReader
}

/// An open file that is read by position, so that threads can share it.
package protocol BlockReader: Sendable {
  /// Size in bytes when it was opened.
  var size: Int { get }

  /// Fills `buffer` from byte `offset` on and returns how many bytes came; fewer than asked for only at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) -> Int

  /// Whether the file has been written to since it was opened.
  var hasChanged: Bool { get }
}

extension BlockReader {
  /// What stands in memory does not change.
  package var hasChanged: Bool { false }
}

/// What a path names.
package struct FileStatus: Hashable, Sendable {
  package enum Kind: Hashable, Sendable { case regular, folder, other }
  package let kind: Kind
  /// Size in bytes; 0 for what is not a regular file.
  package let size: Int

  package init(kind: Kind, size: Int) {
    self.kind = kind
    self.size = size
  }
}

/// One name in a folder.
package struct FolderEntry: Hashable, Sendable {
  package enum Kind: Hashable, Sendable { case regular, folder, symbolicLink, other }
  package let name: String
  package let kind: Kind

  package init(name: String, kind: Kind) {
    self.name = name
    self.kind = kind
  }
}

/// Why a path could not be read.
package enum FileError: Error, Hashable, Sendable {
  case notFound
  case permissionDenied
  /// A pipe, socket or device.
  case notARegularFile
  /// A symbolic link where only a file itself may be replaced.
  case isALink
  case isAFolder
  case tooManyLinks
  /// A symbolic link to something that is not there.
  case danglingLink
  /// Larger than the limit that was asked for; both in bytes.
  case tooLarge(size: Int, limit: Int)
  /// It shrank while it was read.
  case changedWhileReading
  /// Any other error of the system, by its number and its words.
  case system(code: Int32, description: String)
}

extension FileError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notFound: return "no such file or folder"
    case .permissionDenied: return "permission denied"
    case .notARegularFile: return "not a regular file (a pipe, socket or device)"
    case .isALink: return "is a symbolic link, and nothing is written through one"
    case .isAFolder: return "is a folder"
    case .tooManyLinks: return "too many symbolic links, one may point at itself"
    case .danglingLink: return "a symbolic link to something that is not there"
    case .tooLarge(let size, let limit): return "\(size) bytes, more than the limit of \(limit)"
    case .changedWhileReading: return "changed while it was read"
    case .system(_, let description): return description
    }
  }
}
