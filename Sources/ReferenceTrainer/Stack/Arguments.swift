/// A value that is handed to a call.
package enum Argument {
  case none
  /// Token ids, labels, masks.
  case integers(IntegerTensor)
  /// How many labels a step has: `num_items_in_batch`.
  case count(Float)
  /// Vectors in place of tokens: `inputs_embeds`.
  case vectors(Tensor)
  /// `past_key_values`.
  case cache(AttentionPrefix)
  /// `True` or `False`.
  case flag(Bool)

  /// The vectors; nil for anything else.
  var vectors: Tensor? { if case .vectors(let tensor) = self { tensor } else { nil } }
  /// The keys and values; nil for anything else.
  var cache: AttentionPrefix? { if case .cache(let prefix) = self { prefix } else { nil } }
  /// The integers; nil for anything else.
  var integers: IntegerTensor? { if case .integers(let tensor) = self { tensor } else { nil } }
  var isNone: Bool { if case .none = self { true } else { false } }
}

/// The keyword arguments of a call, or a batch, in their order: a Python dict.
package struct Arguments {
  private var items: [(name: String, value: Argument)] = []

  package init() {}

  package var names: [String] { items.map(\.name) }

  /// Nil where nothing has this name; set to nil, the name goes. O(arguments).
  package subscript(name: String) -> Argument? {
    get { items.first { $0.name == name }?.value }
    set {
      let place = items.firstIndex { $0.name == name }
      switch (place, newValue) {
      case (let place?, let value?): items[place].value = value
      case (let place?, nil): items.remove(at: place)
      case (nil, let value?): items.append((name, value))
      case (nil, nil): break
      }
    }
  }

  /// Takes an argument away, as a dict's `pop` without a default.
  ///
  /// - Throws: `KeyError` where it is not there.
  mutating func pop(_ name: String) throws(PythonError) -> Argument {
    guard let value = self[name] else { throw PythonError("KeyError", "'\(name)'") }
    self[name] = nil
    return value
  }
}
