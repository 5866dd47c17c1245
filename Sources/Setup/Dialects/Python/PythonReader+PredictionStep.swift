import Syntax

// Overrides of `prediction_step`.
extension PythonReader {
  /// What the nearest override among the project's subclasses takes out of the batch; nil without one.
  func predictionStep(of subclasses: [PythonNode]) -> PredictionStep? {
    for subclass in subclasses {
      guard let method = subclass.asClassDef?.method("prediction_step") else { continue }
      let parameters = method.arguments.parameters.map(\.parameter.name)
      guard parameters.count >= 3 else { return nil }
      // transformers/trainer.py: prediction_step(self, model, inputs, prediction_loss_only, ignore_keys).
      let inputs = parameters[2]
      let body = method.node.descendantsInBody
      let superCall = body.first { node in
        guard let function = node.asCall?.function.asAttribute, function.attribute == "prediction_step" else {
          return false
        }
        return function.value.asCall?.function.asName?.name == "super"
      }
      let removals = body.flatMap { self.removals($0, from: inputs, in: method.node) }
        .filter { removal in superCall.map { removal.statement.range.start < $0.range.start } ?? true }
      return PredictionStep(
        span: method.identifier.span, inputsName: inputs, removals: removals, superCall: superCall?.span,
        superStatement: superCall.flatMap { call in call.ancestors.first { $0.kind.isStatement }?.span })
    }
    return nil
  }

  /// What one statement or call takes out; several keys where a loop goes over them.
  private func removals(
    _ node: PythonNode, from inputs: String, in method: PythonNode
  ) -> [PredictionStep.Removal] {
    if let delete = node.asDelete {
      guard delete.targets.count == 1, let item = delete.targets[0].asSubscript,
        item.value.asName?.name == inputs
      else { return [] }
      return keys(item.slice).map {
        made($0, writtenAs: item.slice, statement: node, failsWhenMissing: true, in: method)
      }
    }
    guard let call = node.asCall, let function = call.function.asAttribute, function.attribute == "pop",
      function.value.asName?.name == inputs, let key = call.arguments.first
    else { return [] }
    let statement = node.ancestors.first { $0.kind.isStatement } ?? node
    return keys(key).map {
      made($0, writtenAs: key, statement: statement, failsWhenMissing: call.arguments.count < 2, in: method)
    }
  }

  /// Every text that the key certainly takes in its turn.
  private func keys(_ key: PythonNode) -> [String] {
    let values = evaluator.evaluate(key, in: module).alternatives
    let texts = values.compactMap(\.text)
    return texts.count == values.count ? texts : []
  }

  private func made(
    _ key: String, writtenAs expression: PythonNode, statement: PythonNode, failsWhenMissing: Bool,
    in method: PythonNode
  ) -> PredictionStep.Removal {
    let conditions = statement.ancestors.prefix { $0 != method }.compactMap(\.asIf).filter { condition in
      condition.body.contains { $0 == statement || $0.range.contains(statement.range) }
    }
    let isGuarded = conditions.contains { condition in
      guard let compare = condition.test.asCompare else { return condition.test.text.contains(".get(") }
      return compare.operators == [.in] && keys(compare.left).contains(key)
    }
    let onlyWhenGenerating = conditions.contains { $0.test.asAttribute?.attribute == "predict_with_generate" }
    return PredictionStep.Removal(
      key: key, keyText: expression.text, statement: statement.span, failsWhenMissing: failsWhenMissing,
      isGuarded: isGuarded,
      onlyWhenGenerating: onlyWhenGenerating)
  }
}
