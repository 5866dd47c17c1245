import Syntax

@testable import Datasets
@testable import Setup

extension Inspection {
  /// A document and the ones inside it.
  mutating func see(_ document: Document) {
    for part in document.all {
      see(embedded: part.file)
      for problem in part.problems { see(Span(part.file, problem.range), "problem '\(problem.message)'") }
      switch part.content {
      case .python(let tree): see(tree)
      case .config(let tree): see(tree)
      case .shell(let script): see(script)
      case .notebook(let notebook):
        see(notebook.tree)
        see(notebook.problems, of: part.file)
        for cell in notebook.cells { see(embedded: cell.source) }
      case .records, .text, .unreadable: break
      }
    }
  }

  mutating func see(_ pins: VersionPins) {
    for pin in pins.pins {
      see(pin.span, "pin of \(pin.library)")
      see(pin.library)
      see("\(pin.versions)")
    }
    for link in pins.links {
      see(link.span, "link to \(link.path)")
      see(link.path)
    }
    for problem in pins.problems { see(problem.message) }
  }

  /// Faults lie in the file; what was read does not depend on the blocks it was read in.
  mutating func seeRecords(_ bytes: [UInt8], path: String, block: Int) {
    let source = MemoryFileSource([path: bytes])
    var limits = ScanLimits()
    guard let whole = try? timed({ try DatasetScanner.profile(path, source: source, limit: limits) }) else {
      return expect(false, "the data set cannot be read")
    }
    limits.blockBytes = block
    let pieces = try? DatasetScanner.profile(path, source: source, limit: limits)
    expect(pieces == whole, "blocks of \(block) bytes give another profile")
    see(whole.records)
    see(whole.faults.count)
    expect(whole.unreadableRecords <= whole.records, "more unreadable records than records")
    for fault in whole.faults.first {
      see(fault.place.range, inside: TextRange(0, bytes.count), "fault '\(fault.message)'")
      see(fault.message)
    }
    for column in whole.columns.columns { see(column.name) }
  }
}
