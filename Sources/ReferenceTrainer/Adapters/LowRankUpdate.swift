/// What LoRA adds to a linear layer: a product of two narrow matrices, scaled.
///
/// Hu and others 2021, arXiv:2106.09685; as peft 0.21.2, `tuners/lora/layer.py`.
package final class LowRankUpdate {
  /// Shape: `[rank, in]`.
  package let down: Tensor
  /// Shape: `[out, rank]`; zeros at the start, so that the update is nothing.
  package let up: Tensor
  /// `alpha / rank`, or `alpha / √rank` with `use_rslora`.
  package let scaling: Float
  private let dropoutRate: Float
  private var random: RandomNumbers
  var isTraining = false

  package init(down: Tensor, up: Tensor, scaling: Float, dropoutRate: Float = 0, seed: UInt64 = 0) {
    (self.down, self.up, self.scaling, self.dropoutRate) = (down, up, scaling, dropoutRate)
    random = RandomNumbers(seed: seed)
  }

  /// Shapes: `[…, in] → […, out]`.
  func callAsFunction(_ input: Tensor) -> Tensor {
    var input = input
    if isTraining, dropoutRate > 0 { input = input.dropout(dropoutRate, &random) }
    return input.rowsTimesTransposed(down).rowsTimesTransposed(up) * scaling
  }

  /// Beside a table: the rows of tokens. Shapes: `ids [batch, positions] → [batch, positions, out]`. No dropout, as peft's
  /// `lora.Embedding`.
  ///
  /// - Throws: `IndexError` for a token outside of the vocabulary.
  func rows(_ ids: IntegerTensor) throws(PythonError) -> Tensor {
    try down.transposed.rows(ids).rowsTimesTransposed(up) * scaling
  }

  /// The update as a matrix of the layer's shape, which merging adds to its weight. Shape: `[out, in]`.
  package var merged: Tensor { up.detached.matrixProduct(down.detached) * scaling }

  /// The names inside of a linear layer; beside a table they are parameters of their own.
  var parameters: [NamedParameter] {
    [
      NamedParameter(name: "lora_A.default.weight", tensor: down),
      NamedParameter(name: "lora_B.default.weight", tensor: up),
    ]
  }
}

/// A layer that LoRA can stand beside.
protocol AdaptableLayer: Module {
  var inputWidth: Int { get }
  var outputWidth: Int { get }
  /// What LoRA adds.
  var update: LowRankUpdate? { get set }
}
