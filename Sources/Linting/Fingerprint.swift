import Syntax

/// Names a finding by what it says, so that it stays the same when lines move.
enum Fingerprint {
  /// 16 hexadecimal digits of a 64-bit FNV-1a hash over the rule, the path and the offending text with its white
  /// space folded; findings that agree in all three are told apart by `:2`, `:3`… in the order of the report.
  static func assign(to findings: inout [Finding]) {
    var seen: [String: Int] = [:]
    for index in findings.indices {
      let digits = hash(of: findings[index])
      let count = seen[digits, default: 0] + 1
      seen[digits] = count
      findings[index].fingerprint = count == 1 ? digits : "\(digits):\(count)"
    }
  }

  private static func hash(of finding: Finding) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    for byte in finding.rule.utf8 { add(byte) }
    add(0)
    for byte in finding.primary.path.utf8 { add(byte) }
    add(0)
    if case .span(let span) = finding.primary {
      for byte in span.file.bytes[span.range.start..<min(span.range.end, span.file.bytes.count)]
      where byte > 0x20 { add(byte) }
    } else {
      for byte in finding.message.utf8 { add(byte) }
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
