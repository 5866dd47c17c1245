/// A model as a training script sees it: something that is called with keyword arguments.
package protocol CallableModel {
  /// The name of the class.
  var className: String { get }
  /// The parameters of the class's own `forward`.
  var signature: CallSignature { get }
  /// The model inside of all wrappers.
  var base: PretrainedModel { get }
  /// The parameters that gradients reach.
  var trainableParameters: [NamedParameter] { get }

  /// Calls the model, as Python's `model(**arguments)`.
  ///
  /// - Throws: what the call raises.
  func call(_ arguments: Arguments) throws(PythonError) -> ModelOutput
}

/// What a model gives back: an ordered dict in transformers.
package struct ModelOutput {
  /// Nil where no labels were given.
  package let loss: Tensor?
  /// Shape: `[batch, positions, vocabulary]`.
  package let logits: Tensor
  /// The names of what is there.
  package let keys: [String]
}

/// A network under its class of transformers.
package struct PretrainedModel: CallableModel {
  /// The mathematics, one of two kinds.
  package enum Network {
    case decoder(Decoder)
    case encoderDecoder(EncoderDecoder)
  }

  package let network: Network
  package let stack: Stack

  /// The parts that PEFT has wrapped; nil for none.
  var savedModules: SavedModules?

  /// The parameters of `forward` where they are not those of the network's own family.
  private let otherSignature: CallSignature?

  package init(_ network: Network, _ stack: Stack, signature: CallSignature? = nil) {
    (self.network, self.stack, otherSignature) = (network, stack, signature)
  }

  package var module: any LanguageModel {
    switch network {
    case .decoder(let decoder): decoder
    case .encoderDecoder(let model): model
    }
  }

  /// `gradient_checkpointing_enable`: from 5.0.0 on it sees to inputs with gradients by itself (transformers 4.57.6 and
  /// 5.0.0, `modeling_utils.py`). Where an adapter comes to a model that has it on, PEFT sees to them (peft 0.7.1 to
  /// 0.21.2, `peft_model.py` `_prepare_model_for_gradient_checkpointing`).
  func enableCheckpointing(isReentrant: Bool, isBeforeAdapter: Bool = false) {
    module.recomputesLayers = true
    let outputRequiresGradient = isBeforeAdapter || stack.transformers >= LibraryRelease(5, 0)
    switch network {
    case .decoder(let decoder):
      decoder.checkpointsReentrantly = isReentrant
      decoder.embedding.outputRequiresGradient = outputRequiresGradient
    case .encoderDecoder(let model):
      model.checkpointsReentrantly = isReentrant
      model.embedding.outputRequiresGradient = outputRequiresGradient
    }
  }

  package var className: String {
    otherSignature.map { String($0.function.prefix { $0 != "." }) } ?? module.className
  }
  package var base: PretrainedModel { self }
  package var trainableParameters: [NamedParameter] { module.trainableParameters }

  /// The vectors of tokens. Shapes: `[batch, positions] → [batch, positions, width]`.
  ///
  /// - Throws: `IndexError` for a token outside of the vocabulary.
  func embed(_ tokens: IntegerTensor) throws(PythonError) -> Tensor {
    switch network {
    case .decoder(let decoder): try decoder.embed(tokens)
    case .encoderDecoder(let model): try model.embedding(tokens)
    }
  }

  package var signature: CallSignature {
    if let otherSignature { return otherSignature }
    switch network {
    case .decoder(let decoder):
      return ForwardSignatures.decoder(decoder.configuration.family, stack.transformers)
    case .encoderDecoder: return ForwardSignatures.encoderDecoder(stack.transformers)
    }
  }

  package func call(_ arguments: Arguments) throws(PythonError) -> ModelOutput {
    try signature.bind(arguments)
    switch network {
    case .decoder(let decoder): return try call(decoder, arguments)
    case .encoderDecoder(let model): return try call(model, arguments)
    }
  }

  private func call(_ decoder: Decoder, _ arguments: Arguments) throws(PythonError) -> ModelOutput {
    let embedded = try embedded(decoder, arguments)
    let prefix = try arguments["past_key_values"]?.cache.flatMap { prefix throws(PythonError) in
      let configuration = decoder.configuration
      return try PrefixCache.read(
        prefix, headShape: [configuration.keyValueHeads, configuration.headWidth], stack)
    }
    let hidden = decoder.hiddenStates(
      embedded, mask: arguments["attention_mask"]?.integers, prefix: prefix)
    let logits = decoder.logits(hidden)
    let keepsCache = arguments["use_cache"].map { if case .flag(false) = $0 { false } else { true } } ?? true
    guard let labels = arguments["labels"]?.integers else { return output(nil, logits, keepsCache) }
    // Remote code of ChatGLM takes no count, and means over the labels.
    var count: Float?
    if case .count(let items)? = arguments["num_items_in_batch"], signature.keywords != nil { count = items }
    return output(try loss(logits, labels, itemCount: count), logits, keepsCache)
  }

  /// ChatGLM takes the shape of the tokens whatever else is there.
  private func embedded(_ decoder: Decoder, _ arguments: Arguments) throws(PythonError) -> Tensor {
    let vectors = arguments["inputs_embeds"]?.vectors
    if let vectors, decoder.configuration.family != .chatGLM { return vectors }
    guard let tokens = arguments["input_ids"]?.integers else { throw noInput(decoder) }
    return try decoder.embed(tokens)
  }

  /// Before 4.46, and in ChatGLM's own code, logits without the last one meet labels without the first: where there
  /// are fewer labels than tokens, the error counts one less of both.
  private func loss(_ logits: Tensor, _ labels: IntegerTensor, itemCount: Float?) throws(PythonError)
    -> Tensor
  {
    let positions = logits.shape[1]
    var cutsBoth = stack.transformers < LibraryRelease(4, 46)
    if case .decoder(let decoder) = network {
      cutsBoth = cutsBoth || decoder.configuration.family == .chatGLM
    }
    guard cutsBoth, labels.shape[1] != positions else {
      return try NextTokenLoss.of(logits, labels, itemCount: itemCount)
    }
    let shorter = logits.slice(0..<positions - 1, ofAxis: 1)
    return try shorter.reshaped([shorter.count / logits.shape[2], logits.shape[2]])
      .crossEntropy(labels.rows.flatMap { $0.dropFirst() })
  }

  private func call(_ model: EncoderDecoder, _ arguments: Arguments) throws(PythonError) -> ModelOutput {
    let tokens = try arguments["input_ids"]?.integers.map { tokens throws(PythonError) in try embed(tokens) }
    guard let embedded = arguments["inputs_embeds"]?.vectors ?? tokens else {
      throw PythonError("ValueError", noInputMessage)
    }
    let mask = arguments["attention_mask"]?.integers
    let encoded = try model.encode(embedded, mask: mask)
    let labels = arguments["labels"]?.integers
    guard let decoded = arguments["decoder_input_ids"]?.integers ?? labels.map(model.decoderInput) else {
      throw PythonError("ValueError", noDecoderInputMessage)
    }
    let prefix = arguments["past_key_values"]?.cache
    if let prefix {
      try PrefixCache.compare(prefix, [model.configuration.heads, model.configuration.headWidth])
    }
    let logits = try model.decode(decoded, encoded: encoded, encoderMask: mask, prefix: prefix)
    guard let labels else { return output(nil, logits) }
    let flat = logits.reshaped([decoded.elements.count, model.configuration.vocabularySize])
    return output(try flat.crossEntropy(labels.elements), logits)
  }

  private func output(_ loss: Tensor?, _ logits: Tensor, _ keepsCache: Bool = true) -> ModelOutput {
    let keys = (loss == nil ? [] : ["loss"]) + ["logits"] + (keepsCache ? cacheKeys : [])
    return ModelOutput(loss: loss, logits: logits, keys: keys)
  }

  /// Whether the keys and values come back, too: not from ChatGLM as it is trained here, nor, in training, from
  /// releases whose trainer switches the cache off.
  private var cacheKeys: [String] {
    if case .decoder(let decoder) = network, decoder.configuration.family == .chatGLM { return [] }
    // Layers that are computed again have none either.
    let hasCache = stack.transformers < LibraryRelease(5, 0) && !module.recomputesLayers
    return hasCache ? ["past_key_values"] : []
  }

  private func noInput(_ decoder: Decoder) -> PythonError {
    // The remote code takes the shape at once.
    if decoder.configuration.family == .chatGLM {
      return PythonError("AttributeError", "'NoneType' object has no attribute 'shape'")
    }
    return PythonError("ValueError", noInputMessage)
  }

  private var noInputMessage: String { "You must specify exactly one of input_ids or inputs_embeds" }

  /// transformers 4.40.2 and 5.23.0, `T5Stack.forward`.
  private var noDecoderInputMessage: String {
    stack.transformers < LibraryRelease(5, 0)
      ? "You have to specify either decoder_input_ids or decoder_inputs_embeds" : noInputMessage
  }
}
