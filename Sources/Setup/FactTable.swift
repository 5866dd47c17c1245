import Syntax

/// The named facts that one consumer receives: the keywords of a call, the keys of a YAML mapping.
///
/// A table is *closed* when everything that reaches the consumer is in it; only then does a missing name mean
/// *absent*. A `**kwargs`, a templated value, or flags from a command line that we do not see open it.
package struct FactTable: Sendable {
  /// The class or function that takes the facts, by the name under which its library exports it.
  package var consumer: Fact<String>
  /// What describes the consumer as a whole: the call, the mapping.
  package let span: Span
  /// Names in the order in which they are written.
  package private(set) var names: [String] = []
  private var facts: [String: Fact<SetupValue>] = [:]
  /// Where a name itself is written, such as the keyword or the YAML key.
  private var nameSpans: [String: Span] = [:]
  private var assigned: Set<String> = []
  /// Why names may be missing here, the first reason that was met; nil for a closed table.
  package private(set) var openReason: String?

  package init(consumer: Fact<String>, span: Span) {
    self.consumer = consumer
    self.span = span
  }

  package var isClosed: Bool { openReason == nil }

  /// The fact under `name`; for a name that is not there, absent in a closed table and unknown in an open one.
  package subscript(name: String) -> Fact<SetupValue> {
    if let fact = facts[name] { return fact }
    if let openReason { return .unknown(openReason, at: span) }
    return .absent(at: span)
  }

  /// Where the name stands, as distinct from its value.
  package func nameSpan(_ name: String) -> Span? { nameSpans[name] }

  /// Whether the value came by assigning to the finished object, so that its constructor never saw it.
  package func isAssigned(_ name: String) -> Bool { assigned.contains(name) }

  /// Sets `name`; an earlier value is kept as what the new one overrode.
  package mutating func set(
    _ name: String, _ fact: Fact<SetupValue>, nameSpan: Span? = nil, assigned isAssigned: Bool = false
  ) {
    if isAssigned { assigned.insert(name) } else { assigned.remove(name) }
    if let earlier = facts[name] {
      facts[name] = fact.overriding(earlier)
    } else {
      facts[name] = fact
      names.append(name)
    }
    if let nameSpan { nameSpans[name] = nameSpan }
  }

  /// Notes that names may be missing; the first reason stays.
  package mutating func open(because reason: String) {
    if openReason == nil { openReason = reason }
  }

  /// A boolean option: its value, or `standard` where it is absent; nil where it cannot be known.
  package func flag(_ name: String, default standard: Bool) -> Bool? {
    let fact = self[name]
    if fact.isAbsent { return standard }
    return fact.value?.bool
  }
}
