/// The fewest lines to take out and put in that turn one text into another.
///
/// Myers, "An O(ND) difference algorithm and its variations" (1986), the greedy form: round `d` notes for
/// each diagonal how far `d` changes reach. O((lines + changes) × changes) time, O(changes²) memory.
struct LineDifference {
  /// A run of lines of the old text that a run of the new one takes the place of; 0-based, either may be
  /// empty.
  struct Change: Hashable {
    let old: Range<Int>
    let new: Range<Int>
  }

  /// In order; between two changes there is at least one common line.
  let changes: [Change]

  /// Lines are compared by the numbers that stand for them.
  init(_ old: [Int], _ new: [Int]) {
    var prefix = 0
    while prefix < min(old.count, new.count) && old[prefix] == new[prefix] { prefix += 1 }
    var suffix = 0
    while suffix < min(old.count, new.count) - prefix
      && old[old.count - 1 - suffix] == new[new.count - 1 - suffix]
    {
      suffix += 1
    }
    let search = Search(
      old: Array(old[prefix..<(old.count - suffix)]), new: Array(new[prefix..<(new.count - suffix)]))
    changes = Self.merged(search.steps(), offset: prefix)
  }

  /// Joins single steps that touch each other.
  private static func merged(_ steps: [Change], offset: Int) -> [Change] {
    var changes: [Change] = []
    for step in steps {
      let moved = Change(
        old: (step.old.lowerBound + offset)..<(step.old.upperBound + offset),
        new: (step.new.lowerBound + offset)..<(step.new.upperBound + offset))
      if let last = changes.last, last.old.upperBound == moved.old.lowerBound,
        last.new.upperBound == moved.new.lowerBound
      {
        changes[changes.count - 1] = Change(
          old: last.old.lowerBound..<moved.old.upperBound, new: last.new.lowerBound..<moved.new.upperBound)
      } else {
        changes.append(moved)
      }
    }
    return changes
  }

  private struct Search {
    let old: [Int]
    let new: [Int]

    /// Every line taken out or put in, each a step of its own, in order.
    func steps() -> [Change] {
      var reached = [Int32](repeating: 0, count: 2 * (old.count + new.count) + 3)
      let middle = old.count + new.count + 1
      var rounds: [[Int32]] = []
      for round in 0...(old.count + new.count) {
        // The rounds before need only the diagonals that they touched.
        rounds.append(Array(reached[(middle - round)...(middle + round)]))
        for diagonal in stride(from: -round, through: round, by: 2) {
          let x = advance(reached, middle, diagonal, round)
          reached[middle + diagonal] = Int32(x)
          if x >= old.count && x - diagonal >= new.count { return walkBack(rounds) }
        }
      }
      return []
    }

    /// The farthest that this round comes on `diagonal` = x - y, x lines into the old text.
    private func advance(_ reached: [Int32], _ middle: Int, _ diagonal: Int, _ round: Int) -> Int {
      let below = Int(reached[middle + diagonal - 1])
      let above = Int(reached[middle + diagonal + 1])
      let comesDown = diagonal == -round || (diagonal != round && below < above)
      var x = comesDown ? above : below + 1
      while x < old.count && x - diagonal < new.count && old[x] == new[x - diagonal] { x += 1 }
      return x
    }

    private func walkBack(_ rounds: [[Int32]]) -> [Change] {
      var steps: [Change] = []
      var x = old.count
      var y = new.count
      for round in stride(from: rounds.count - 1, to: 0, by: -1) {
        let diagonal = x - y
        let reached = rounds[round]
        func at(_ diagonal: Int) -> Int { Int(reached[diagonal + round]) }
        let comesDown =
          diagonal == -round || (diagonal != round && at(diagonal - 1) < at(diagonal + 1))
        let from = comesDown ? diagonal + 1 : diagonal - 1
        let startX = at(from)
        let startY = startX - from
        steps.append(
          comesDown
            ? Change(old: startX..<startX, new: startY..<(startY + 1))
            : Change(old: startX..<(startX + 1), new: startY..<startY))
        x = startX
        y = startY
      }
      return steps.reversed()
    }
  }
}
