extension Tensor {
  /// What `layer` makes of this tensor, as a layer that is computed again in the backward pass would give it.
  ///
  /// PyTorch's reentrant way runs the layer without a history, and the second time from its inputs: where these require
  /// no gradient, nothing asks for the second time, and the layer's own parameters get no gradient either (torch 2.13.0,
  /// `utils/checkpoint.py` `CheckpointFunction`). The numbers are those of the plain way, so nothing is computed twice here.
  func checkpointed(_ isReentrant: Bool, _ layer: (Tensor) -> Tensor) -> Tensor {
    let output = layer(self)
    return isReentrant && !requiresGradient ? output.detached : output
  }
}
