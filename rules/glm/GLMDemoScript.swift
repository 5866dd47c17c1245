import Datasets
import Setup
import Syntax

/// The fine-tuning script of ChatGLM3 or of GLM-4, or somebody's own that has grown out of it, as far as it reads data.
///
/// THUDM/ChatGLM3 `finetune_demo/finetune_hf.py` at 732294f and THUDM/GLM-4 `finetune/finetune.py` at 3f79b54, run:
/// `fixtures/goldens/glm_demos.py`.
struct GLMDemoScript {
  enum Demo { case chatGLM3, glm4 }

  let demo: Demo
  let file: SourceFile

  /// nil for other runs, and where no script was found, or one that reads neither `conversations` nor `messages` of a batch.
  init?(_ setup: TrainingSetup) {
    guard setup.dialect == .glmDemo, let file = setup.trainer?.span.file else { return nil }
    let keys = [Demo.chatGLM3: "conversations", .glm4: "messages"]
    let read = keys.filter { _, key in file.mentions("batch['\(key)']") || file.mentions("batch[\"\(key)\"]")
    }
    guard read.count == 1, let demo = read.first?.key else { return nil }
    (self.demo, self.file) = (demo, file)
  }

  /// The key of a record under which the turns stand.
  var key: String { demo == .chatGLM3 ? "conversations" : "messages" }

  var name: String { demo == .chatGLM3 ? "ChatGLM3's fine-tuning script" : "GLM-4's fine-tuning script" }

  /// Whether it refuses tools and turns of them.
  var refusesTools: Bool {
    file.mentions("tools is not None") && file.mentions("raise NotImplementedError()")
  }

  /// Whether it hands the file's ending to `load_dataset` as the builder's name.
  var loadsByEnding: Bool { file.mentions("data_format[1:]") }

  /// Whether it takes no ending but `.jsonl`.
  var wantsLines: Bool {
    file.mentions("data_format == \".jsonl\"") || file.mentions("data_format == '.jsonl'")
  }

  /// Whether it cuts rows behind `max_input_length` and `max_output_length` and one more token.
  var cutsBehindBothLengths: Bool { file.mentions("max_input_length + max_output_length + 1") }

  /// Whether it ends the questions that it evaluates on behind `max_input_length`.
  var cutsEvaluatedQuestions: Bool { file.mentions("input_ids[:max_input_length]") }

  /// Whether no code of it reads the `loss` of a turn.
  var readsNoLossField: Bool { !file.mentions("\"loss\"") && !file.mentions("'loss'") }
}
