import Datasets
import Syntax

/// Where a finding stands: a span of a source, or a file as a whole.
package enum Place: Hashable, Sendable {
  case span(Span)
  /// A file without a place to show, such as one that cannot be read.
  case file(String)
  /// A record of a data set; the file is not held in memory.
  case record(RecordPlace)

  /// The path of the file on disk.
  package var path: String {
    switch self {
    case .span(let span): return span.file.outermost.path
    case .file(let path): return path
    case .record(let place): return place.path
    }
  }
}

/// Another place that belongs to a finding, with the phrase that says why.
package struct RelatedPlace: Hashable, Sendable {
  package let place: Place
  package let message: String

  package init(_ place: Place, _ message: String) {
    self.place = place
    self.message = message
  }
}

extension Place {
  /// UTF-8 bytes in the file on disk; the start of the file for a file as a whole.
  package var rangeOnDisk: TextRange {
    switch self {
    case .span(let span): return span.onDisk.range
    case .file: return .at(0)
    case .record(let place): return place.range
    }
  }
}

extension RecordPlace {
  /// As a place of a finding.
  package var asPlace: Place { .record(self) }
}
