import Datasets
import Syntax

/// A `load_dataset` of files that were read, all of its splits together.
package struct FileLoad: Sendable {
  /// The call.
  package let call: Span
  /// What each file holds, in the order in which they are loaded: split after split, as they are written.
  package let files: [Profile]
  /// Whether the records may be read as a stream, one after another: what is cast to which types is then another matter.
  package let isStreamed: Bool
}
