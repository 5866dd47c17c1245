import Syntax

/// One thing that is known, or not known, about a training run, and where it is written.
///
/// Rules speak only of what is known. *Absent* means that nothing was written although we would have seen it;
/// the consumer's default of that version then applies. *Unknown* carries the reason, for the run card.
package struct Fact<Value: Hashable & Sendable>: Sendable, Hashable {
  package enum State: Hashable, Sendable {
    case known(Value)
    /// One of several, by a branch or by several callers; at least two, in the order of the text.
    case oneOf([Value])
    case absent
    /// Why it cannot be known, lower case: `the value comes from the command line`.
    case unknown(String)
  }

  package let state: State
  /// Where the value itself is written; for *unknown*, where knowledge ended; for *absent*, where it would stand.
  package let span: Span?
  /// What this value took the place of, the most recent first.
  package var overrode: [Overridden<Value>] { history?.overrode ?? [] }
  /// Other places that name or hand on this value: the argument that passes a variable, the alias.
  package var uses: [Span] { history?.uses ?? [] }
  /// The text at `span` also serves somebody else (an anchor, a merge key, a variable used twice), so a fix
  /// there would change more than this fact.
  package let isShared: Bool
  /// For *one of*: where each value is written, in their order; empty where only `span` is known.
  package var alternativeSpans: [Span] { history?.alternativeSpans ?? [] }

  /// What few facts have, apart from them so that facts are cheap to hand around; nil where all of it is empty.
  private let history: History?

  private final class History: Hashable, Sendable {
    let overrode: [Overridden<Value>]
    let uses: [Span]
    let alternativeSpans: [Span]

    init(_ overrode: [Overridden<Value>], _ uses: [Span], _ alternativeSpans: [Span]) {
      self.overrode = overrode
      self.uses = uses
      self.alternativeSpans = alternativeSpans
    }

    static func == (left: History, right: History) -> Bool {
      left.overrode == right.overrode && left.uses == right.uses
        && left.alternativeSpans == right.alternativeSpans
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(overrode)
      hasher.combine(uses)
      hasher.combine(alternativeSpans)
    }
  }

  package init(
    _ state: State, span: Span?, overrode: [Overridden<Value>] = [], uses: [Span] = [],
    isShared: Bool = false,
    alternativeSpans: [Span] = []
  ) {
    self.state = state
    self.span = span
    self.isShared = isShared
    let isEmpty = overrode.isEmpty && uses.isEmpty && alternativeSpans.isEmpty
    history = isEmpty ? nil : History(overrode, uses, alternativeSpans)
  }

  package static func known(_ value: Value, at span: Span?, uses: [Span] = [], isShared: Bool = false) -> Fact
  {
    Fact(.known(value), span: span, uses: uses, isShared: isShared)
  }

  package static func unknown(_ reason: String, at span: Span? = nil) -> Fact {
    Fact(.unknown(reason), span: span)
  }

  package static func absent(at span: Span? = nil) -> Fact { Fact(.absent, span: span) }

  /// The value where it is known to be just one.
  package var value: Value? {
    if case .known(let value) = state { return value }
    return nil
  }

  /// Every value it may have; empty for absent and unknown.
  package var possibleValues: [Value] {
    switch state {
    case .known(let value): return [value]
    case .oneOf(let values): return values
    case .absent, .unknown: return []
    }
  }

  /// Every value it may have, with the place where that one is written.
  package var possiblePlaces: [(value: Value, span: Span?)] {
    let values = possibleValues
    guard values.count == alternativeSpans.count else { return values.map { ($0, span) } }
    return zip(values, alternativeSpans).map { ($0, $1) }
  }

  package var isAbsent: Bool {
    if case .absent = state { return true }
    return false
  }
  package var isUnknown: Bool {
    if case .unknown = state { return true }
    return false
  }

  /// The same fact of another type; values that do not translate make it unknown for `reason`.
  package func map<Other: Hashable & Sendable>(
    orUnknown reason: String, _ translate: (Value) -> Other?
  ) -> Fact<Other> {
    let translated: Fact<Other>.State
    switch state {
    case .known(let value): translated = translate(value).map { .known($0) } ?? .unknown(reason)
    case .oneOf(let values):
      let others = values.compactMap(translate)
      translated = others.count == values.count ? .oneOf(others) : .unknown(reason)
    case .absent: translated = .absent
    case .unknown(let why): translated = .unknown(why)
    }
    let earlier = overrode.compactMap { old in
      translate(old.value).map { Overridden<Other>(value: $0, span: old.span) }
    }
    return Fact<Other>(
      translated, span: span, overrode: earlier, uses: uses, isShared: isShared,
      alternativeSpans: alternativeSpans)
  }

  /// This fact where it says anything; else `other`. A known value keeps what it overrode.
  package func overriding(_ other: Fact?) -> Fact {
    guard let other else { return self }
    if isAbsent { return other }
    let earlier = other.value.map { [Overridden(value: $0, span: other.span)] } ?? []
    return Fact(
      state, span: span, overrode: overrode + earlier + other.overrode, uses: uses, isShared: isShared,
      alternativeSpans: alternativeSpans)
  }
}

/// A value that a later one took the place of.
package struct Overridden<Value: Hashable & Sendable>: Hashable, Sendable {
  package let value: Value
  package let span: Span?

  package init(value: Value, span: Span?) {
    self.value = value
    self.span = span
  }
}
