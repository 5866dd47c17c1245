import Foundation

@testable import ReferenceTrainer

/// The numbers of one model that fixtures/goldens/reference_trainer.py wrote.
struct TrainerGolden {
  let model: String
  let file: Safetensors

  static let models = ["llama", "glm4", "chatglm", "t5", "t5v11"]

  init(_ model: String) throws {
    self.model = model
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let path = root.appending(path: "fixtures/goldens/trainer/\(model).safetensors")
    file = try Safetensors(Array(try Data(contentsOf: path)))
  }

  /// The model with the stored weights. The settings are those of the script.
  /// The model as transformers' class around it is given it.
  func makeNetwork() throws -> PretrainedModel.Network {
    switch try makeModel() {
    case let decoder as Decoder: .decoder(decoder)
    case let model as EncoderDecoder: .encoderDecoder(model)
    case let other: throw PythonError("TypeError", "no network is a \(other.className)")
    }
  }

  func makeModel() throws -> any LanguageModel {
    let made: any LanguageModel
    switch model {
    case "t5", "t5v11":
      var configuration = EncoderDecoderConfiguration()
      configuration.vocabularySize = 48
      configuration.headWidth = 8
      configuration.feedForwardWidth = 24
      if model == "t5v11" {
        configuration.layers = 1
        configuration.hasGate = true
        configuration.scalesLastStates = false
      }
      made = EncoderDecoder(configuration)
    default:
      var configuration = DecoderConfiguration(
        model == "llama" ? .llama : model == "glm4" ? .glm4 : .chatGLM)
      configuration.vocabularySize = 48
      configuration.headWidth = 8
      configuration.feedForwardWidth = 24
      configuration.hasAttentionBias = model != "llama"
      made = Decoder(configuration)
    }
    try made.load(file, under: "weights/")
    return made
  }

  var targets: [String] {
    switch model {
    case "llama": ["q_proj", "v_proj", "down_proj"]
    case "glm4": ["q_proj", "gate_up_proj"]
    case "chatglm": ["query_key_value"]
    default: ["q", "v", "wo"]
    }
  }

  var loRA: LoRASettings {
    var settings = LoRASettings(targets: model == "t5v11" ? .allLinear : .names(targets))
    settings.rank = model == "chatglm" ? 2 : 4
    settings.alpha = ["llama": 8, "glm4": 8, "chatglm": 16][model] ?? 4
    settings.scalesByRoot = model == "glm4"
    return settings
  }

  struct Batch {
    let tokens: IntegerTensor
    let mask: IntegerTensor
    let labels: IntegerTensor
  }

  /// `inputs()` of the script.
  static var batches: [Batch] {
    var state = 12345
    return [[9, 7, 4], [5, 8, 6]].map { (lengths: [Int]) in
      var (tokens, mask, labels): ([[Int]], [[Int]], [[Int]]) = ([], [], [])
      for length in lengths {
        let row = (0..<length).map { _ in
          state = (state * 1_103_515_245 + 12345) % (1 << 31)
          return 3 + (state >> 16) % 45
        }
        let padding = lengths.max()! - length
        tokens.append(row + Array(repeating: 0, count: padding))
        mask.append(Array(repeating: 1, count: length) + Array(repeating: 0, count: padding))
        labels.append(
          Array(repeating: -100, count: length / 3) + row[(length / 3)...]
            + Array(repeating: -100, count: padding))
      }
      return Batch(tokens: IntegerTensor(tokens), mask: IntegerTensor(mask), labels: IntegerTensor(labels))
    }
  }

  /// How far `ours` is from the 64-bit result `name`, and how far PyTorch's 32-bit run is; both by the norm.
  func gaps(_ name: String, _ ours: [Float]) -> (ours: Double, torch: Double)? {
    guard let entry = file.entries[name], entry.elements.count == ours.count,
      let torch = file.metadata["gap/\(name)"].flatMap(Double.init)
    else { return nil }
    let difference = zip(entry.elements, ours).reduce(0.0) {
      $0 + ($1.0 - Double($1.1)) * ($1.0 - Double($1.1))
    }
    let norm = entry.elements.reduce(0.0) { $0 + $1 * $1 }
    return ((difference / norm).squareRoot(), torch)
  }
}
