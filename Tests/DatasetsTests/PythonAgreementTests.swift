import Foundation
import Testing

@testable import Datasets

/// Every line of `fixtures/goldens/json-lines` is taken or refused as Python's json does it.
@Suite struct PythonAgreementTests {
  @Test func linesAreTakenAndRefusedAsPythonDoes() throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../fixtures/goldens/json-lines/verdicts.txt")
    let rows = [UInt8](try Data(contentsOf: url)).split(separator: 0x0A)
    #expect(rows.count == 4000)
    var differences: [String] = []
    for row in rows {
      let tab = try #require(row.firstIndex(of: 0x09))
      let expected = String(decoding: row[..<tab], as: UTF8.self)
      let actual = try verdict(Array(row[(tab + 1)...]))
      if actual != expected {
        differences.append("\(expected) \(actual) \(String(decoding: row[tab...], as: UTF8.self))")
      }
    }
    #expect(differences == [])
  }

  private func verdict(_ line: [UInt8]) throws -> String {
    let result = try profile(Array("{}\n".utf8) + line)
    #expect(result.records == 2)
    if result.unreadableRecords > 0 {
      #expect(result.faults.count == 1)
      return "-"
    }
    return "+" + (result.duplicateKeys.records.count > 0 ? "d" : "")
      + (result.faults[.notANumber].count > 0 ? "n" : "")
      + (result.faults[.loneSurrogate].count > 0 ? "s" : "")
  }
}
