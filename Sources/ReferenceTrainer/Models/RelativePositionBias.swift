/// A trained number for each head and distance, added to the scores of attention: how T5 knows positions.
///
/// Raffel and others 2019, arXiv:1910.10683, section 2.1; buckets as transformers 5.23.0, `models/t5/modeling_t5.py`,
/// `_relative_position_bucket`.
final class RelativePositionBias: Module {
  /// Shape: `[buckets, heads]`.
  private let table: Tensor
  private let largestDistance: Int
  /// Whether a query also sees the keys behind it.
  private let isBidirectional: Bool

  init(_ configuration: EncoderDecoderConfiguration, isBidirectional: Bool, _ random: inout RandomNumbers) {
    let shape = [configuration.relativeBuckets, configuration.heads]
    let deviation = 1 / Float(configuration.width).squareRoot()
    table = Tensor(shape, random.normal(shape.product, deviation: deviation), requiresGradient: true)
    largestDistance = configuration.largestDistance
    self.isBidirectional = isBidirectional
  }

  let className = "Embedding"
  var parameters: [NamedParameter] { [NamedParameter(name: "weight", tensor: table)] }

  /// Shape: `[heads, queries, keys]`. The queries are told by their places among the keys.
  func callAsFunction(queries: Range<Int>, keys: Int) throws(PythonError) -> Tensor {
    var buckets: [Int] = []
    for query in queries { for key in 0..<keys { buckets.append(bucket(key - query)) } }
    let rows = try table.rows(IntegerTensor([queries.count * keys], buckets))  // [queries × keys, heads]
    return rows.transposed.reshaped([table.shape[1], queries.count, keys])
  }

  /// Near distances have a bucket each; further ones share buckets that grow as the logarithm does.
  private func bucket(_ offset: Int) -> Int {
    let buckets = isBidirectional ? table.shape[0] / 2 : table.shape[0]
    let first = isBidirectional && offset > 0 ? buckets : 0
    let distance = isBidirectional ? abs(offset) : max(0, -offset)
    let exact = buckets / 2
    guard distance >= exact else { return first + distance }
    let share =
      Elementary.log(Double(distance) / Double(exact))
      / Elementary.log(Double(largestDistance) / Double(exact))
    return first + min(exact + Int(share * Double(buckets - exact)), buckets - 1)
  }
}
