import Testing

@testable import Syntax

@Suite struct ConcurrentMapTests {
  @Test(arguments: [1, 2, 7])
  func resultsStandInTheOrderOfTheIndices(_ threads: Int) {
    let squares = ConcurrentMap.map(1_000, threads: threads) { { $0 * $0 } }
    #expect(squares == (0..<1_000).map { $0 * $0 })
  }

  @Test func aWorkerMayShareOutWorkItself() {
    let sums = ConcurrentMap.map(20, threads: 4) {
      { index in ConcurrentMap.map(index, threads: 3) { { $0 } }.reduce(0, +) }
    }
    #expect(sums == (0..<20).map { $0 * ($0 - 1) / 2 })
  }

  @Test func nothingIsDoneForNothing() {
    #expect(ConcurrentMap.map(0, threads: 4) { { $0 } }.isEmpty)
  }
}
