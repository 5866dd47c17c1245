import Datasets
import Syntax

/// The languages of files that can say something about a training run.
package enum FileKind: String, Hashable, Sendable, CaseIterable {
  case python, notebook, yaml, json, toml, jsonLines, table, plainText, shell, dockerfile

  /// By the ending of the name, whatever its case; nil for files that glmlint does not read.
  package init?(path: String) {
    switch FilePath.fileExtension(path) {
    case "py": self = .python
    case "ipynb": self = .notebook
    case "yaml", "yml": self = .yaml
    case "json": self = .json
    case "toml": self = .toml
    case "jsonl", "ndjson": self = .jsonLines
    case "csv", "tsv": self = .table
    case "sh", "bash": self = .shell
    default:
      guard FilePath.name(path).hasPrefix("Dockerfile") else { return nil }
      self = .dockerfile
    }
  }

  /// The same for a file that was named itself, which may be a data set of plain text: in folders nothing tells such from notes.
  package init?(naming path: String) {
    if let kind = FileKind(path: path) {
      self = kind
    } else if PlainText.isName(path), !Self.isNoDataSet(FilePath.name(path).lowercased()) {
      self = .plainText
    } else {
      return nil
    }
  }

  /// Whether a name in lower case is one that other programs give texts of theirs: pins for pip, vocabularies of tokenizers,
  /// CMake's files, and papers of a project.
  private static func isNoDataSet(_ name: String) -> Bool {
    [
      "requirements", "constraints", "vocab", "merges", "cmakelists", "robots", "readme", "license",
      "licence",
      "notice", "copying", "changelog", "authors", "contributing",
    ].contains { name.hasPrefix($0) }
  }

  /// The largest file of this kind that is read, in bytes; a larger one is a finding, since its tree would take up to
  /// fifty times as much memory. Data sets are streamed and have no such limit.
  ///
  /// People write none of this size by hand; notebooks and JSON hold what programs have put out.
  package var sizeLimit: Int {
    switch self {
    case .notebook, .json: return 16 << 20
    case .python, .yaml, .toml: return 4 << 20
    case .shell, .dockerfile: return 1 << 20
    case .jsonLines, .table, .plainText: return .max
    }
  }

  /// By the interpreter that the first line names (`#!/usr/bin/env python3`), for names without an ending.
  ///
  /// `start` is the start of the file; 128 bytes are what the kernel reads at least.
  package init?(shebang start: some Sequence<UInt8>) {
    let line = String(decoding: start.prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
    guard line.hasPrefix("#!") else { return nil }
    let words = line.dropFirst(2).split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
    let names = words.map(FilePath.name)
    // `env` takes options (`-S`) and variables before the program.
    let program =
      names.first == "env" ? names.dropFirst().first { !$0.hasPrefix("-") && !$0.contains("=") } : names.first
    guard let program else { return nil }
    if ["sh", "bash", "dash", "zsh", "ksh"].contains(program) {
      self = .shell
    } else if program.hasPrefix("python") || program.hasPrefix("pypy") {
      self = .python
    } else {
      return nil
    }
  }
}
