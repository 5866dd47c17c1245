/// The `AutoModel…` classes of transformers. Source: transformers/models/auto/modeling_auto.py from 4.28.0
/// (`tables/auto_classes.tsv`).
package enum AutoClasses {
  /// The releases of transformers that have the class; empty where none has it.
  package static func releases(having name: String) -> [ReleaseInterval] {
    KnowledgeTable(EmbeddedTables.autoClasses).rows(name).map { ReleaseInterval(endOf: $0) }
  }

  /// The task type of peft that models of an auto class are trained for; nil for classes that peft has none
  /// for. Source: peft/auto.py 0.4.0 to 0.21.2, which pairs each auto class with a `PeftModelFor…`.
  package static func taskType(_ name: String) -> String? {
    switch name {
    case "AutoModelForCausalLM": "CAUSAL_LM"
    case "AutoModelForSeq2SeqLM": "SEQ_2_SEQ_LM"
    case "AutoModelForSequenceClassification": "SEQ_CLS"
    case "AutoModelForTokenClassification": "TOKEN_CLS"
    case "AutoModelForQuestionAnswering": "QUESTION_ANS"
    default: nil
    }
  }
}
