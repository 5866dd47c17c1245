import Testing

@testable import Setup
@testable import Syntax

/// A tree written down by hand: texts are found in the file in order, in double quotes where `isQuoted`.
private indirect enum Draft {
  case text(String)
  case quoted(String)
  case list([Draft])
  case table([(String, Draft)])
}

private struct TreeMaker {
  var builder: ConfigTreeBuilder
  var offset = 0

  static func root(_ text: String, _ draft: Draft) throws -> ConfigNode {
    let file = SourceFile(path: "pyproject.toml", text: text)
    var maker = TreeMaker(builder: ConfigTreeBuilder(file: file, language: .toml))
    let root = try maker.add(draft)
    maker.builder.appendRoot(root)
    return try #require(maker.builder.finish().roots.first)
  }

  mutating func scalar(_ text: String, _ style: ConfigNode.Style) throws -> Int32 {
    let bytes = builder.file.bytes
    let wanted = Array(text.utf8)
    let start = try #require((offset...bytes.count).first { bytes[$0...].starts(with: wanted) })
    offset = start + wanted.count
    return builder.add(.scalar, style, TextRange(start, offset))
  }

  mutating func add(_ draft: Draft) throws -> Int32 {
    switch draft {
    case .text(let text): return try scalar(text, .plain)
    case .quoted(let text):
      let node = try scalar("\"\(text)\"", .doubleQuoted)
      builder.setText(text, of: node)
      return node
    case .list(let elements):
      let node = builder.add(.sequence, .flow, .at(offset))
      for element in elements { builder.append(try add(element), to: node) }
      return node
    case .table(let entries):
      let node = builder.add(.mapping, .table, .at(offset))
      for (key, value) in entries {
        builder.append(try scalar(key, .plain), to: node)
        builder.append(try add(value), to: node)
      }
      return node
    }
  }
}

private func shown(_ pins: VersionPins) -> [String] {
  pins.pins.map { "\($0.library) \($0.versions)\($0.isConditional ? " ?" : "") @\($0.span.onDisk.text)" }
}

@Suite struct ConfigPinTests {
  @Test func projectTables() throws {
    let root = try TreeMaker.root(
      """
      [project]
      requires-python = ">=3.10"
      dependencies = ["transformers>=4.41", "tomli; python_version < '3.9'", "peft =0.1"]
      optional-dependencies = { dev = ["pytest"] }
      [dependency-groups]
      test = ["trl==0.9"]
      """,
      .table([
        (
          "project",
          .table([
            ("requires-python", .quoted(">=3.10")),
            (
              "dependencies",
              .list([
                .quoted("transformers>=4.41"), .quoted("tomli; python_version < '3.9'"), .quoted("peft =0.1"),
              ])
            ),
            ("optional-dependencies", .table([("dev", .list([.quoted("pytest")]))])),
          ])
        ), ("dependency-groups", .table([("test", .list([.quoted("trl==0.9")]))])),
      ]))
    let pins = ProjectMetadata.read(root)
    #expect(
      shown(pins) == [
        "python >=3.10 @\">=3.10\"", "transformers >=4.41 @transformers>=4.41", "pytest any ? @pytest",
        "trl ==0.9 ? @trl==0.9",
      ])
    #expect(pins.problems.map { root.tree.file.text(in: $0.range) } == ["=0.1"])
  }

  @Test func poetryTables() throws {
    let root = try TreeMaker.root(
      """
      [tool.poetry.dependencies]
      python = "^3.10"
      Torch = "~2.3"
      trl = { version = "^0.9", optional = true }
      peft = { git = "https://x" }
      [tool.poetry.group.dev.dependencies]
      pytest = "*"
      """,
      .table([
        (
          "tool",
          .table([
            (
              "poetry",
              .table([
                (
                  "dependencies",
                  .table([
                    ("python", .quoted("^3.10")), ("Torch", .quoted("~2.3")),
                    ("trl", .table([("version", .quoted("^0.9")), ("optional", .text("true"))])),
                    ("peft", .table([("git", .quoted("https://x"))])),
                  ])
                ),
                ("group", .table([("dev", .table([("dependencies", .table([("pytest", .quoted("*"))]))]))])),
              ])
            )
          ])
        )
      ]))
    #expect(
      shown(ProjectMetadata.read(root)) == [
        "python >=3.10,<4 @\"^3.10\"", "torch >=2.3,<2.4 @\"~2.3\"", "trl >=0.9,<0.10 ? @\"^0.9\"",
        "pytest any ? @\"*\"",
      ])
  }

  @Test func condaEnvironments() throws {
    let root = try TreeMaker.root(
      """
      dependencies:
        - python=3.10
        - conda-forge::pytorch>=2.1,<2.4
        - numpy=1.26=py310_0
        - scipy 1.11.*
        - pip
        - pip:
            - peft==0.13.2
      """,
      .table([
        (
          "dependencies",
          .list([
            .text("python=3.10"), .text("conda-forge::pytorch>=2.1,<2.4"), .text("numpy=1.26=py310_0"),
            .text("scipy 1.11.*"), .text("pip"), .table([("pip", .list([.text("peft==0.13.2")]))]),
          ])
        )
      ]))
    #expect(
      shown(CondaEnvironment.read(root)) == [
        "python ==3.10.* @python=3.10", "torch >=2.1,<2.4 @conda-forge::pytorch>=2.1,<2.4",
        "numpy ==1.26.* @numpy=1.26=py310_0", "scipy ==1.11.* @scipy 1.11.*", "pip any @pip",
        "peft ==0.13.2 @peft==0.13.2",
      ])
  }
}
