import Syntax

/// `.python-version` of pyenv and uv: a version a line, the first one is used.
package enum PythonVersionFile {
  /// `3.11` pins the series, `3.11.4` the version. Names such as `pypy3.9` or `myenv` give no pin. O(bytes).
  package static func read(_ file: SourceFile) -> VersionPins {
    var pins = VersionPins()
    for number in 1...max(file.lines.count, 1) {
      let line = file.lines.range(ofLine: number, in: file.bytes)
      var start = line.start
      while start < line.end, file.bytes[start] <= 0x20 { start += 1 }
      var end = start
      while end < line.end, file.bytes[end] > 0x20, file.bytes[end] != UInt8(ascii: "#") { end += 1 }
      guard end > start else { continue }
      let place = TextRange(start, end)
      var text = file.text(in: place)
      for prefix in ["cpython@", "cpython-", "cpython", "python-", "python"] where text.hasPrefix(prefix) {
        text.removeFirst(prefix.count)
        break
      }
      if let versions = pythonSeries(text) {
        pins.pins.append(
          VersionPin(library: "python", versions: versions, span: Span(file, place), isConditional: false))
      }
      return pins
    }
    return pins
  }

  /// `3.11` is any 3.11, `3.11.4` is that one.
  static func pythonSeries(_ text: String) -> VersionSet? {
    guard let version = Version(text) else { return VersionSpecifier.parse(text) }
    return VersionSpecifier.parse(version.release.count < 3 ? "==\(version).*" : "==\(version)")
  }
}
