extension Module {
  /// Takes the value of every parameter from the array of its name behind `prefix`.
  ///
  /// - Throws: `KeyError` for a name that is not there, `RuntimeError` for another shape; then nothing is changed.
  package func load(_ file: Safetensors, under prefix: String = "") throws(PythonError) {
    var values: [(Tensor, [Float])] = []
    for parameter in namedParameters {
      guard let entry = file.entries[prefix + parameter.name] else {
        throw PythonError("KeyError", "'\(prefix + parameter.name)'")
      }
      guard entry.shape == parameter.tensor.shape else {
        throw PythonError(
          "RuntimeError",
          "size mismatch for \(parameter.name): \(entry.shape) is stored, \(parameter.tensor.shape) is needed"
        )
      }
      values.append((parameter.tensor, entry.elements.map(Float.init)))
    }
    for (tensor, elements) in values { tensor.elements = elements }
  }

  /// Every parameter under its name.
  package var stored: Safetensors {
    Safetensors(
      entries: Dictionary(
        namedParameters.map {
          ($0.name, Safetensors.Entry(shape: $0.tensor.shape, elements: $0.tensor.elements.map(Double.init)))
        }, uniquingKeysWith: { first, _ in first }))
  }
}
