import Testing

@testable import Syntax

@Suite struct HashChainsTests {
  @Test func placesOfAHashComeLastFirst() {
    var chains = HashChains()
    for hash in [7, 3, 7, 19, 7] { chains.append(hash) }
    #expect(Array(chains.places(of: 7)) == [4, 2, 0])
    // 3 and 19 share a chain while there are sixteen.
    #expect(Array(chains.places(of: 3)) == [1])
    #expect(Array(chains.places(of: 19)) == [3])
    #expect(Array(chains.places(of: 35)) == [])
  }

  @Test func growingKeepsEveryPlace() {
    var chains = HashChains()
    for place in 0..<1000 { chains.append(place % 10) }
    for hash in 0..<10 {
      let expected = stride(from: 990 + hash, through: hash, by: -10)
      #expect(Array(chains.places(of: hash)) == Array(expected))
    }
  }

  @Test func aNameHasTheHashOfItsBytes() {
    for name in ["x", "größe", "a_rather_long_name_of_a_variable", ""] {
      let bytes = Array(name.utf8)
      #expect(bytes.withUnsafeBufferPointer { HashChains.hash(of: $0) } == HashChains.hash(of: name))
    }
    #expect(HashChains.hash(of: "ab") != HashChains.hash(of: "ba"))
  }
}
