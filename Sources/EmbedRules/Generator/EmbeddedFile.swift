/// A text that becomes a static string.
struct EmbeddedFile {
  /// Path inside the package, such as `rules/adapter/invalid-task-type.md`.
  let path: String
  /// The file's name without its ending: `invalid-task-type`.
  let name: String
  /// The same as a Swift name: `invalidTaskType`.
  let identifier: String
  let text: String

  /// Nil where the bytes are not UTF-8.
  init?(path: String, bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    // Decoding puts U+FFFD for what is not UTF-8, and then the bytes differ.
    guard text.utf8.elementsEqual(bytes) else { return nil }
    self.path = path
    self.text = text
    let file = path.split(separator: "/").last ?? ""
    name = String(file[..<(file.lastIndex(of: ".") ?? file.endIndex)])
    let words = name.split { !$0.isLetter && !$0.isNumber }
    var identifier = words.first.map(String.init) ?? ""
    for word in words.dropFirst() { identifier += word.prefix(1).uppercased() + word.dropFirst() }
    self.identifier = identifier
  }

  /// The text as a raw multi-line literal that stands for exactly these characters.
  var literal: String {
    let hashes = String(repeating: "#", count: longestRunOfHashes + 1)
    var body = ""
    for scalar in text.unicodeScalars {
      // The compiler reads CRLF as a line feed and drops byte-order marks; other controls it refuses.
      if (scalar.value < 0x20 && scalar != "\n" && scalar != "\t") || scalar.value == 0x7F
        || scalar == "\u{FEFF}"
      {
        body += "\\\(hashes)u{\(String(scalar.value, radix: 16))}"
      } else {
        body.unicodeScalars.append(scalar)
      }
    }
    return "\(hashes)\"\"\"\n\(body)\n\"\"\"\(hashes)"
  }

  /// More hashes than this in the delimiter, and neither a closing quote nor an escape can stand in the text.
  private var longestRunOfHashes: Int {
    var longest = 0
    var run = 0
    for byte in text.utf8 {
      run = byte == UInt8(ascii: "#") ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}

/// The Swift file: `all` in the order given, and one property a file.
func swiftSource(of files: [EmbeddedFile], type: String) -> String {
  var source = "// Written by EmbedGenerator from the files that `all` names.\n\npackage enum \(type) {\n"
  source += "  package static let all: [(name: StaticString, path: StaticString, text: StaticString)] = [\n"
  for file in files { source += "    (\"\(file.name)\", \"\(file.path)\", `\(file.identifier)`),\n" }
  source += "  ]\n"
  for file in files {
    source += "\n  package static var `\(file.identifier)`: StaticString {\n\(file.literal)\n  }\n"
  }
  return source + "}\n"
}
