import Testing

@testable import Knowledge

@Suite struct ReleasesTests {
  @Test func releasesAreInOrderAndKnowTheYankedOnes() {
    let versions = Releases.of("transformers")
    let index = versions.firstIndex { $0.version == "4.46.0" }
    #expect(index.map { versions[$0].isYanked } == true)
    #expect(index.map { versions[$0 - 1].version } == "4.45.2")
    #expect(index.map { versions[$0 + 1].version } == "4.46.1")
    #expect(Releases.of("python").first == Releases.Release(version: "3.7", isYanked: false))
    #expect(Releases.of("no-such-library").isEmpty)
  }
}
