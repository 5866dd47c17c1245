import ReferenceTrainer
import Testing

@testable import Confirmation

@Suite struct ProbeAnswerTests {
  private func outcome(_ line: String) throws -> Result<TrainingOutcome, Obstacle> {
    guard case .outcome(_, let answer)? = ProbeAnswer(Array(line.utf8)) else {
      throw PythonError("ValueError", "no outcome")
    }
    return ProbeAnswer.training(answer)
  }

  @Test(arguments: [
    (#""isShared":true"#, "shared"), (#""isShared":false"#, "own"),
    (#""error":{"type":"ValueError","message":"mutable","phase":"definition"}"#, "ValueError: mutable"),
    (
      #""error":{"type":"ImportError","message":"no","phase":"default"}"#,
      "its default cannot be made: ImportError: no"
    ),
  ])
  func aDefinitionIsSharedOrRefused(_ line: String, _ said: String) throws {
    guard case .outcome(_, let answer)? = ProbeAnswer(Array("{\"name\":\"1\",\(line)}".utf8)) else {
      throw PythonError("ValueError", "no outcome")
    }
    switch ProbeAnswer.definition(answer) {
    case .success(let outcome):
      #expect(outcome.error.map { "\($0)" } ?? (outcome.isShared ? "shared" : "own") == said)
    case .failure(let obstacle): #expect(obstacle.reason == said)
    }
  }

  @Test func aRunThatCameToItsEnd() throws {
    let line = """
      {"name": "1", "model": "PeftModel", "trainable": 448, "labelNames": [], "losses": [4.5, "nan"],
      "metrics": ["eval_loss", "eval_x"], "evalLoss": 4.25, "callsMetrics": true,
      "reloadError": {"type": "KeyError", "message": "'X'", "phase": "reload"}}
      """
    let outcome = try outcome(line.replacing("\n", with: " ")).get()
    #expect(outcome.error == nil)
    #expect(outcome.model == "PeftModel")
    #expect(outcome.losses.count == 2 && outcome.losses[0] == 4.5 && outcome.losses[1].isNaN)
    #expect(outcome.metrics == ["eval_loss": 4.25, "eval_x": 0])
    #expect(outcome.callsMetrics)
    #expect(outcome.reloadError == PythonError("KeyError", "'X'"))
  }

  @Test func anErrorHasItsPhase() throws {
    let line = #"{"name": "1", "error": {"type": "TypeError", "message": "a\nb", "phase": "evaluate"}}"#
    let outcome = try outcome(line).get()
    #expect(outcome.error == PythonError("TypeError", "a\nb"))
    #expect(outcome.phase == .evaluate)
  }

  @Test func aModelThatCannotBeMadeAndAMissingLibraryAreObstacles() throws {
    let model = #"{"name": "1", "error": {"type": "AttributeError", "message": "x", "phase": "model"}}"#
    #expect(try outcome(model) == .failure(Obstacle("its model cannot be made: AttributeError: x")))
    let missing = """
      {"name": "1", "error": {"type": "ModuleNotFoundError", "message": "No module named 'peft'", "phase": "adapter"}}
      """
    #expect(try outcome(missing) == .failure(Obstacle("ModuleNotFoundError: No module named 'peft'")))
  }
}
