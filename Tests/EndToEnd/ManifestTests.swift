import Foundation
import Testing

/// What `Package.swift` says, read from its text: which module may import which, and that nothing else is needed.
@Suite struct ManifestTests {
  struct Target {
    let kind: String
    let name: String
    let dependencies: [String]
    /// Relative to the root of the package.
    let path: String
  }

  private static let text = (try? Folder.repository.text("Package.swift")) ?? ""

  /// The calls `.target(…)`, `.executableTarget(…)`, `.testTarget(…)` and `.plugin(…)`, by balanced parentheses.
  private static let targets: [Target] = {
    var targets: [Target] = []
    for match in text.matches(of: /\.(target|executableTarget|testTarget|plugin)\(\s*name:/) {
      var depth = 0
      let body = text[match.range.lowerBound...].prefix { character in
        if character == "(" { depth += 1 }
        if character == ")" { depth -= 1 }
        return !(character == ")" && depth == 0)
      }
      let kind = String(match.output.1)
      guard let name = body.firstMatch(of: /name:\s*"([^"]+)"/)?.output.1 else { continue }
      let list = body.firstMatch(of: /dependencies:\s*\[([^\]]*)\]/)?.output.1 ?? ""
      let path = body.firstMatch(of: /path:\s*"([^"]+)"/).map { String($0.output.1) }
      targets.append(
        Target(
          kind: kind, name: String(name),
          dependencies: list.matches(of: /"([^"]+)"/).map { String($0.output.1) },
          path: path ?? (kind == "testTarget" ? "Tests/\(name)" : "Sources/\(name)")))
    }
    return targets
  }()

  /// The floors of the house, from the ground up: a module may import only what lies on a lower floor.
  private static let floors: [[String]] = [
    ["Syntax", "ByteScan"], ["Datasets", "Knowledge"], ["Setup"], ["Linting"],
    ["ReferenceTrainer", "Reporting", "Rules"], ["Confirmation"], ["glmlint"],
  ]

  private static func floor(_ name: String) -> Int? { floors.firstIndex { $0.contains(name) } }

  @Test func modulesImportOnlyWhatLiesBelow() throws {
    let modules = Self.targets.filter { $0.kind == "target" || $0.name == "glmlint" }
    #expect(modules.count >= 8)
    for module in modules {
      let own = try #require(Self.floor(module.name), "\(module.name) has no floor")
      for dependency in module.dependencies {
        let below = try #require(Self.floor(dependency), "\(dependency) has no floor")
        #expect(below < own, "\(module.name) may not depend on \(dependency)")
      }
    }
    let trainer = Self.targets.first { $0.name == "ReferenceTrainer" }
    #expect(trainer?.dependencies ?? [] == [], "the trainer knows nothing of the linter")
  }

  @Test func sourcesImportOnlyWhatTheirTargetDeclares() throws {
    let own = Set(Self.targets.map(\.name))
    for target in Self.targets where target.kind != "plugin" {
      for file in try swiftFiles(of: target) {
        let source = try Folder.repository.text(file)
        for match in source.matches(of: /(?m)^\s*(?:@testable )?import (\w+)/) {
          let module = String(match.output.1)
          if own.contains(module) {
            #expect(target.dependencies.contains(module), "\(file) imports \(module)")
          } else if target.kind != "testTarget" {
            #expect(
              ["Glibc", "Musl", "Darwin", "Synchronization"].contains(module), "\(file) imports \(module)")
          }
        }
      }
    }
  }

  /// Every target but the tests is built by each user of the hooks.
  @Test func nothingIsBuiltThatUsersDoNotNeed() {
    #expect(!Self.text.contains(".package("))
    #expect(!Self.text.contains("unsafeFlags"))
    #expect(!Self.text.contains("Context.environment"))
    let executables = Self.targets.filter { $0.kind == "executableTarget" }.map(\.name)
    #expect(executables.sorted() == ["EmbedGenerator", "glmlint"])
  }

  private func swiftFiles(of target: Target) throws -> [String] {
    let paths = try FileManager.default.subpathsOfDirectory(
      atPath: Folder.repository.path + "/" + target.path)
    // Targets may lie inside one another, as Knowledge does in Rules.
    let inner = Self.targets.map(\.path).filter { $0 != target.path && $0.hasPrefix(target.path + "/") }
    return paths.map { target.path + "/" + $0 }.filter { file in
      file.hasSuffix(".swift") && !inner.contains { file.hasPrefix($0 + "/") }
    }
  }
}

extension ManifestTests {
  /// A folder of tests that no target names would never run, and nothing would say so.
  @Test func everyFolderOfTestsHasATarget() throws {
    let manifest = try Folder.repository.text("Package.swift")
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: Folder.repository.path.appending("/Tests"))
    for folder in folders.sorted() {
      #expect(
        manifest.contains("name: \"\(folder)\"") || manifest.contains("path: \"Tests/\(folder)\""),
        "Tests/\(folder) has no target")
    }
  }
}
