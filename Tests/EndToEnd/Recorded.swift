import Foundation
import Testing

/// A text of the repository that is made by the program: compared with what it makes now, or written anew.
///
/// `GLMLINT_RECORD=1 swift test --filter EndToEndTests` writes; look at the difference before you commit it.
enum Recorded {
  private static let isRecording = ProcessInfo.processInfo.environment["GLMLINT_RECORD"] == "1"

  /// Expects the whole file `name` of the repository to be `text`.
  static func expect(_ text: String, in name: String) throws {
    if isRecording { try Folder.repository.write(text, to: name) }
    let stored = (try? Folder.repository.text(name)) ?? ""
    #expect(stored == text, "\(name) is out of date; \(refresh)")
  }

  /// Expects `text` between `<!-- part -->` and `<!-- end of part -->` in the file `name` of the repository.
  static func expect(_ text: String, between part: String, in name: String) throws {
    let whole = try Folder.repository.text(name)
    let start = try #require(whole.range(of: "<!-- \(part) -->\n"), "\(name) has no part \(part)").upperBound
    let end = try #require(whole.range(of: "<!-- end of \(part) -->\n")).lowerBound
    if isRecording {
      try Folder.repository.write(whole[..<start] + text + whole[end...], to: name)
    } else {
      #expect(String(whole[start..<end]) == text, "the part \(part) of \(name) is out of date; \(refresh)")
    }
  }

  private static let refresh: Comment = "refresh: GLMLINT_RECORD=1 swift test --filter EndToEndTests"
}
