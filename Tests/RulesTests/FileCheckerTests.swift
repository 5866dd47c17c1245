import Foundation
import Linting
import Setup
import Syntax
import Testing

@testable import Rules
@testable import glmlint

/// `fixtures/goldens/file_checkers.tsv` says which files Together's checker, the checks of OpenAI's notebook and trl refuse;
/// `file_checkers_silent.tsv` names those of them that nothing is said of, and why. What is refused only with
/// `assistant_only_loss` hangs on the template.
@Suite struct FileCheckerTests {
  private struct File: Decodable {
    let suffix: String
    var pieces: [Golden.Piece]?
    var encoding: String?
  }

  @Test func whatIsRefusedIsSaidOrExplained() throws {
    let files: [String: File] = try Golden.cases("checker_files.json")
    let refused = try Set(
      Golden.rows("file_checkers.tsv").filter { $0[3] == "refuses" && $0[1] != "trl SFTTrainer, assistants" }
        .map {
          $0[0]
        })
    let explained = try Set(Golden.rows("file_checkers_silent.tsv").map { $0[0] })
    #expect(explained.isSubset(of: refused))
    var silent: Set<String> = []
    for (name, file) in files where refused.contains(name) {
      // Bytes of other encodings, and what is no text, are for other tests.
      guard let pieces = file.pieces, file.encoding == nil else { continue }
      if try isSilent(content(pieces), suffix: file.suffix) { silent.insert(name) }
    }
    #expect(silent.subtracting(explained).sorted() == [])
    let unread = files.filter { $0.value.pieces == nil || $0.value.encoding != nil }.keys
    #expect(explained.subtracting(silent).subtracting(unread).sorted() == [])
  }

  private func isSilent(_ content: [UInt8], suffix: String) throws -> Bool {
    let path = "train." + suffix
    return try FilesInMemory(bytes: [path: content]).findings(by: Registry.rules).isEmpty
  }

  /// U+0001 stands for a number that is another one each time.
  private func content(_ pieces: [Golden.Piece]) -> [UInt8] {
    let text = String(decoding: pieces.flatMap { $0.bytes() }, as: UTF8.self)
    var number = 0
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      number += 1
      return line.replacingOccurrences(of: "\u{1}", with: "\(number)")
    }
    return Array(lines.joined(separator: "\n").utf8)
  }
}
