extension String {
  /// Whether `text` stands somewhere in this text, byte for byte.
  ///
  /// Takes the place of the standard library's function of this name, which brings regular expressions with it.
  /// O(bytes of both, multiplied).
  func contains(_ text: String) -> Bool {
    text.isEmpty || utf8.indices.contains { utf8[$0...].starts(with: text.utf8) }
  }
}
