import Syntax

extension Evaluated {
  /// What the program knows of a value, as a fact of the set-up.
  package var fact: Fact<SetupValue> {
    switch value {
    case .unknown(let reason): return fact(.unknown(reason))
    case .oneOf(let values): return fact(ofOneOf: values)
    default: return fact(setupValue.map { .known($0) } ?? .unknown("it is not known in full"))
    }
  }

  private func fact(_ state: Fact<SetupValue>.State, alternativeSpans: [Span] = []) -> Fact<SetupValue> {
    Fact(state, span: span, uses: uses, isShared: isShared, alternativeSpans: alternativeSpans)
  }

  /// Each different value once, where it is first written; unknown where one of them is.
  private func fact(ofOneOf values: [Evaluated]) -> Fact<SetupValue> {
    var different: [SetupValue] = []
    var spans: [Span] = []
    for value in values {
      let fact = value.fact
      if case .unknown(let reason) = fact.state { return self.fact(.unknown(reason)) }
      for place in fact.possiblePlaces where !different.contains(place.value) {
        different.append(place.value)
        spans.append(place.span ?? value.span)
      }
    }
    if different.count == 1 { return fact(.known(different[0])) }
    return fact(.oneOf(different), alternativeSpans: spans)
  }

  /// The value in full; nil where a part of it is not known.
  package var setupValue: SetupValue? {
    switch value {
    case .constant(let constant): return constant
    case .symbol(let name): return .symbol(name)
    case .sequence(let elements, _, nil):
      let known = elements.compactMap(\.setupValue)
      return known.count == elements.count ? .list(known) : nil
    case .dictionary(let dictionary) where dictionary.openReason == nil:
      let known = dictionary.entries.compactMap { entry in
        entry.value.setupValue.map { SetupValue.Entry(key: entry.key, value: $0) }
      }
      return known.count == dictionary.entries.count ? .mapping(known) : nil
    case .derived(let maker, .call):
      if case .symbol(let name) = maker.value { return .object(type: name) }
      return nil
    default: return nil
    }
  }

  /// The text that it certainly is.
  package var text: String? {
    if case .constant(.string(let text)) = value { return text }
    return nil
  }

  /// The library's name that it certainly is.
  package var symbol: String? {
    if case .symbol(let name) = value { return name }
    return nil
  }

  /// The function or class that was called to make it, and the call.
  package var making: (maker: Evaluated, site: PythonCallSite)? {
    if case .derived(let maker, .call(let site)) = value { return (maker, site) }
    return nil
  }

  /// `receiver.name(...)`: the receiver, the method's name, and the call.
  package var methodCall: (receiver: Evaluated, name: String, site: PythonCallSite)? {
    guard let (maker, site) = making, case .derived(let receiver, .attribute(let name)) = maker.value else {
      return nil
    }
    return (receiver, name, site)
  }

  /// The library class whose `name` method was called, such as `transformers.AutoModel` of `.from_pretrained(...)`.
  package var classMethodCall: (type: String, name: String, site: PythonCallSite)? {
    guard let (maker, site) = making, let full = maker.symbol,
      let dot = full.utf8.lastIndex(of: UInt8(ascii: "."))
    else { return nil }
    return (String(full[..<dot]), String(full[full.index(after: dot)...]), site)
  }

  /// Every value that it may be, branches opened up.
  package var alternatives: [Evaluated] {
    if case .oneOf(let values) = value { return values.flatMap(\.alternatives) }
    return [self]
  }
}
