import Syntax

/// The pins of a Dockerfile: base images that are made for one library, and what `RUN` installs.
///
/// Read are shell forms of `RUN`, `FROM` and `ARG` with defaults (Dockerfile reference, Docker 27); bodies of
/// `RUN <<EOF` are not.
package enum Dockerfile {
  /// Pins of stages that the last one does not build on are conditional. O(bytes).
  package static func read(_ file: SourceFile) -> VersionPins {
    var reader = DockerfileReader(file: file)
    for instruction in DockerInstruction.all(in: file) { reader.read(instruction) }
    return reader.finish()
  }
}

/// One instruction with its continuation lines, comments left out.
struct DockerInstruction {
  /// In capitals.
  let name: String
  /// What stands behind the name; its continuation lines still end with a backslash.
  let source: SourceFile

  static func all(in file: SourceFile) -> [DockerInstruction] {
    var instructions: [DockerInstruction] = []
    var pieces: [TextRange] = []
    for number in 1...max(file.lines.count, 1) {
      let line = file.lines.range(ofLine: number, in: file.bytes)
      let first = file.bytes[line.start..<line.end].first { $0 > 0x20 }
      // Comment and empty lines do not end an instruction.
      if first == nil || first == UInt8(ascii: "#") { continue }
      pieces.append(line)
      let last = file.bytes[line.start..<line.end].last { $0 > 0x20 }
      if last == UInt8(ascii: "\\") && number < file.lines.count { continue }
      if let instruction = DockerInstruction(pieces, file) { instructions.append(instruction) }
      pieces = []
    }
    if let instruction = DockerInstruction(pieces, file) { instructions.append(instruction) }
    return instructions
  }

  private init?(_ lines: [TextRange], _ file: SourceFile) {
    guard let first = lines.first else { return nil }
    let isSpace = { (index: Int) in file.bytes[index] <= 0x20 }
    guard let start = (first.start..<first.end).first(where: { !isSpace($0) }) else { return nil }
    let end = (start..<first.end).first(where: isSpace) ?? first.end
    name = file.text(in: TextRange(start, end)).uppercased()
    var bytes: [UInt8] = []
    var segments: [EmbeddedMap.Segment] = []
    for (index, line) in lines.enumerated() {
      var outer = index == 0 ? TextRange(end, line.end) : line
      // Blanks behind the backslash do not undo it, unlike in a shell.
      while outer.count > 0, isSpace(outer.end - 1) { outer = TextRange(outer.start, outer.end - 1) }
      let inner = TextRange(bytes.count, bytes.count + outer.count)
      bytes += file.bytes[outer.start..<outer.end]
      segments.append(EmbeddedMap.Segment(inner: inner, outer: outer))
      guard index + 1 < lines.count else { continue }
      segments.append(
        EmbeddedMap.Segment(
          inner: TextRange(bytes.count, bytes.count + 1), outer: TextRange(outer.end, outer.end + 1)))
      bytes.append(UInt8(ascii: "\n"))
    }
    let map = EmbeddedMap(segments: segments, encoding: .verbatim)
    source = SourceFile(
      path: file.path, bytes: bytes, origin: .embedded(host: file, map: map, part: .shellText))
  }
}

/// Follows the stages of a Dockerfile.
private struct DockerfileReader {
  private struct Stage {
    /// The stage it builds on.
    let parent: Int?
    var pins: [VersionPin] = []
  }

  private var stages: [Stage] = []
  /// Where the last stage of a name, in small letters, stands in `stages`.
  private var stageIndices: [String: Int] = [:]
  private var links: [VersionPins.Link] = []
  /// `ARG NAME=value`, so that `FROM python:${PYTHON_VERSION}` can be read.
  private var arguments: [String: String] = [:]
  private let file: SourceFile

  init(file: SourceFile) { self.file = file }

  mutating func read(_ instruction: DockerInstruction) {
    switch instruction.name {
    case "ARG": readArguments(instruction.source)
    case "FROM": readImage(instruction.source)
    case "RUN": readCommand(instruction.source)
    default: break
    }
  }

  consuming func finish() -> VersionPins {
    var used: Set<Int> = []
    var current = stages.isEmpty ? nil : Optional(stages.count - 1)
    while let index = current {
      used.insert(index)
      current = stages[index].parent
    }
    var pins = VersionPins()
    pins.links = links
    for (index, stage) in stages.enumerated() {
      for pin in stage.pins {
        pins.pins.append(
          VersionPin(
            library: pin.library, versions: pin.versions, span: pin.span,
            isConditional: pin.isConditional || !used.contains(index)))
      }
    }
    return pins
  }

  private mutating func readArguments(_ source: SourceFile) {
    let script = ShellParser.parse(source)
    guard let command = script.commands.first else { return }
    for assignment in command.assignments where stages.isEmpty {
      if case .word(let word) = assignment.value { arguments[assignment.name] = word.literal }
    }
  }

  private mutating func readImage(_ source: SourceFile) {
    let script = ShellParser.parse(source)
    guard let command = script.commands.first else { return }
    let words = command.words.filter { !($0.literal ?? "").hasPrefix("--") }
    guard let first = words.first else { return }
    let image = substituted(first)
    let name = words.count > 2 && words[1].literal?.lowercased() == "as" ? words[2].literal ?? "" : ""
    var stage = Stage(parent: image.flatMap { stageIndices[$0.lowercased()] })
    if let image, let (library, versions) = DockerImage.versions(of: image) {
      let span = Span(source, first.range)
      stage.pins.append(VersionPin(library: library, versions: versions, span: span, isConditional: false))
    }
    if !name.isEmpty { stageIndices[name.lowercased()] = stages.count }
    stages.append(stage)
  }

  /// The image with the defaults of `ARG` put in; nil where one is not known.
  private func substituted(_ word: ShellWord) -> String? {
    var text = ""
    for part in word.parts {
      switch part.kind {
      case .literal(let piece): text += piece
      case .variable(let parameter):
        guard case .plain = parameter.operation, let value = arguments[parameter.name] else { return nil }
        text += value
      default: return nil
      }
    }
    return text
  }

  private mutating func readCommand(_ source: SourceFile) {
    guard !stages.isEmpty else { return }
    for install in ShellParser.parse(source).pipInstalls {
      let found = RequirementsFile.read(install)
      stages[stages.count - 1].pins += found.pins
      links += found.links
    }
  }
}

/// Images whose tag is the version of a library.
enum DockerImage {
  private static let libraries = [
    "python": "python", "pytorch/pytorch": "torch", "huggingface/transformers-pytorch-gpu": "transformers",
  ]

  /// `python:3.11-slim` is any Python 3.11, `pytorch/pytorch:2.3.0-cuda12.1-cudnn8-runtime` is torch 2.3.0.
  static func versions(of image: String) -> (library: String, versions: VersionSet)? {
    let named = image.split(separator: "@", maxSplits: 1).first ?? ""
    guard let colon = named.lastIndex(of: ":") else { return nil }
    var repository = String(named[..<colon])
    for registry in ["docker.io/", "library/"] where repository.hasPrefix(registry) {
      repository.removeFirst(registry.count)
    }
    guard let library = libraries[repository] else { return nil }
    let tag = named[named.index(after: colon)...]
    let number = String(tag.prefix { $0 != "-" })
    guard let versions = PythonVersionFile.pythonSeries(number), Version(number) != nil else { return nil }
    return (library, versions)
  }
}
