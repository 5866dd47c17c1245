import Testing

@testable import Datasets
@testable import Syntax

/// What is counted in turns and rows beside their fields.
@Suite struct SignTests {
  @Test func theOrderOfSpeakersIsLookedAt() throws {
    let turns = try turns(
      """
      {"messages": [{"role": "user"}, {"role": "user"}, {"role": "assistant"}]}
      {"messages": [{"role": "assistant"}, {"role": "user"}, {"role": "assistant"}]}
      {"messages": [{"role": "system"}, {"role": "user"}, {"role": "assistant"}, {"role": "system"}]}
      {"messages": [{"role": "tool"}, {"role": "assistant"}]}
      {"messages": [{"role": "who"}, {"role": "assistant"}, {"role": "assistant"}]}
      {"messages": [{"role": "user"}, {"role": "assistant"}]}
      """)
    #expect(turns[.repeatedSpeaker].first.map(\.line) == [1, 5])
    #expect(turns[.answerFirst].first.map(\.line) == [2])
    #expect(turns[.lateSystem].first.map(\.line) == [3])
    #expect(turns[.resultWithoutCall].first.map(\.line) == [4])
    #expect(turns[.brokenPairs].first.map(\.line) == [1, 2, 3])
  }

  @Test func callsAreComparedWithTheToolsOfTheirRecord() throws {
    let tools =
      #""tools": [{"function": {"name": "f", "parameters": {"properties": {"x": {}}, "required": ["x"]}}}]"#
    func call(_ name: String, _ arguments: String) -> String {
      #"{"messages": [{"role": "user"}, {"role": "assistant", "tool_calls": [{"function": {"name": "\#(name)", "arguments": \#(arguments)}}]}, {"role": "user"}], \#(tools)}"#
    }
    let arguments = [
      #"{"x": 1}"#, #""{\"x\": 1}""#, #""\"{}\"""#, #""x""#, #"{"y": 1}"#, #"{"x": 1, "y": 2}"#,
      #""{\"y\": 1}""#,
    ]
    let turns = try turns((arguments.map { call("f", $0) } + [call("g", "{}")]).joined(separator: "\n"))
    #expect(turns[.argumentsAsObject].first.map(\.line) == [1, 5, 6, 8])
    #expect(turns[.argumentsAsText].first.map(\.line) == [2, 7])
    #expect(turns[.doublyEncodedArguments].first.map(\.line) == [3])
    #expect(turns[.argumentsNotJSON].first.map(\.line) == [4])
    #expect(turns[.missingArgument].first.map(\.line) == [5, 7])
    #expect(turns[.unknownArgument].first.map(\.line) == [5, 6, 7])
    #expect(turns[.unknownFunction].first.map(\.line) == [8])
    #expect(turns[.callWithoutResult].count == 8)
  }

  /// Few tools and arguments are compared one by one, many by hash; of tools with one name the last one counts.
  @Test(arguments: [1, 10, 40])
  func callsAreComparedWhateverTheNumberOfTools(count: Int) throws {
    let numbers = 0..<count
    let properties = numbers.map { #""x\#($0)": {}"# }.joined(separator: ", ")
    func tool(_ name: String, _ properties: String, _ required: String) -> String {
      #"{"name": "\#(name)", "parameters": {"properties": {\#(properties)}, "required": [\#(required)]}}"#
    }
    let all = numbers.map { #""x\#($0)""# }.joined(separator: ", ")
    let tools = [tool("f0", "", #""gone""#)] + numbers.map { tool("f\($0)", properties, all) }
    func call(_ name: String, _ arguments: [String]) -> String {
      #"{"messages": [{"role": "assistant", "tool_calls": [{"name": "\#(name)", "arguments": {\#(arguments.joined(separator: ", "))}}]}], "tools": [\#(tools.joined(separator: ", "))]}"#
    }
    let given = numbers.map { #""\u0078\#($0)": 1"# }
    let records = [
      call("f0", given), call("f0", given + [#""y": 2"#, #""z": 3"#]), call("f0", given.dropLast()),
      call("f\(count)", given), call("\\u0066\(count - 1)", given),
    ]
    let turns = try turns(records.joined(separator: "\n"))
    #expect(turns[.unknownArgument].first.map(\.line) == [2])
    #expect(turns[.missingArgument].first.map(\.line) == [3])
    #expect(turns[.unknownFunction].first.map(\.line) == [4])
  }

  @Test func rowsOfTokensAreMeasured() throws {
    let profile = try profile(
      """
      {"input_ids": [1, 7, 3], "labels": [-100, 7, 3], "attention_mask": [1, 1, 1]}
      {"input_ids": [1, 7], "labels": [-100, -100, -100], "attention_mask": [1]}
      {"input_ids": [-1, 2.5], "labels": []}
      """)
    #expect((profile.tokens.rows, profile.tokens.labelled) == (3, 3))
    #expect(profile.tokens.largest?.id == 7 && profile.tokens.largest?.place?.line == 1)
    #expect(profile.signs[.labelsOfOtherLength].first.map(\.line) == [2, 3])
    #expect(profile.signs[.maskOfOtherLength].first.map(\.line) == [2])
    #expect(profile.signs[.nothingTrained].first.map(\.line) == [2])
    #expect(profile.signs[.negativeID].first.map(\.line) == [3])
    #expect(profile.signs[.idsNotIntegers].first.map(\.line) == [3])
  }

  /// The forms that were run with `datasets`: `fixtures/goldens/arrow_times.tsv`.
  @Test func timesAreThoseOfArrow() throws {
    let table = try golden("arrow_times.tsv").filter { $0[3] == "lines" }
    #expect(Set(table.map { $0[2] }) == ["2.14.7", "3.6.0", "4.6.1", "4.7.0", "5.2.0"])
    for row in table {
      let profile = try profile("{\"text\": \"\(row[0])\"}")
      #expect(
        (profile.fields["text"]?.values.times.firstTime != nil) == (row[1] == "timestamp[s]"), "\(row[0])")
    }
  }

  private func turns(_ text: String) throws -> TurnCensus {
    try #require(try profile(text).conversations[.messages])
  }
}
