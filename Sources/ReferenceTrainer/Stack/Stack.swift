/// The releases of the libraries that a run uses: what the same files do depends on them.
package struct Stack: Hashable, Sendable {
  package var transformers: LibraryRelease
  package var peft: LibraryRelease
  /// Nil for a run without trl.
  package var trl: LibraryRelease?

  package init(transformers: LibraryRelease, peft: LibraryRelease, trl: LibraryRelease? = nil) {
    (self.transformers, self.peft, self.trl) = (transformers, peft, trl)
  }
}

/// The number of a release, such as 4.57.6.
package struct LibraryRelease: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let numbers: [Int]

  /// Numbers that are left out count as zero.
  package init(_ numbers: Int...) { self.numbers = numbers }

  package init(_ numbers: [Int]) { self.numbers = numbers }

  /// Nil for what is not numbers with dots between them; pre-releases are none.
  package init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    guard !parts.isEmpty, parts.allSatisfy({ $0.map { $0 >= 0 } ?? false }) else { return nil }
    numbers = parts.compactMap(\.self)
  }

  package var description: String { numbers.map(String.init).joined(separator: ".") }

  /// Without zeros at the end, which say nothing.
  private var significant: ArraySlice<Int> { numbers[..<((numbers.lastIndex { $0 != 0 } ?? -1) + 1)] }

  package static func < (left: LibraryRelease, right: LibraryRelease) -> Bool {
    left.significant.lexicographicallyPrecedes(right.significant)
  }

  package static func == (left: LibraryRelease, right: LibraryRelease) -> Bool {
    left.significant == right.significant
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(significant) }
}
