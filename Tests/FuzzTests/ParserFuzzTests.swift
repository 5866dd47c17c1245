import Foundation
import Testing

/// Whatever the bytes are: no parser crashes or hangs, its ranges lie in the file and in each other, and the same bytes
/// give the same tree.
@Suite struct ParserFuzzTests {
  /// A part of all inputs; every fourth one is parsed twice.
  @Test(arguments: FuzzLanguage.allCases)
  func mutatedTextsKeepEveryPromise(_ language: FuzzLanguage) throws {
    let count = FuzzSettings.count / FuzzLanguage.allCases.count
    let run = FuzzRun(language.rawValue)
    let faults = run.run(0..<count) { index in
      var mutator = Mutator(
        language, seed: FuzzSettings.seed, index: index, largest: FuzzSettings.largest)
      let bytes = mutator.next()
      if FuzzSettings.only != nil { Self.keep(bytes, language, index) }
      let seen = language.inspect(bytes)
      var look = FuzzRun.Look(faults: seen.faults, seconds: seen.seconds)
      if index.isMultiple(of: 4), language.inspect(bytes).digest != seen.digest {
        look.faults.append("two looks at it differ")
      }
      return look
    }
    let slowest = run.slowest
    print(
      "fuzz: seed \(FuzzSettings.seed), \(language.rawValue): \(count) inputs of \(Corpus.texts(language).count) texts, "
        + "slowest \(Int(slowest.seconds * 1e6)) µs (index \(slowest.index)), \(faults.count) faults")
    #expect(faults.isEmpty, "seed \(FuzzSettings.seed), \(language.rawValue): \(faults)")
  }

  /// Writes an input that is looked at alone to a file, before anything can happen to it.
  private static func keep(_ bytes: [UInt8], _ language: FuzzLanguage, _ index: Int) {
    let file = FileManager.default.temporaryDirectory.appending(
      path: "glmlint-fuzz-\(FuzzSettings.seed)-\(index).\(language.rawValue)")
    try? Data(bytes).write(to: file)
    print("fuzz: input \(index) of \(language.rawValue) is in \(file.path)")
  }

  /// Every prefix of the texts that hold much grammar in little room.
  @Test(arguments: FuzzLanguage.allCases)
  func everyPrefixKeepsEveryPromise(_ language: FuzzLanguage) {
    let texts = Samples.texts(language).map { Array($0.utf8) }
    let prefixes = texts.flatMap { text in (0...text.count).map { text[..<$0] } }
    #expect(prefixes.count > 200)
    let faults = FuzzRun("prefixes-of-\(language.rawValue)").run(0..<prefixes.count) { index in
      let seen = language.inspect(Array(prefixes[index]))
      return FuzzRun.Look(faults: seen.faults, seconds: seen.seconds)
    }
    #expect(faults.isEmpty, "\(language.rawValue): \(faults)")
  }
}
