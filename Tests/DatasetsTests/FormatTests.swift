import Testing

@testable import Datasets

@Suite struct FormatTests {
  @Test(arguments: [
    (#"{"text": "a"}"#, DatasetFormat.text),
    (#"{"prompt": "a", "completion": "b"}"#, .promptCompletion(conversational: false)),
    (
      #"{"prompt": [{"role": "user"}], "completion": [{"role": "assistant"}]}"#,
      .promptCompletion(conversational: true)
    ),
    (#"{"instruction": "a", "input": "", "output": "b"}"#, .alpaca),
    (#"{"instruction": "a", "output": "b"}"#, .alpaca),
    (#"{"conversations": [{"from": "human", "value": "a"}]}"#, .shareGPT),
    (#"{"conversations": [{"role": "user", "content": "a"}]}"#, .chatGLM3),
    (#"{"messages": [{"role": "user", "content": "a"}], "tools": []}"#, .messages),
    (#"{"prompt": "a", "chosen": "b", "rejected": "c"}"#, .preference(explicitPrompt: true)),
    (#"{"chosen": [{"role": "user"}], "rejected": []}"#, .preference(explicitPrompt: false)),
    (#"{"prompt": "a", "completion": "b", "label": true}"#, .unpairedPreference),
    (#"{"prompt": "a", "completion": "b", "label": 1}"#, .promptCompletion(conversational: false)),
    (#"{"input_ids": [1], "labels": [1]}"#, .tokenized),
    (#"{"input_ids": [1], "output_ids": [1], "text": "a"}"#, .tokenized),
    (#"{"\u0074ext": "a"}"#, .text),
    (#"{"text": 1}"#, .unknown),
    (#"{"messages": "[]"}"#, .unknown),
    (#"{"conversations": []}"#, .unknown),
  ])
  func aRecordHasTheFormatOfItsColumns(line: String, expected: DatasetFormat) throws {
    let verdict = try #require(try profile(line).format)
    #expect(verdict.format == expected)
    #expect(verdict.share == 1)
    #expect(!verdict.isMultimodal)
  }

  @Test func theMajorityNamesTheFileAndTheOthersAreListed() throws {
    let result = try profile(
      """
      {"text": "a"}
      {"instruction": "a", "output": "b"}
      {"instruction": "a", "output": "b", "text": "c"}
      """)
    let verdict = try #require(result.format)
    #expect(verdict.format == .alpaca)
    #expect(verdict.reasons == ["`instruction` and `output` stand side by side in 2 of 3 records"])
    #expect(result.formats.formats.map(\.format) == [.alpaca, .text])
    #expect(result.formats.formats[1].records.first.map(\.line) == [1])
    #expect(result.formats.ambiguous.first.map(\.line) == [3])
  }

  @Test(arguments: [
    (#"{"text": "a", "image": "a.png"}"#, true),
    (#"{"text": "a", "images": ["a.png"]}"#, true),
    (#"{"text": "a", "images": []}"#, false),
    (#"{"text": "a", "image": null}"#, false),
    (#"{"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}"#, true),
    (#"{"messages": [{"role": "user", "content": [{"type": "text"}]}]}"#, false),
  ])
  func mediaIsSeenInColumnsAndParts(line: String, expected: Bool) throws {
    #expect(try profile(line).format?.isMultimodal == expected)
  }
}
