extension StringProtocol {
  /// Whether `text` stands somewhere in this text, byte for byte.
  ///
  /// Takes the place of the standard library's function of this name, which brings regular expressions with it: 0.95 MB of
  /// functions and tables, for the first call in any module. O(bytes of both, multiplied) at worst.
  package func contains(_ text: String) -> Bool {
    var (whole, part) = (String(self), text)
    if part.isEmpty { return true }
    return whole.withUTF8 { whole in part.withUTF8 { part in ByteWords.contains(part, in: whole) } }
  }
}
