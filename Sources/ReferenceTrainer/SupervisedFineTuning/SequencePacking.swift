/// Several sequences in one row, so that little is padding: `pack_dataset` of trl's data_utils.py, and what came before it.
enum SequencePacking {
  /// The columns of the records laid end to end, each record with the same columns.
  private static func joined(_ records: [TextRecord], _ name: String) -> [Int] {
    records.flatMap { $0.integers(name) ?? [] }
  }

  /// Laid end to end and cut at `longest`; the last piece may be shorter. trl 0.15.2 `pack_examples`, 0.16.1
  /// `pack_dataset`. O(tokens).
  static func wrapped(_ records: [TextRecord], _ columns: [String], longest: Int) -> [TextRecord] {
    var packed: [TextRecord] = []
    for name in columns {
      let all = joined(records, name)
      for (row, start) in stride(from: 0, to: all.count, by: longest).enumerated() {
        if row == packed.count { packed.append(TextRecord([:])) }
        packed[row][name] = .integers(Array(all[start..<min(start + longest, all.count)]))
      }
    }
    return packed
  }

  /// Whole sequences, cut to `longest`, each put where it fits best, the longest first; `seq_lengths` says where they meet.
  /// trl 0.19.1 `_pack_ffd`, 1.16.0 `_pack_bfd`; 0.27.0 and 0.28.0 kept what is cut off as sequences of their own.
  /// O(sequences²).
  static func bestFit(_ records: [TextRecord], _ columns: [String], longest: Int, keepsRest: Bool)
    -> [TextRecord]
  {
    let cut = records.flatMap { record in
      let count = record.integers(columns[0])?.count ?? 0
      return stride(from: 0, to: keepsRest ? count : min(count, 1), by: longest).map { start in
        TextRecord(
          Dictionary(
            uniqueKeysWithValues: columns.map { name in
              (name, .integers(Array((record.integers(name) ?? []).dropFirst(start).prefix(longest))))
            }))
      }
    }
    func length(_ record: TextRecord) -> Int { record.integers(columns[0])?.count ?? 0 }
    var bins: [(records: [TextRecord], space: Int)] = []
    for record in cut.sorted(by: { length($0) > length($1) }) {
      let fitting = bins.indices.filter { bins[$0].space >= length(record) }
      if let best = fitting.min(by: { bins[$0].space < bins[$1].space }) {
        bins[best].records.append(record)
        bins[best].space -= length(record)
      } else {
        bins.append(([record], longest - length(record)))
      }
    }
    return bins.map { bin in
      var packed = TextRecord(["seq_lengths": .integers(bin.records.map(length))])
      for name in columns { packed[name] = .integers(joined(bin.records, name)) }
      return packed
    }
  }

  /// `ConstantLengthDataset` of trl's utils.py, 0.8.6 to 0.14.0: laid end to end with the end of text after each, and cut;
  /// a shorter rest is left out. O(tokens).
  static func constantLength(_ sequences: [[Int]], length: Int) -> [TextRecord] {
    let all = sequences.flatMap { $0 + [ByteTokenizer.endOfText] }
    return stride(from: 0, to: all.count - length + 1, by: length).map { start in
      let piece = TextRecord.Cell.integers(Array(all[start..<start + length]))
      return TextRecord(["input_ids": piece, "labels": piece])
    }
  }
}
