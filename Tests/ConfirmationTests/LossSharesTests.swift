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
    #expect(written.fault == "5 of 5 prompt tokens carry 42 % of the loss; mended, none does")
    #expect(mended.fault == nil && mended.isRight && !written.isRight)
    #expect(written.sawTheSame(as: mended))
  }

  @Test func anAnswerThatIsNotLearnedIsAFault() {
    let part = LossShares([row(masked: 10)], [record])
    #expect(part.fault == "only 1 of the 6 tokens of answers carries loss; mended, all do")
    #expect(!part.isRight)
    let nothing = LossShares([row(masked: 12)], [record])
    #expect(nothing.fault == "none of the 6 tokens of answers carries loss; mended, all do")
  }

  @Test func partsAreFoundInTheirOrder() {
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

  /// One text that is asked and answered.
  @Test func aPromptMayBeItsAnswer() {
    let echo = TextRecord(["prompt": .text("echo"), "completion": .text("echo")])
    let tokens = ByteTokenizer().encode("echoecho</s>echoecho</s>ech")
    let shares = LossShares([TrainedRow(tokens: tokens, labels: tokens)], [echo])
    #expect(shares.prompts.tokens == 8)
    #expect(shares.answers.tokens == 8)
    #expect(!shares.isRight)
  }

  /// What two packed records leave of a third belongs to nobody.
  @Test func severalRecordsMayStandInARow() {
    let other = TextRecord(["prompt": .text("Why?"), "completion": .text(" So.")])
    let tokens = ByteTokenizer().encode("Why? So.</s>What? That.</s>Wh")
    let shares = LossShares([TrainedRow(tokens: tokens, labels: tokens)], [record, other])
    #expect(shares.prompts.tokens == 9)
    #expect(shares.answers.tokens == 10)
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
