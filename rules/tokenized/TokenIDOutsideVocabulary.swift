import Datasets
import Linting
import Setup
import Syntax

/// Rows of tokens with an id that the model's embedding has no row for.
enum TokenIDOutsideVocabulary: SetupRule {
  static let metadata = RuleMetadata(
    "token-id-outside-vocabulary", family: "tokenized", severity: .error, since: "0.1.0", observing: .signs,
    "a token id that the model's vocabulary does not have")

  private static let signsOfLargerEmbeddings = [
    "resize_", "vocab_size", "Embedding", "add_new_tokens", "add_tokens", "add_special_tokens",
  ]

  static func check(_ setup: TrainingSetup) -> [Observed] {
    guard let fact = setup.model?["vocab_size"], case .integer(let size)? = fact.value, size > 0,
      // Whoever makes the embedding larger knows of the new ids.
      Self.signsOfLargerEmbeddings.allSatisfy({ !setup.anchor.file.mentions($0) })
    else { return [] }
    return setup.splits.compactMap { split -> Observed? in
      guard let largest = split.unchangedRecords?.tokens.largest, largest.id >= size,
        let place = largest.place
      else {
        return nil
      }
      return Observed(
        at: place.asPlace, label: "the largest id is \(size - 1)",
        "the \(split.split.rawValue) records have the token id \(largest.id), and the model's vocabulary ends at \(size - 1)",
        advice: "make the tokens with the tokenizer of this model",
        related: fact.span.map { [RelatedPlace(.span($0), "the size of the vocabulary")] } ?? [],
        effects: [
          // Run: `fixtures/goldens/trainer_records.py`, trl 0.15.2 to 1.16.0, transformers 4.49.0 to 5.23.0.
          Effect(
            .always, when: .duringTraining, severity: .error,
            "the training ends with IndexError (index out of range in self) at such a record; on a GPU with a device-side assert"
          )
        ], versions: setup.versions)
    }
  }
}
