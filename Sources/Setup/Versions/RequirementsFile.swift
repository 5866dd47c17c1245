import Syntax

/// `requirements.txt` and files like it (pip 23.2 manual, "Requirements File Format"), and commands that
/// install.
package enum RequirementsFile {
  /// Pins, links to other files and problems of a requirements file. O(bytes).
  ///
  /// Paths, addresses without a name and editable installs give no pin.
  package static func read(_ file: SourceFile, python: VersionSet? = nil) -> VersionPins {
    var pins = VersionPins()
    for line in logicalLines(of: file) { read(line, python: python, into: &pins) }
    return pins
  }

  /// The pins of one `pip install` or `conda install`. Their spans lie in the command's words.
  package static func read(_ install: PipInstall) -> VersionPins {
    var pins = VersionPins()
    for requirement in install.requirements {
      guard let source = requirement.embeddedSource(in: install.file) else { continue }
      switch install.tool {
      case .pip: read(source, python: nil, into: &pins, reportsProblems: false)
      case .conda:
        if let pin = CondaEnvironment.pin(source, in: source.wholeRange) { pins.pins.append(pin) }
      }
    }
    for (files, isConstraint) in [(install.requirementFiles, false), (install.constraintFiles, true)] {
      for argument in files {
        guard let path = argument.text else { continue }
        let span = Span(install.file, argument.origin)
        pins.links.append(VersionPins.Link(path: path, span: span, isConstraint: isConstraint))
      }
    }
    return pins
  }

  // MARK: Lines

  /// A source with the text of each line that has content: continuation lines joined, comments left out. The
  /// text of a single line is the file itself.
  private static func logicalLines(of file: SourceFile) -> [(source: SourceFile, range: TextRange)] {
    var lines: [(source: SourceFile, range: TextRange)] = []
    var pieces: [TextRange] = []
    for number in 1...max(file.lines.count, 1) {
      var range = file.lines.range(ofLine: number, in: file.bytes)
      let continues = range.count > 0 && file.bytes[range.end - 1] == UInt8(ascii: "\\")
      if continues { range = TextRange(range.start, range.end - 1) }
      pieces.append(withoutComment(range, file))
      if continues && number < file.lines.count { continue }
      if let line = joined(pieces, file) { lines.append(line) }
      pieces = []
    }
    return lines
  }

  /// `#` begins a comment at the start and behind a blank.
  private static func withoutComment(_ range: TextRange, _ file: SourceFile) -> TextRange {
    var index = range.start
    while index < range.end {
      if file.bytes[index] == UInt8(ascii: "#") {
        let isStart = index == range.start || file.bytes[index - 1] == 0x20 || file.bytes[index - 1] == 0x09
        if isStart { return TextRange(range.start, index) }
      }
      index += 1
    }
    return range
  }

  private static func joined(_ pieces: [TextRange], _ file: SourceFile) -> (
    source: SourceFile, range: TextRange
  )? {
    let filled = pieces.filter { piece in
      file.bytes[piece.start..<piece.end].contains { $0 != 0x20 && $0 != 0x09 }
    }
    guard let first = filled.first else { return nil }
    if filled.count == 1 { return (file, first) }
    var bytes: [UInt8] = []
    var segments: [EmbeddedMap.Segment] = []
    for piece in filled {
      let inner = TextRange(bytes.count, bytes.count + piece.count)
      segments.append(EmbeddedMap.Segment(inner: inner, outer: piece))
      bytes += file.bytes[piece.start..<piece.end]
    }
    let map = EmbeddedMap(segments: segments, encoding: .verbatim)
    let source = SourceFile(
      path: file.path, bytes: bytes, origin: .embedded(host: file, map: map, part: .configText))
    return (source, source.wholeRange)
  }

  private static func read(
    _ line: (source: SourceFile, range: TextRange), python: VersionSet?, into pins: inout VersionPins
  ) {
    let text = Line(source: line.source, range: line.range)
    if let link = text.link {
      pins.links.append(link)
    } else if !text.isOption {
      read(line.source, in: text.withoutOptions, python: python, into: &pins, reportsProblems: true)
    }
  }

  private static func read(
    _ source: SourceFile, in range: TextRange? = nil, python: VersionSet?, into pins: inout VersionPins,
    reportsProblems: Bool
  ) {
    switch RequirementLine.parse(source, in: range ?? source.wholeRange, python: python) {
    case .success(let requirement):
      if let pin = requirement.pin { pins.pins.append(pin) }
    case .failure(let error):
      let isPath = source.text(in: range ?? source.wholeRange).utf8.contains(UInt8(ascii: "/"))
      guard reportsProblems, !isPath else { return }
      let place = Span(source, error.problem.range).onDisk.range
      pins.problems.append(SyntaxProblem(error.problem.kind, place, error.problem.message))
    }
  }

  /// One logical line.
  private struct Line {
    let source: SourceFile
    let range: TextRange

    init(source: SourceFile, range: TextRange) {
      self.source = source
      var start = range.start
      var end = range.end
      while start < end, source.bytes[start] == 0x20 || source.bytes[start] == 0x09 { start += 1 }
      while end > start, source.bytes[end - 1] == 0x20 || source.bytes[end - 1] == 0x09 { end -= 1 }
      self.range = TextRange(start, end)
    }

    /// A line with an option, such as `--index-url …` or `-e .`.
    var isOption: Bool { range.count > 0 && source.bytes[range.start] == UInt8(ascii: "-") }

    /// `-r FILE`, `-rFILE`, `--requirement FILE`, `--requirement=FILE`, and the same with `-c`.
    var link: VersionPins.Link? {
      let names = [("--requirement", false), ("--constraint", true), ("-r", false), ("-c", true)]
      let bytes = source.bytes[range.start..<range.end]
      for (name, isConstraint) in names where bytes.starts(with: name.utf8) {
        var start = range.start + name.utf8.count
        while start < range.end, [0x20, 0x09, UInt8(ascii: "=")].contains(source.bytes[start]) { start += 1 }
        guard start < range.end else { return nil }
        let place = TextRange(start, range.end)
        return VersionPins.Link(
          path: source.text(in: place), span: Span(source, place), isConstraint: isConstraint)
      }
      return nil
    }

    /// The requirement without the options behind it: ` --hash=sha256:…`, ` --config-settings …`.
    var withoutOptions: TextRange {
      var index = range.start
      while index + 2 < range.end {
        let isBlank = source.bytes[index] == 0x20 || source.bytes[index] == 0x09
        if isBlank && source.bytes[index + 1] == UInt8(ascii: "-")
          && source.bytes[index + 2] == UInt8(ascii: "-")
        {
          return TextRange(range.start, index)
        }
        index += 1
      }
      return range
    }
  }
}
