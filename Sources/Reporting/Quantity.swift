/// Numbers as people read them.
package enum Quantity {
  /// With commas between thousands: `1,234,567`.
  static func grouped(_ number: Int) -> String {
    let digits = String(number.magnitude)
    var grouped = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { grouped += "," }
      grouped.append(digit)
    }
    return number < 0 ? "-" + grouped : grouped
  }

  /// `1 record`, `1,200 records`.
  static func counted(_ count: Int, _ noun: String) -> String {
    "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")"
  }

  /// `12.3 %`; what is not none or all never reads so.
  static func percent(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "0 %" }
    let tenths = (Double(part) / Double(whole) * 1000).rounded()
    if part > 0, tenths < 1 { return "< 0.1 %" }
    if part < whole, tenths > 999 { return "> 99.9 %" }
    return tenth(Int(tenths)) + " %"
  }

  /// Bytes in units of 1,000: `12.3 MB`.
  package static func bytes(_ count: Int) -> String {
    let units = ["bytes", "kB", "MB", "GB", "TB", "PB"]
    var (size, unit) = (Double(count), 0)
    while size >= 999.95, unit < units.count - 1 {
      size /= 1000
      unit += 1
    }
    if unit == 0 { return counted(count, "byte") }
    return tenth(Int((size * 10).rounded())) + " " + units[unit]
  }

  /// A number of tenths, without `.0`.
  private static func tenth(_ tenths: Int) -> String {
    tenths.isMultiple(of: 10) ? grouped(tenths / 10) : "\(grouped(tenths / 10)).\(tenths % 10)"
  }
}
