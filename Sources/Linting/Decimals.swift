/// Numbers as people read them, without Foundation.
package enum Decimals {
  /// With three decimals, such as `4.138`; as Swift writes it where it is huge or no number.
  package static func three(_ number: Float) -> String {
    guard number.isFinite, abs(number) < 1e6 else { return "\(number)" }
    let thousandths = Int((Double(abs(number)) * 1000).rounded())
    let fraction = String(thousandths % 1000)
    let zeros = String(repeating: "0", count: 3 - fraction.count)
    return "\(number < 0 ? "-" : "")\(thousandths / 1000).\(zeros)\(fraction)"
  }
}
