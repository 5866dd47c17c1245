import Datasets
import Syntax

/// Mends data sets on disk: a new file is written as a stream, read again, and takes the place of the old one only if it
/// holds what it should.
package struct DatasetFixing: Sendable {
  private let source: any FileSource
  private let threads: Int

  package init(_ source: any FileSource, threads: Int) {
    self.source = source
    self.threads = threads
  }

  /// Why a file was left as it was.
  package enum Failure: Error, Hashable, CustomStringConvertible {
    /// Reading it failed, or it changed meanwhile.
    case reading(FileError)
    case writing(FileError)
    /// The new file, read again, held something else than it should.
    case unexpected(String)

    package var description: String {
      switch self {
      case .writing(.isALink): return "\(FileError.isALink)"
      case .writing(.changedWhileReading): return "not fixed: \(FileError.changedWhileReading)"
      case .reading(let error): return "not fixed: \(error)"
      case .writing(let error): return "not fixed: the new file could not be written: \(error)"
      case .unexpected(let what):
        return "not fixed: the new file, read again, held \(what); this is a bug in glmlint"
      }
    }
  }

  /// The repairs that the safe fixes of active findings ask for in checked files, one for each file, by path.
  package static func repairs(for findings: [Finding], isChecked: (String) -> Bool) -> [DatasetRepair] {
    var repairs: [String: DatasetRepair] = [:]
    for finding in findings where finding.status == .active {
      for fix in finding.fixes where fix.isSafe {
        guard let repair = fix.repair, isChecked(repair.path) else { continue }
        repairs[repair.path, default: repair].formUnion(repair)
      }
    }
    return repairs.values.sorted { $0.path < $1.path }
  }

  /// Mends one file. Where it throws, the file is as it was and nothing else is left behind.
  ///
  /// O(bytes), read twice and written once; memory as of `DatasetMender.mend`.
  package func apply(_ repair: DatasetRepair, to writer: any FileWriter) throws(Failure) -> DatasetMending {
    let replacement = try Self.writing { () throws(FileError) in try writer.replacement(of: repair.path) }
    let reader = try Self.reading { () throws(FileError) in try source.open(repair.path) }
    let mending = try mended(reader, repair, into: replacement)
    guard mending.changesAnything else { return mending }
    let written = try Self.writing { () throws(FileError) in try replacement.written }
    try verify(written, mending, repair)
    if reader.hasChanged { throw .reading(.changedWhileReading) }
    try Self.writing { () throws(FileError) in try replacement.takePlace() }
    return mending
  }

  /// What a repair makes of a file, without writing it: both texts of one of at most `limit` bytes.
  package func preview(_ repair: DatasetRepair, limit: Int) throws(Failure) -> Preview {
    let reader = try Self.reading { () throws(FileError) in try source.open(repair.path) }
    guard reader.size <= limit else { return .large(try mended(reader, repair, into: NoBytes())) }
    let output = CollectedBytes()
    let mending = try mended(reader, repair, into: output)
    try verify(output, mending, repair)
    let old = try Self.reading { () throws(FileError) in try source.read(repair.path, limit: limit) }
    if reader.hasChanged { throw .reading(.changedWhileReading) }
    return .small(FixPass.FileChange(path: repair.path, old: old, new: output.bytes))
  }

  package enum Preview: Sendable {
    case small(FixPass.FileChange)
    case large(DatasetMending)
  }

  private func mended(
    _ reader: any BlockReader, _ repair: DatasetRepair, into output: any ByteSink
  ) throws(Failure) -> DatasetMending {
    let output = WatchedSink(output)
    do throws(FileError) {
      return try DatasetMender.mend(reader, as: repair, into: output)
    } catch {
      throw output.failed ? .writing(error) : .reading(error)
    }
  }

  private func verify(
    _ written: any BlockReader, _ mending: DatasetMending, _ repair: DatasetRepair
  ) throws(Failure) {
    let difference = try Self.writing { () throws(FileError) in
      try DatasetMender.difference(of: written, from: mending, repair, threads: threads)
    }
    if let difference { throw .unexpected(difference) }
  }

  private static func reading<Value>(_ body: () throws(FileError) -> Value) throws(Failure) -> Value {
    do throws(FileError) { return try body() } catch { throw .reading(error) }
  }

  private static func writing<Value>(_ body: () throws(FileError) -> Value) throws(Failure) -> Value {
    do throws(FileError) { return try body() } catch { throw .writing(error) }
  }
}

extension Finding {
  /// Where it is left after its data set was mended, nothing more can be done.
  package func afterMending(_ paths: Set<String>) -> Finding {
    fixes.contains { $0.repair.map { paths.contains($0.path) } ?? false } ? withFixesRefused : self
  }
}

/// Knows whether it was the writing that failed.
private final class WatchedSink: ByteSink {
  private let base: any ByteSink
  private(set) var failed = false

  init(_ base: any ByteSink) { self.base = base }

  func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    do throws(FileError) { try base.append(bytes) } catch {
      failed = true
      throw error
    }
  }

  func restart() throws(FileError) {
    do throws(FileError) { try base.restart() } catch {
      failed = true
      throw error
    }
  }
}

/// Forgets what it gets.
private final class NoBytes: ByteSink {
  func append(_ bytes: UnsafeRawBufferPointer) {}
  func restart() {}
}
