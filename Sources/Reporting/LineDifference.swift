/// The lines to take out and put in that turn one text into another: the fewest, unless they are very many.
///
/// Myers, "An O(ND) difference algorithm and its variations" (1986), the greedy form: round `d` notes for
/// each diagonal how far `d` changes reach. Lines that the other text does not have at all are set aside before, as nothing
/// can come of them. O((lines + changes) × changes) time, O(changes²) memory, for at most `changeLimit` changes among the
/// lines that both have.
struct LineDifference {
  /// A run of lines of the old text that a run of the new one takes the place of; 0-based, either may be
  /// empty.
  struct Change: Hashable {
    let old: Range<Int>
    let new: Range<Int>
  }

  /// Beyond it all between the first and the last difference is one change, which is right, if long.
  static let changeLimit = 2_000

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
    let (oldRange, newRange) = (prefix..<(old.count - suffix), prefix..<(new.count - suffix))
    let (inOld, inNew) = (Set(old[oldRange]), Set(new[newRange]))
    let oldPlaces = oldRange.filter { inNew.contains(old[$0]) }
    let newPlaces = newRange.filter { inOld.contains(new[$0]) }
    let steps = Search(old: oldPlaces.map { old[$0] }, new: newPlaces.map { new[$0] }).steps()
    let common = steps.map { Self.common($0, oldPlaces, newPlaces) } ?? []
    changes = Self.gaps(between: common, in: oldRange, newRange)
  }

  /// The pairs of places that are left alone by steps, whose places count the lines that both texts have.
  private static func common(_ steps: [Change], _ oldPlaces: [Int], _ newPlaces: [Int]) -> [(Int, Int)] {
    var pairs: [(Int, Int)] = []
    var (x, y) = (0, 0)
    let end = Change(old: oldPlaces.count..<oldPlaces.count, new: newPlaces.count..<newPlaces.count)
    for step in steps + [end] {
      while x < step.old.lowerBound, y < step.new.lowerBound {
        pairs.append((oldPlaces[x], newPlaces[y]))
        (x, y) = (x + 1, y + 1)
      }
      (x, y) = (step.old.upperBound, step.new.upperBound)
    }
    return pairs
  }

  /// What stands between common lines.
  private static func gaps(between common: [(Int, Int)], in old: Range<Int>, _ new: Range<Int>) -> [Change] {
    var changes: [Change] = []
    var (x, y) = (old.lowerBound, new.lowerBound)
    for (oldPlace, newPlace) in common + [(old.upperBound, new.upperBound)] {
      if x < oldPlace || y < newPlace { changes.append(Change(old: x..<oldPlace, new: y..<newPlace)) }
      (x, y) = (oldPlace + 1, newPlace + 1)
    }
    return changes
  }

  private struct Search {
    let old: [Int]
    let new: [Int]

    /// Every line taken out or put in, each a step of its own, in order; nil where there are more than `changeLimit`.
    func steps() -> [Change]? {
      var reached = [Int32](repeating: 0, count: 2 * (old.count + new.count) + 3)
      let middle = old.count + new.count + 1
      var rounds: [[Int32]] = []
      for round in 0...min(old.count + new.count, changeLimit) {
        // The rounds before need only the diagonals that they touched.
        rounds.append(Array(reached[(middle - round)...(middle + round)]))
        for diagonal in stride(from: -round, through: round, by: 2) {
          let x = advance(reached, middle, diagonal, round)
          reached[middle + diagonal] = Int32(x)
          if x >= old.count && x - diagonal >= new.count { return walkBack(rounds) }
        }
      }
      return nil
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
