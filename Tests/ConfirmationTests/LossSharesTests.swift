import ReferenceTrainer
import Testing

@testable import Confirmation

/// Whose tokens carry loss.
@Suite struct LossSharesTests {
  private let record = TextRecord(["prompt": .text("What?"), "completion": .text(" That.")])

  /// A row of the record with `masked` tokens without loss before the rest; each other has a loss of 2.
  private func row(masked: Int) -> TrainedRow {
    let tokens = ByteTokenizer().encode("What? That.</s>")
    let labels = tokens.enumerated().map { $0.offset < masked ? -100 : $0.element }
    return TrainedRow(tokens: tokens, labels: labels, losses: labels.map { $0 == -100 ? 0 : 2 })
  }

  @Test func tokensAreCountedByTheirPart() {
    let shares = LossShares([row(masked: 0)], [record])
    #expect(shares.prompts == LossShares.Share(tokens: 5, withLoss: 5, loss: 10))
    #expect(shares.answers == LossShares.Share(tokens: 6, withLoss: 6, loss: 12))
    #expect(abs(shares.promptLoss - 10.0 / 24) < 1e-9)
  }

  @Test func aPromptThatIsLearnedIsAFault() {
    let (written, mended) = (LossShares([row(masked: 0)], [record]), LossShares([row(masked: 5)], [record]))
    #expect(
      written.fault(besides: mended) == "5 of 5 prompt tokens carry 42 % of the loss; mended, none does")
    #expect(mended.fault(besides: written) == nil)
    #expect(written.fault(besides: written) == nil)
  }

  @Test func anAnswerThatIsNotLearnedIsAFault() {
    let (written, mended) = (LossShares([row(masked: 10)], [record]), LossShares([row(masked: 5)], [record]))
    #expect(
      written.fault(besides: mended) == "only 1 of the 6 tokens of answers carries loss; mended, 6 do")
    let nothing = LossShares([row(masked: 12)], [record])
    #expect(
      nothing.fault(besides: mended) == "none of the 6 tokens of answers carries loss; mended, 6 do")
  }

  @Test func theLongestPartIsFoundFirst() {
    let chat = TextRecord([
      "messages": .messages([
        TextRecord.Message(role: "user", content: "Say hi, will you"),
        TextRecord.Message(role: "assistant", content: "hi"),
      ])
    ])
    let tokens = ByteTokenizer().encode("<|user|>Say hi, will you</s><|assistant|>hi</s>")
    let shares = LossShares([TrainedRow(tokens: tokens, labels: tokens)], [chat])
    #expect(shares.prompts.tokens == 16)
    #expect(shares.answers.tokens == 2)
  }

  @Test func tokenizedRecordsSayItByTheirLabels() {
    let record = TextRecord([
      "input_ids": .integers([7, 8, 9, 2]), "labels": .integers([-100, -100, 9, 2]),
    ])
    let shares = LossShares([TrainedRow(tokens: [7, 8, 9, 2, 0], labels: [7, 8, 9, 2, -100])], [record])
    #expect(shares.prompts == LossShares.Share(tokens: 2, withLoss: 2, loss: 0))
    #expect(shares.answers == LossShares.Share(tokens: 2, withLoss: 2, loss: 0))
  }
}
