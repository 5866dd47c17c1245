import Foundation
import Syntax

/// The texts that are mutated: the fixtures, the examples on the rules' pages, a few texts that hold much of one
/// grammar in little room, and the public conformance suites where `GLMLINT_CONFORMANCE` names them.
enum Corpus {
  static let repository = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
    .standardizedFileURL

  /// The texts of one language, the same ones in the same order on every machine that has the suites.
  static func texts(_ language: FuzzLanguage) -> [[UInt8]] { all[language] ?? [] }

  private static let all: [FuzzLanguage: [[UInt8]]] = {
    var texts: [FuzzLanguage: [[UInt8]]] = [:]
    for language in FuzzLanguage.allCases { texts[language] = Samples.texts(language).map { Array($0.utf8) } }
    let suites = ProcessInfo.processInfo.environment["GLMLINT_CONFORMANCE"].map { URL(filePath: $0) }
    let folders = [repository.appending(path: "fixtures"), suites].compactMap { $0 }
    for file in folders.flatMap(files) {
      guard let language = FuzzLanguage(path: file.path), let data = try? Data(contentsOf: file) else {
        continue
      }
      if data.count <= largest { texts[language]?.append(Array(data)) }
    }
    for page in files(in: repository.appending(path: "rules")) where page.pathExtension == "md" {
      for (language, text) in fences(of: page) { texts[language]?.append(text) }
    }
    let programs = texts[.python] ?? []
    texts[.cell]?.append(contentsOf: programs)
    for language in [FuzzLanguage.python, .shell, .yaml] {
      let cells = (texts[language] ?? []).prefix(60).map { notebook(language, $0) }
      texts[.notebook]?.append(contentsOf: cells)
    }
    return texts
  }()

  /// A notebook with `text` in its only cell.
  private static func notebook(_ language: FuzzLanguage, _ text: [UInt8]) -> [UInt8] {
    let magic = language == .shell ? "%%bash\n" : language == .yaml ? "%%writefile a.yaml\n" : ""
    let source = EmbeddedMap.jsonEscaped(magic + String(decoding: text, as: UTF8.self))
    return Array("{\"cells\": [{\"cell_type\": \"code\", \"source\": \"\(source)\"}]}".utf8)
  }

  /// Larger files say nothing new and take long to parse.
  private static let largest = 48 << 10

  private static func files(in folder: URL) -> [URL] {
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return names.sorted().map { folder.appending(path: $0) }
  }

  /// The examples of a page by the language behind their fences.
  private static func fences(of page: URL) -> [(FuzzLanguage, [UInt8])] {
    guard let text = try? String(contentsOf: page, encoding: .utf8) else { return [] }
    var found: [(FuzzLanguage, [UInt8])] = []
    var open: (language: FuzzLanguage?, lines: [Substring])?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("```") else {
        open?.lines.append(line)
        continue
      }
      if let open, let language = open.language {
        found.append((language, Array(open.lines.joined(separator: "\n").utf8)))
      }
      let word = line.dropFirst(3).prefix { $0 != " " }
      open = open == nil ? (FuzzLanguage(fence: String(word)), []) : nil
    }
    return found
  }
}
