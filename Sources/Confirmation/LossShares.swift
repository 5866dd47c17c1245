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
  /// O(rows × tokens × parts of the records).
  init(_ rows: [TrainedRow], _ records: [TextRecord]) {
    let conversations = records.map(ConversationPart.parts).filter { !$0.isEmpty }
    for row in rows { count(row, conversations) }
  }

  private mutating func count(_ row: TrainedRow, _ conversations: [[ConversationPart]]) {
    var kinds = [ConversationPart.Kind?](repeating: nil, count: row.tokens.count)
    var start = 0
    // A row holds one record, or several behind each other, the last of which may be cut.
    while start < row.tokens.count {
      let found = conversations.map { Self.places(of: $0, in: row.tokens, from: start) }
      let isBetter = { (left: [Place], right: [Place]) in
        (-left.count, left.first?.range.lowerBound ?? 0) < (-right.count, right.first?.range.lowerBound ?? 0)
      }
      guard let best = found.min(by: isBetter), let end = best.last?.range.upperBound else { break }
      for place in best { for index in place.range { kinds[index] = place.kind } }
      start = end
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

  private typealias Place = (kind: ConversationPart.Kind, range: Range<Int>)

  /// Where the parts stand, each behind the one before, as far as they are there. O(tokens × length of the parts).
  private static func places(of parts: [ConversationPart], in tokens: [Int], from start: Int) -> [Place] {
    var (places, cursor) = ([Place](), start)
    for part in parts where !part.tokens.isEmpty {
      let last = tokens.count - part.tokens.count
      guard cursor <= last,
        let place = (cursor...last).first(where: {
          tokens[$0..<$0 + part.tokens.count].elementsEqual(part.tokens)
        })
      else { break }
      places.append((part.kind, place..<place + part.tokens.count))
      cursor = place + part.tokens.count
    }
    return places
  }

  /// The part of the whole loss that lies on prompts, from 0 to 1.
  var promptLoss: Double {
    let whole = prompts.loss + answers.loss + others.loss
    return whole > 0 ? prompts.loss / whole : 0
  }

  /// Whether answers are learned, all of them, and no prompt is.
  var isRight: Bool {
    prompts.tokens > 0 && prompts.withLoss == 0 && answers.tokens > 0 && answers.withLoss == answers.tokens
  }

  /// Whether both runs saw the same parts, so that nothing but their loss can differ.
  func sawTheSame(as other: LossShares) -> Bool {
    prompts.tokens == other.prompts.tokens && answers.tokens == other.answers.tokens
  }

  /// What is wrong in words, beside a run in which nothing is; nil where nothing is here either.
  var fault: String? {
    if prompts.withLoss > 0 {
      let percent = Int((promptLoss * 100).rounded())
      return
        "\(prompts.withLoss) of \(prompts.tokens) prompt tokens carry \(percent) % of the loss; mended, none does"
    }
    guard answers.withLoss < answers.tokens else { return nil }
    let some = answers.withLoss == 0 ? "none" : "only \(answers.withLoss)"
    let carry = answers.withLoss < 2 ? "carries" : "carry"
    return "\(some) of the \(answers.tokens) tokens of answers \(carry) loss; mended, all do"
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
