import Datasets
import Foundation
import Syntax

/// Profiles `bytes` as if they stood in a file at `path`.
func profile(
  _ bytes: [UInt8], path: String = "train.jsonl", limit: ScanLimits = ScanLimits()
) throws -> Profile {
  let source = OverlayFileSource(over: DiskFileSource(), replacing: [path: bytes])
  return try DatasetScanner.profile(path, source: source, limit: limit)
}

func profile(_ text: String, path: String = "train.jsonl", limit: ScanLimits = ScanLimits()) throws -> Profile
{
  try profile(Array(text.utf8), path: path, limit: limit)
}

/// The faults as `line:column kind`, by place.
func faults(_ profile: Profile) -> [String] {
  profile.faults.first.map { "\($0.place.line):\($0.place.column) \($0.kind.rawValue)" }
}

/// A file in memory.
struct MemoryBlock: BlockReader {
  let bytes: [UInt8]
  var size: Int { bytes.count }

  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) -> Int {
    let count = min(buffer.count, bytes.count - offset)
    buffer.copyBytes(from: bytes[offset..<offset + count])
    return count
  }
}

/// The rows of a table in `fixtures/goldens`, split at tabs.
func golden(_ name: String) throws -> [[String]] {
  let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../fixtures/goldens/\(name)")
  return try String(contentsOf: path, encoding: .utf8).split(separator: "\n").map {
    $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
  }
}
