/// Bytes that are written to memory, and can be read again.
package final class CollectedBytes: ByteSink, BlockReader, @unchecked Sendable {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package var size: Int { bytes.count }

  package func append(_ bytes: UnsafeRawBufferPointer) { self.bytes += bytes }

  package func restart() { bytes = [] }

  package func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
    let part = bytes.dropFirst(offset).prefix(buffer.count)
    buffer.copyBytes(from: part)
    return part.count
  }
}
