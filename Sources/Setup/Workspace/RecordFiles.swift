import Datasets
import Syntax

/// The files that were read and hold records, noted down by several threads.
final class RecordFiles: @unchecked Sendable {
  private let lock = Lock()
  private var keptPaths: Set<String>
  private var forgottenPaths: Set<String> = []
  private var forgottenSize = Size()

  init(_ paths: Set<String> = []) { keptPaths = paths }

  /// How much data sets hold.
  struct Size {
    private var records = 0
    private var bytes = 0

    mutating func add(_ profile: Profile) {
      records += profile.records
      bytes += profile.bytes
    }

    var inNumbers: (records: Int, bytes: Int) { (records, bytes) }
  }

  /// The paths of those that were not forgotten.
  var kept: Set<String> { lock.locked { keptPaths } }

  /// How much those hold together that were forgotten.
  var forgotten: Size { lock.locked { forgottenSize } }

  func insert(_ path: String) {
    lock.locked { if !forgottenPaths.contains(path) { keptPaths.insert(path) } }
  }

  /// Counts what a data set holds, whose profile is not kept any longer; once, however often it is read again.
  func forget(_ path: String, holding profile: Profile) {
    lock.locked {
      guard keptPaths.remove(path) != nil else { return }
      forgottenPaths.insert(path)
      forgottenSize.add(profile)
    }
  }
}
