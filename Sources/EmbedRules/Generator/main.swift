#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// EmbedGenerator OUTPUT TYPE FOLDER FILE...: writes a Swift file with an enumeration TYPE that holds the text
// of each FILE under its path in FOLDER, the package's.

func fail(_ message: String) -> Never {
  let line = Array("EmbedGenerator: error: \(message)\n".utf8)
  _ = write(STDERR_FILENO, line, line.count)
  exit(1)
}

let arguments = CommandLine.arguments
guard arguments.count > 4 else { fail("expected OUTPUT TYPE FOLDER FILE...") }
let folder = arguments[3].hasSuffix("/") ? arguments[3] : arguments[3] + "/"

var entries: [EmbeddedFile] = []
for path in arguments[4...] {
  guard path.hasPrefix(folder) else { fail("\(path) does not lie in \(folder)") }
  guard let bytes = contents(path) else { fail("cannot read \(path)") }
  guard let entry = EmbeddedFile(path: String(path.dropFirst(folder.count)), bytes: bytes) else {
    fail("\(path) is not UTF-8 text")
  }
  if let twin = entries.first(where: { $0.identifier == entry.identifier }) {
    fail("\(entry.path) and \(twin.path) would both be called \(entry.identifier)")
  }
  entries.append(entry)
}
guard save(swiftSource(of: entries, type: arguments[2]), to: arguments[1]) else {
  fail("cannot write \(arguments[1])")
}
