import Syntax

/// A line of a notebook cell that is a shell command whose `!` was forgotten.
struct ShellLine {
  let program: String
  /// The line without the blanks around it.
  let span: Span

  /// The line that holds `range`; nil in scripts, and for lines that start with no well-known program. O(line).
  init?(around range: TextRange, in tree: PythonTree) {
    guard tree.dialect != .script else { return nil }
    let line = tree.file.lines.range(ofLine: tree.file.lines.line(at: range.start), in: tree.file.bytes)
    let bytes = tree.file.bytes[line.start..<line.end]
    guard let first = bytes.firstIndex(where: { !Self.isBlank($0) }),
      let last = bytes.lastIndex(where: { !Self.isBlank($0) })
    else { return nil }
    let word = bytes[first...].prefix { !Self.isBlank($0) }
    let program = String(decoding: word, as: UTF8.self)
    guard Self.programs.contains(program), first + word.count <= last else { return nil }
    self.program = program
    span = Span(tree.file, TextRange(first, last + 1))
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private static let programs: Set<String> = [
    "accelerate", "apt", "apt-get", "bash", "cat", "cd", "conda", "cp", "curl", "deepspeed", "export", "git",
    "hf",
    "huggingface-cli", "llamafactory-cli", "ls", "mkdir", "modelscope", "mv", "nvidia-smi", "ollama", "pip",
    "pip3",
    "python", "python3", "rm", "sh", "sudo", "swift", "tar", "torchrun", "unzip", "uv", "vllm", "wget",
  ]
}
