import Syntax

/// The named facts that one consumer receives: the keywords of a call, the keys of a YAML mapping.
///
/// A table is *closed* when everything that reaches the consumer is in it; only then does a missing name mean
/// *absent*. A `**kwargs`, a templated value, or flags from a command line that we do not see open it.
package struct FactTable: Sendable {
  /// What is said of the table as a whole, apart from its entries so that tables are cheap to hand around.
  private final class Header: Sendable {
    let consumer: Fact<String>
    let span: Span
    let openReason: String?

    init(_ consumer: Fact<String>, _ span: Span, openReason: String?) {
      self.consumer = consumer
      self.span = span
      self.openReason = openReason
    }
  }

  /// One name and what a reader has said of it.
  private struct Entry: Sendable {
    let name: String
    let fact: Fact<SetupValue>
    /// Where the name itself is written, such as the keyword or the YAML key.
    let nameSpan: Span?
    let isAssigned: Bool
  }

  private var header: Header
  /// The config's mapping that is under `entries`; nil for a table that comes from elsewhere.
  private let mapping: ConfigMapping?
  /// What was said beside the mapping, or in place of its values; in the order in which it was said.
  private var entries: [Entry] = []
  /// The place of each name in `entries`, kept only where there are many: a few names are found sooner by looking
  /// at each.
  private var places: [String: Int] = [:]
  private static let fewNames = 32

  package init(consumer: Fact<String>, span: Span) {
    header = Header(consumer, span, openReason: nil)
    mapping = nil
  }

  /// The keys of a config's mapping, which has to be as it stands.
  init(consumer: Fact<String>, mapping: ConfigMapping) {
    header = Header(consumer, mapping.node.span, openReason: mapping.compositionReason)
    self.mapping = mapping
  }

  /// The class or function that takes the facts, by the name under which its library exports it.
  package var consumer: Fact<String> {
    get { header.consumer }
    set { header = Header(newValue, span, openReason: openReason) }
  }

  /// What describes the consumer as a whole: the call, the mapping.
  package var span: Span { header.span }

  /// Why names may be missing here, the first reason that was met; nil for a closed table.
  package var openReason: String? { header.openReason }

  package var isClosed: Bool { openReason == nil }

  /// In the order in which they are written; what was said beside a config's mapping comes last.
  package var names: [String] {
    guard let mapping else { return entries.map(\.name) }
    let written = mapping.names
    let known = Set(written)
    return written + entries.map(\.name).filter { !known.contains($0) }
  }

  /// The names whose value is known to be a text; of those that stand in a config, the ones that are in quotes, or in
  /// none, and whose bytes are `wanted`. O(entries).
  package func texts(
    quoted: Bool, where wanted: (UnsafeBufferPointer<UInt8>) -> Bool = { _ in true }
  ) -> [(name: String, text: String)] {
    let written = mapping?.texts(quoted: quoted, where: wanted).filter { place(of: $0.name) == nil } ?? []
    return written + entries.compactMap { entry in entry.fact.value?.string.map { (entry.name, $0) } }
  }

  private func place(of name: String) -> Int? {
    if entries.count > Self.fewNames { return places[name] }
    let size = name.utf8.count
    return entries.firstIndex { $0.name.utf8.count == size && $0.name == name }
  }

  /// The fact under `name`; for a name that is not there, absent in a closed table and unknown in an open one.
  package subscript(name: String) -> Fact<SetupValue> {
    if let fact = entry(name)?.fact { return fact }
    if let openReason { return .unknown(openReason, at: span) }
    return .absent(at: span)
  }

  private func entry(_ name: String) -> Entry? {
    if let place = place(of: name) { return entries[place] }
    return mapping?.entry(name).map {
      Entry(name: name, fact: $0.fact, nameSpan: $0.nameSpan, isAssigned: false)
    }
  }

  /// The value under `name` where it is known to be just one, without a copy of all that its fact says.
  package func value(of name: String) -> SetupValue? {
    if let place = place(of: name) { return entries[place].fact.value }
    return mapping?.value(name)
  }

  /// The truth value under `name` where it is known to be one, and just one.
  package func truth(of name: String) -> Bool? {
    if let place = place(of: name) { return entries[place].fact.value?.bool }
    return mapping?.truth(name)
  }

  /// Where the name stands, as distinct from its value.
  package func nameSpan(_ name: String) -> Span? { entry(name)?.nameSpan }

  /// Whether the value came by assigning to the finished object, so that its constructor never saw it.
  package func isAssigned(_ name: String) -> Bool {
    place(of: name).map { entries[$0].isAssigned } ?? false
  }

  /// Sets `name`; an earlier value is kept as what the new one overrode.
  package mutating func set(
    _ name: String, _ fact: Fact<SetupValue>, nameSpan: Span? = nil, assigned isAssigned: Bool = false
  ) {
    let earlier = entry(name)
    let new = Entry(
      name: name, fact: fact.overriding(earlier?.fact), nameSpan: nameSpan ?? earlier?.nameSpan,
      isAssigned: isAssigned)
    if let place = place(of: name) {
      entries[place] = new
      return
    }
    entries.append(new)
    if entries.count == Self.fewNames + 1 {
      for (place, entry) in entries.enumerated() { places[entry.name] = place }
    } else if entries.count > Self.fewNames {
      places[name] = entries.count - 1
    }
  }

  /// Notes that names may be missing; the first reason stays.
  package mutating func open(because reason: String) {
    if openReason == nil { header = Header(consumer, span, openReason: reason) }
  }

  /// A boolean option: its value, or `standard` where it is absent; nil where it cannot be known.
  package func flag(_ name: String, default standard: Bool) -> Bool? {
    let fact = self[name]
    if fact.isAbsent { return standard }
    return fact.value?.bool
  }
}
