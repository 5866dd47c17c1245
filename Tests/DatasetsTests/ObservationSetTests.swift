import Testing

@testable import Datasets
@testable import Syntax

/// What is observed is the same whatever else is, and the rest is of nothing.
@Suite struct ObservationSetTests {
  private static let lines = [
    #"{"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}], "id": 1}"#,
    #"{"messages": [{"role": "assistant", "content": ""}], "id": "x", "id": 2}"#, "", #"{"messages": [}"#,
    #"{"input_ids": [1, 2], "labels": [-100]}"#, #"{"input_ids": [1, 2], "labels": [-100]}"#, "[1]",
    #"{"chosen": [{"role": "user", "content": "<|im_end|>"}], "rejected": [], "score": NaN}"#,
    #"{"images": ["a.png"], "messages": [{"role": "user", "content": "no place"}]}"#,
  ]

  private func profile(_ observed: ObservationSet, ending: String = "jsonl") throws -> Profile {
    let text =
      ending == "jsonl"
      ? Self.lines.joined(separator: "\n")
      : "[" + Self.lines.filter { !$0.isEmpty }.joined(separator: ",") + "]"
    let source = OverlayFileSource(over: DiskFileSource(), replacing: ["a.\(ending)": Array(text.utf8)])
    return try DatasetScanner.profile("a.\(ending)", source: source, observing: observed)
  }

  @Test(
    arguments: [[], .copies, .fields, .turns, .signs, .search, .contents, [.contents, .copies], .all]
      as [ObservationSet], ["jsonl", "json"])
  func eachPartIsAsAmongAllOrOfNothing(observed: ObservationSet, ending: String) throws {
    // Lengths are kept beside the fields and turns that they are of.
    let whole = try profile(
      observed.contains(.lengths) ? .all : [.contents, .copies, .search], ending: ending)
    let part = try profile(observed, ending: ending)
    let nothing = Profile()
    #expect(part.files == whole.files && part.faults == whole.faults && part.emptyLines == whole.emptyLines)
    let hasFields = observed.contains(.fields)
    #expect(part.fields == (hasFields ? whole : nothing).fields)
    #expect(part.shapes == (hasFields ? whole : nothing).shapes)
    #expect(part.formats == (hasFields ? whole : nothing).formats)
    #expect(part.duplicateKeys == (hasFields ? whole : nothing).duplicateKeys)
    #expect(part.conversations == (observed.contains(.turns) ? whole : nothing).conversations)
    #expect(part.signs == (observed.contains(.signs) ? whole : nothing).signs)
    #expect(part.tokens == (observed.contains(.signs) ? whole : nothing).tokens)
    #expect(part.preferencePairs == (observed.contains(.signs) ? whole : nothing).preferencePairs)
    #expect(part.search == (observed.contains(.search) ? whole : nothing).search)
    #expect(part.copies == (observed.contains(.copies) ? whole : nothing).copies)
  }

  /// Else the test above would compare nothing with nothing.
  @Test func theRecordsHaveSomethingOfAllParts() throws {
    let (whole, nothing) = (try profile(.all), Profile())
    #expect(whole.faults != nothing.faults && whole.emptyLines != nothing.emptyLines)
    #expect(whole.fields != nothing.fields && whole.duplicateKeys != nothing.duplicateKeys)
    #expect(whole.conversations != nothing.conversations && whole.signs != nothing.signs)
    #expect(whole.tokens != nothing.tokens && whole.preferencePairs != nothing.preferencePairs)
    #expect(whole.search != nothing.search && whole.copies.repeats.count == 1)
  }

  /// What rests on the fields asks for them.
  @Test func whatIsReadOffFieldsHasThem() {
    for observed in [ObservationSet.lengths, .scripts, .search, .turns, .signs] {
      #expect(observed.contains(.fields))
    }
    #expect(!ObservationSet.copies.contains(.fields))
    #expect(ObservationSet.all.isSuperset(of: .contents))
  }

  /// Nothing that was not seen is taken for absent.
  @Test func columnsThatWereNotObservedAreOpen() throws {
    let source = OverlayFileSource(over: DiskFileSource(), replacing: ["a.jsonl": Array("{\"a\": 1}\n".utf8)])
    #expect(try DatasetScanner.profile("a.jsonl", source: source).columns.isClosed)
    let part = try DatasetScanner.profile("a.jsonl", source: source, observing: [])
    #expect(!part.columns.isClosed && part.format == nil && part.isComplete && part.records == 1)
  }
}
