/// The value of a `constant` (or the singleton of a `matchSingleton`).
package enum PythonConstant: Sendable, Hashable {
  case none, `true`, `false`, ellipsis
  /// Nil where the number does not fit into 64 bits; the node's text has its digits.
  case integer(Int?)
  case float(Double)
  /// The imaginary part of `2j`.
  case complex(Double)
  /// Implicit concatenation joined; a lone surrogate that an escape makes becomes U+FFFD.
  case string(String)
  case bytes([UInt8])

  /// What a record's `detail` holds for a constant.
  enum Kind: UInt8 { case none, `true`, `false`, ellipsis, integer, float, complex, string, bytes }
}

extension PythonNode {
  /// The value of a constant, decoded now; nil for other nodes, and for text in an encoding that is not read. O(bytes
  /// of the literal).
  package var asConstant: PythonConstant? {
    guard kind == .constant || kind == .matchSingleton else { return nil }
    switch PythonConstant.Kind(rawValue: record.detail) {
    case .none?, nil: return PythonConstant.none
    case .true?: return .true
    case .false?: return .false
    case .ellipsis?: return .ellipsis
    case .integer?: return .integer(PythonNumber.integer(tree.file.bytes[sourceIndices]))
    case .float?: return .float(PythonNumber.float(tree.file.bytes[sourceIndices]))
    case .complex?: return .complex(PythonNumber.float(tree.file.bytes[sourceIndices].dropLast()))
    case .string?: return asString.map { .string($0) }
    case .bytes?: return .bytes(PythonStringPiece.bytes(of: stringPieces, in: tree.file.bytes))
    }
  }

  /// The value where the node is a string constant (bytes and f-strings are not) whose text is known.
  package var asString: String? {
    guard kind == .constant, record.detail == PythonConstant.Kind.string.rawValue else { return nil }
    let pieces = stringPieces
    if !tree.isUTF8,
      pieces.contains(where: { piece in
        tree.file.bytes[piece.range.start..<piece.range.end].contains { $0 >= 0x80 }
      })
    {
      return nil
    }
    return PythonStringPiece.text(of: pieces, in: tree.file.bytes)
  }

  /// The parts of a string or bytes constant in order, without prefixes and quotes.
  package var stringPieces: [PythonStringPiece] {
    guard kind == .constant else { return [] }
    let numbers = Array(numbers(0))
    return stride(from: 0, to: numbers.count - 2, by: 3).map {
      PythonStringPiece(
        range: TextRange(Int(numbers[$0]), Int(numbers[$0 + 1])),
        style: .init(rawValue: UInt8(truncatingIfNeeded: numbers[$0 + 2])))
    }
  }

  private var sourceIndices: Range<Int> { range.start..<range.end }
}
