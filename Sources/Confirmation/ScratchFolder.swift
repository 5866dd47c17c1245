#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A fresh folder for files that nobody needs afterwards.
struct ScratchFolder {
  let path: String

  /// In the system's folder for such files; nil where it cannot be made.
  init?() {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/glmlint-probe-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { return nil }
    path = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
  }

  /// Whether `text` could be written to the new file `name`.
  func write(_ text: String, to name: String) -> Bool {
    guard let file = fopen("\(path)/\(name)", "wbx") else { return false }
    let bytes = Array(text.utf8)
    let count = fwrite(bytes, 1, bytes.count, file)
    return fclose(file) == 0 && count == bytes.count
  }

  /// The last line of the file `name` that holds more than blanks; empty for none.
  func lastLine(of name: String) -> String {
    guard let file = fopen("\(path)/\(name)", "rb") else { return "" }
    defer { fclose(file) }
    // An error's last line lies within the last block.
    fseek(file, 0, SEEK_END)
    fseek(file, max(0, ftell(file) - 4096), SEEK_SET)
    var block = [UInt8](repeating: 0, count: 4096)
    let count = fread(&block, 1, block.count, file)
    let lines = String(decoding: block[..<count], as: UTF8.self).split(whereSeparator: \.isNewline)
    return lines.last { $0.contains { !$0.isWhitespace } }.map(String.init) ?? ""
  }

  /// Takes the folder away, and all that is in it; links are not followed.
  func remove() { Self.remove(path) }

  private static func remove(_ path: String) {
    var information = stat()
    guard lstat(path, &information) == 0, information.st_mode & S_IFMT == S_IFDIR else {
      unlink(path)
      return
    }
    guard let directory = opendir(path) else { return }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    closedir(directory)
    for name in names { remove("\(path)/\(name)") }
    rmdir(path)
  }
}
