import ReferenceTrainer

/// How much of what a run learns is prompts, and how much of the answers it learns: tokens of the first batch.
struct LossShares {
  /// Tokens of one kind, and those among them with loss.
  struct Share: Equatable {
    var tokens = 0
    var withLoss = 0
    /// The loss that lies on them, before the first step.
    var loss = 0.0
  }

  private(set) var prompts = Share()
  private(set) var answers = Share()
  private var others = Share()

  /// `records` are those of the plan, in whatever layout says which part of them is the prompt.
  ///
  /// O(tokens × parts of the records).
  init(_ rows: [TrainedRow], _ records: [TextRecord]) {
    // A longer part is looked for first, since a short one may stand in it, too.
    let parts = records.flatMap(ConversationPart.parts).sorted { $0.tokens.count > $1.tokens.count }
    for row in rows { count(row, parts) }
  }

  private mutating func count(_ row: TrainedRow, _ parts: [ConversationPart]) {
    var kinds = [ConversationPart.Kind?](repeating: nil, count: row.tokens.count)
    for part in parts where !part.tokens.isEmpty && part.tokens.count <= row.tokens.count {
      for start in 0...row.tokens.count - part.tokens.count {
        let range = start..<start + part.tokens.count
        if kinds[range].allSatisfy({ $0 == nil }), row.tokens[range].elementsEqual(part.tokens) {
          for index in range { kinds[index] = part.kind }
        }
      }
    }
    for index in row.tokens.indices {
      let loss = index < row.losses.count ? Double(row.losses[index]) : 0
      let counts = row.labels[index] != Tensor.ignoredLabel
      switch kinds[index] {
      case .prompt?: prompts.add(counts, loss)
      case .answer?: answers.add(counts, loss)
      case nil: others.add(counts, loss)
      }
    }
  }

  /// The part of the whole loss that lies on prompts, from 0 to 1.
  var promptLoss: Double {
    let whole = prompts.loss + answers.loss + others.loss
    return whole > 0 ? prompts.loss / whole : 0
  }

  /// What is worse than in the mended run; nil where nothing is.
  func fault(besides mended: LossShares) -> String? {
    if prompts.withLoss > mended.prompts.withLoss {
      let percent = Int((promptLoss * 100).rounded())
      return "\(prompts.withLoss) of \(prompts.tokens) prompt tokens carry \(percent) % of the loss; mended, "
        + "\(mended.prompts.withLoss == 0 ? "none does" : "\(mended.prompts.withLoss) do")"
    }
    if answers.withLoss < mended.answers.withLoss {
      return
        "\(answers.withLoss == 0 ? "none" : "only \(answers.withLoss)") of the \(answers.tokens) tokens of answers "
        + "carr\(answers.withLoss == 1 || answers.withLoss == 0 ? "ies" : "y") loss; mended, \(mended.answers.withLoss) do"
    }
    return nil
  }
}

extension LossShares.Share {
  fileprivate mutating func add(_ counts: Bool, _ loss: Double) {
    tokens += 1
    guard counts else { return }
    withLoss += 1
    self.loss += loss
  }
}
