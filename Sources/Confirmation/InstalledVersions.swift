import ReferenceTrainer
import Setup
import Syntax

/// The releases that a Python installation has.
struct InstalledVersions {
  private let texts: [Library: String]

  /// Nothing is known of it.
  init() { texts = [:] }

  /// From an object of names and versions.
  init(_ node: ConfigNode) {
    var texts: [Library: String] = [:]
    for library in Self.stack + [.python] { texts[library] = node[library.rawValue]?.text }
    self.texts = texts
  }

  /// The libraries of a training.
  static let stack: [Library] = [.transformers, .peft, .trl]

  /// The release of a library; nil where it is not installed, or no final one.
  func release(_ library: Library) -> LibraryRelease? { texts[library].flatMap(LibraryRelease.init) }

  /// Such as `transformers 4.57.6, peft 0.18.1`.
  var description: String { description(Self.stack) }

  /// The same of some libraries, those that are installed.
  func description(_ libraries: [Library]) -> String {
    let named = libraries.compactMap { library in texts[library].map { "\(library) \($0)" } }
    return named.isEmpty ? "libraries of unknown versions" : named.joined(separator: ", ")
  }

  /// Whether the files allow these releases of some libraries; what runs with others says nothing against a finding.
  func areAllowed(by versions: LibraryVersions, _ libraries: [Library]) -> Bool {
    texts.filter { libraries.contains($0.key) }.allSatisfy { library, text in
      Version(text).map { versions.range(of: library).contains($0) } ?? false
    }
  }
}
