import Foundation

/// What real libraries gave, as the files of `fixtures/goldens` keep it.
enum Golden {
  static func data(_ name: String) throws -> Data {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    return try Data(contentsOf: folder.appending(path: "../../fixtures/goldens/\(name)"))
  }

  /// The lines of a table, split at tabs.
  static func rows(_ name: String) throws -> [[String]] {
    String(decoding: try data(name), as: UTF8.self).split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// Cases by their names.
  static func cases<Case: Decodable>(_ name: String) throws -> [String: Case] {
    try JSONDecoder().decode([String: Case].self, from: data(name))
  }

  /// A text, and how often it stands: what files of cases are made of.
  struct Piece: Decodable {
    let text: String
    let count: Int

    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      text = try list.decode(String.self)
      count = try list.decode(Int.self)
    }

    /// The bytes as `encoded` makes them of the text.
    func bytes(_ encoded: (String) -> [UInt8] = { Array($0.utf8) }) -> [UInt8] {
      let once = encoded(text)
      return (0..<count).flatMap { _ in once }
    }

    /// The bytes in another encoding; nil where it does not have all characters.
    func text(in encoding: String.Encoding) -> [UInt8]? {
      text.data(using: encoding).map { once in (0..<count).flatMap { _ in once } }
    }
  }
}
