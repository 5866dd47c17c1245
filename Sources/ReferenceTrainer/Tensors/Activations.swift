// Functions of one number, applied to each element. Shapes: `[…] → […]`.

extension Tensor {
  /// x · σ(x), also called swish: the gate of Llama's and GLM's feed-forward layers.
  var silu: Tensor {
    applying { x in
      let sigmoid = 1 / (1 + Elementary.exp(-x))
      return (x * sigmoid, sigmoid * (1 + x * (1 - sigmoid)))
    }
  }

  /// max(x, 0): T5 1.0's feed-forward layer.
  var relu: Tensor { applying { x in x > 0 ? (x, 1) : (0, 0) } }

  /// The approximation of GELU by tanh, which T5 1.1 calls `gelu_new`.
  var geluNew: Tensor {
    applying { x in
      let scale: Float = 0.797_884_560_802_865_4  // √(2/π)
      let tanh = Elementary.tanh(scale * (x + 0.044715 * x * x * x))
      let slope = (1 - tanh * tanh) * scale * (1 + 3 * 0.044715 * x * x)
      return (0.5 * x * (1 + tanh), 0.5 * (1 + tanh) + 0.5 * x * slope)
    }
  }

  /// log(1 + eˣ), which is -log σ(-x): the loss of a choice between two.
  var softplus: Tensor {
    applying { x in
      let (value, size) = (Double(x), Double(abs(x)))
      let small = Elementary.exp(-size)
      let sigmoid = value >= 0 ? 1 / (1 + small) : small / (1 + small)
      return (Float(max(value, 0) + Elementary.log(1 + small)), Float(sigmoid))
    }
  }

  /// Applies a function that gives the value and the derivative at a point.
  private func applying(_ function: (Float) -> (value: Float, slope: Float)) -> Tensor {
    var values = elements
    var slopes = [Float](repeating: 0, count: requiresGradient ? count : 0)
    for index in values.indices {
      let (value, slope) = function(values[index])
      values[index] = value
      if requiresGradient { slopes[index] = slope }
    }
    return Tensor(shape, values, from: [self]) { gradient in [zip(gradient, slopes).map(*)] }
  }
}
