/// Which elements of a head's vector turn together in rotary position embeddings.
package enum RotaryLayout: Hashable, Sendable {
  /// Element i of the first half with element i of the second: Llama (`rotate_half`).
  case halves
  /// Elements 2i and 2i + 1: GLM and ChatGLM.
  case neighbours

  /// The two elements of pair `pair` among `width` elements.
  func elements(ofPair pair: Int, width: Int) -> (Int, Int) {
    switch self {
    case .halves: (pair, pair + width / 2)
    case .neighbours: (2 * pair, 2 * pair + 1)
    }
  }
}

extension Tensor {
  /// Turns pairs of elements by the angles of their position, the first of which is `first`; elements behind the first
  /// `table.width` stay. Shapes: `[batch, heads, positions, n] → [batch, heads, positions, n]`.
  ///
  /// Su and others 2021, arXiv:2104.09864.
  func rotated(by table: RotaryTable, _ layout: RotaryLayout, from first: Int = 0) -> Tensor {
    let (positions, width) = (shape[2], shape[3])
    func turned(_ elements: [Float], sign: Float) -> [Float] {
      var turned = elements
      for row in 0..<elements.count / width {
        let vector = row * width
        for pair in 0..<table.width / 2 {
          let (cosine, sine) = table.angle(position: first + row % positions, pair: pair)
          let (one, other) = layout.elements(ofPair: pair, width: table.width)
          let (x, y) = (elements[vector + one], elements[vector + other])
          turned[vector + one] = x * cosine - y * sign * sine
          turned[vector + other] = y * cosine + x * sign * sine
        }
      }
      return turned
    }
    return Tensor(shape, turned(elements, sign: 1), from: [self]) { gradient in [turned(gradient, sign: -1)] }
  }
}

/// The cosines and sines of rotary position embeddings.
struct RotaryTable {
  /// How many elements of a head's vector turn; even.
  let width: Int
  private let cosines: [Float]
  private let sines: [Float]

  /// The angle of a pair at a position is `position / base^(2 · pair / width)`. As transformers 5.23.0
  /// (`LlamaRotaryEmbedding`) each step is rounded to 32 bits. O(positions × width).
  init(positions: Int, width: Int, base: Double) {
    self.width = width
    var (cosines, sines): ([Float], [Float]) = ([], [])
    let frequencies = (0..<width / 2).map { pair in
      1 / Float(Elementary.power(base, Double(Float(2 * pair) / Float(width))))
    }
    for position in 0..<positions {
      for frequency in frequencies {
        let angle = Double(Float(position) * frequency)
        cosines.append(Float(Elementary.cos(angle)))
        sines.append(Float(Elementary.sin(angle)))
      }
    }
    (self.cosines, self.sines) = (cosines, sines)
  }

  func angle(position: Int, pair: Int) -> (cosine: Float, sine: Float) {
    let place = position * (width / 2) + pair
    return (cosines[place], sines[place])
  }
}
