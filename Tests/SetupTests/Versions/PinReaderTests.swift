import Testing

@testable import Setup
@testable import Syntax

/// `library versions`, with `?` behind a conditional pin.
private func shown(_ pins: VersionPins) -> [String] {
  pins.pins.map { "\($0.library) \($0.versions)\($0.isConditional ? " ?" : "")" }
}

private func file(_ text: String) -> SourceFile { SourceFile(path: "file", text: text) }

@Suite struct RequirementLineTests {
  private func parse(_ text: String, python: String? = nil) throws -> RequirementLine {
    let source = file(text)
    let admitted = python.flatMap { VersionSpecifier.parse($0) }
    return try RequirementLine.parse(source, in: source.wholeRange, python: admitted).get()
  }

  @Test func everyPartHasItsPlace() throws {
    let line = try parse("  Torch_Vision.Extra[GPU, x] ( >=0.1 , <2 ) ; python_version < '3.9'  ")
    #expect(line.name == "torch-vision-extra" && line.nameRange == TextRange(2, 20))
    #expect(line.extras == ["gpu", "x"])
    #expect(line.specifierRange == TextRange(31, 41) && line.versions.description == ">=0.1,<2")
    #expect(line.markerRange == TextRange(46, 68) && line.applies == .unsure)
    #expect(line.range == TextRange(2, 68))
    let url = try parse("peft @ git+https://github.com/huggingface/peft@main ; extra == 'dev'")
    #expect(url.urlRange == TextRange(7, 51) && url.versions == .all && url.applies == .unsure)
    #expect(try parse("trl").specifierRange == nil)
  }

  @Test(arguments: [
    "", "./local", "https://x/y.whl", "-e .", "peft 0.13", "peft=0.13", "peft>=x", "peft==0.13 trl",
  ])
  func othersAreNoRequirements(text: String) {
    #expect(throws: RequirementError.self) { try parse(text) }
  }

  @Test(arguments: [
    ("python_version >= '3.9'", MarkerVerdict.yes), ("python_version < '3.9'", .no),
    ("python_version > '3.10'", .unsure), ("python_version > '3.9'", .yes), ("'3.12' <= python_version", .no),
    ("python_version == '3.9'", .no), ("python_full_version >= '3.10.0'", .yes),
    ("sys_platform == 'linux'", .unsure), ("sys_platform == 'linux' and python_version < '3.9'", .no),
    ("sys_platform == 'linux' or python_version >= '3.9'", .yes),
    ("(python_version < '3.9') or extra == 'x'", .unsure),
    ("platform_machine not in 'a b' and python_version < '3'", .no), ("python_version", .unsure),
    ("((((", .unsure),
    ("", .unsure), ("python_version in '3.10 3.11'", .unsure),
  ])
  func markersAreDecidedWhereThatIsSure(text: String, expected: MarkerVerdict) {
    #expect(RequirementMarker.evaluate(text, python: VersionSpecifier.parse(">=3.10,<3.12")) == expected)
  }
}

@Suite struct PinReaderTests {
  @Test func requirementsFiles() {
    let source = file(
      """
      # comment
      transformers>=4.41,<4.46  # why
      peft==0.13.2 \\
          --hash=sha256:abc \\
          --hash=sha256:def
      -r base.txt
      --constraint=limits.txt
      --extra-index-url https://download.pytorch.org/whl/cu121
      -e .
      ./vendored
      trl[vllm] ; sys_platform == "linux"
      git+https://github.com/x/y#egg=y
      datasets>=
        \\

      accelerate\r
      """)
    let pins = RequirementsFile.read(source)
    #expect(
      shown(pins) == ["transformers >=4.41,<4.46", "peft ==0.13.2", "trl any ?", "accelerate any"])
    #expect(pins.pins[0].span.text == "transformers>=4.41,<4.46")
    #expect(pins.pins[1].span.onDisk.text == "peft==0.13.2")
    #expect(pins.links.map(\.path) == ["base.txt", "limits.txt"])
    #expect(pins.links.map(\.isConstraint) == [false, true])
    #expect(pins.links[0].span.text == "base.txt")
    #expect(pins.problems.map { source.text(in: $0.range) } == [">="])
  }

  @Test func commandsThatInstall() throws {
    let script = ShellParser.parse(
      file(
        "T=4.41.0\npip install \"transformers==$T\" 'peft>=0.10' . -r r.txt\n"
          + "conda install pytorch=2.1 py::x=1\n"
      ))
    let installs = script.pipInstalls
    let first = RequirementsFile.read(installs[0])
    #expect(shown(first) == ["transformers ==4.41.0", "peft >=0.10"])
    // Put together from two places, so the whole word is its place.
    #expect(first.pins[0].span.onDisk.range.start == 21)
    #expect(first.links.map(\.path) == ["r.txt"])
    #expect(first.pins.last?.span.onDisk.text == "peft>=0.10")
    #expect(shown(RequirementsFile.read(installs[1])) == ["torch ==2.1.*", "x ==1.*"])
  }

  @Test func dockerfiles() throws {
    let source = file(
      """
      # syntax=docker/dockerfile:1
      ARG PYTHON_VERSION=3.11
      FROM python:3.8 AS build
      RUN pip install peft==0.1
      FROM --platform=linux/amd64 pytorch/pytorch:2.3.0-cuda12.1-cudnn8-runtime AS base
      ARG DEBIAN_FRONTEND=noninteractive
      RUN apt-get update && \\
          # tools
          apt-get install -y git && \\
          pip install --no-cache-dir "transformers>=4.41" \\
            trl==0.9.6 -r requirements.txt
      FROM base
      RUN ["python", "-m", "x"]
      """)
    let pins = Dockerfile.read(source)
    #expect(
      shown(pins) == [
        "python ==3.8.* ?", "peft ==0.1 ?", "torch ==2.3.0", "transformers >=4.41", "trl ==0.9.6",
      ])
    #expect(
      pins.pins.map(\.span.onDisk.text).suffix(3) == [
        "pytorch/pytorch:2.3.0-cuda12.1-cudnn8-runtime", "transformers>=4.41", "trl==0.9.6",
      ])
    #expect(pins.links.map(\.path) == ["requirements.txt"])
    let variable = Dockerfile.read(file("ARG V=3.10\nFROM python:${V}-slim@sha256:0\n"))
    #expect(shown(variable) == ["python ==3.10.*"])
    #expect(Dockerfile.read(file("FROM python:latest\nFROM\nRUN\n\\")).pins.isEmpty)
  }

  @Test func pythonVersionFiles() {
    #expect(shown(PythonVersionFile.read(file("# x\n3.11\n3.9\n"))) == ["python ==3.11.*"])
    #expect(shown(PythonVersionFile.read(file("3.12.4"))) == ["python ==3.12.4"])
    #expect(shown(PythonVersionFile.read(file("cpython-3.10"))) == ["python ==3.10.*"])
    #expect(shown(PythonVersionFile.read(file("pypy3.9\n"))) == [])
  }

  @Test func setupConfigs() {
    let source = file(
      """
      [metadata]
      name = x
      [options]
      python_requires = >=3.9
      install_requires =
          transformers>=4.41
          # note
          peft==0.13 ; python_version < "3.12"
      [options.extras_require]
      dev = pytest
      gpu =
        bitsandbytes>=0.43
      """)
    #expect(
      shown(SetupConfig.read(source)) == [
        "python >=3.9", "transformers >=4.41", "peft ==0.13 ?", "pytest any ?", "bitsandbytes >=0.43 ?",
      ])
  }
}
