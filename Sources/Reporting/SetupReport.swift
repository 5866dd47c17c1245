import Linting
import Setup
import Syntax

/// The run card: what glmlint understands of training runs, and where each fact comes from.
package struct SetupReport {
  let setups: [TrainingSetup]
  private let style: TextStyle

  package init(_ setups: [TrainingSetup], _ style: TextStyle) {
    self.setups = setups
    self.style = style
  }

  /// For people: a block for each run, a table for each of its parts.
  package var text: String {
    if setups.isEmpty { return "no training run found here\n" }
    return setups.map(card).joined(separator: "\n")
  }

  private func card(_ setup: TrainingSetup) -> String {
    var text = style.bold(SafeText.escaped(setup.name)) + " (\(setup.dialect.rawValue))\n"
    text += "\n  " + style.note("versions") + "\n" + table(versionRows(setup.versions))
    for part in SetupParts(setup).parts {
      text += "\n  " + style.note(part.title) + consumer(of: part) + "\n"
      text += table(part.facts.map { row($0.name, $0.fact) }, open: part.openReason)
    }
    return text
  }

  /// One row of a table: name, value, where from and what it overrode.
  private struct Row {
    let name: String
    let value: String
    let isKnown: Bool
    let origin: String
  }

  private func row(_ name: String, _ fact: Fact<SetupValue>) -> Row {
    let (value, isKnown) = Self.words(fact)
    var origin = fact.span.map { Self.place($0) } ?? ""
    for old in fact.overrode {
      origin += (origin.isEmpty ? "" : ", ") + "overrode \(old.value)"
      if let span = old.span { origin += " (\(Self.place(span)))" }
    }
    return Row(name: name, value: value, isKnown: isKnown, origin: origin)
  }

  private static func words(_ fact: Fact<SetupValue>) -> (text: String, isKnown: Bool) {
    switch fact.state {
    case .known(let value): return (value.description, true)
    case .oneOf(let values): return (values.map(\.description).joined(separator: " or "), true)
    case .absent: return ("not set", false)
    case .unknown(let reason): return ("unknown: " + reason, false)
    }
  }

  private func versionRows(_ versions: LibraryVersions) -> [Row] {
    Library.allCases.sorted().compactMap { library in
      guard let pin = versions.pins[library] else { return nil }
      let origin = pin.span.map { Self.place($0) } ?? "--versions"
      return Row(name: library.rawValue, value: pin.versions.description, isKnown: true, origin: origin)
    }
      + (versions.pins.isEmpty
        ? [Row(name: "any", value: "nothing pins them", isKnown: false, origin: "")] : [])
  }

  /// `: peft.LoraConfig  train.py:12`, or `, unknown: why`.
  private func consumer(of part: SetupParts.Part) -> String {
    guard let fact = part.consumer, !fact.isAbsent else { return "" }
    let row = row("", fact.map(orUnknown: "") { .symbol($0) })
    let value = SafeText.escaped(row.value)
    let origin = row.origin.isEmpty ? "" : "  " + style.dim(SafeText.escaped(row.origin))
    return (row.isKnown ? ": " + value : style.dim(", " + value)) + origin
  }

  private func table(_ rows: [Row], open: String? = nil) -> String {
    var text = ""
    let names = rows.map { Self.width($0.name) }.max() ?? 0
    // One very long value must not push all origins out of sight.
    let values = rows.map { Self.width(SafeText.escaped($0.value)) }.filter { $0 <= 48 }.max() ?? 0
    for row in rows {
      let value = SafeText.escaped(row.value)
      text += "    " + SafeText.escaped(row.name) + blanks(names + 2 - Self.width(row.name))
      text += row.isKnown ? value : style.dim(value)
      if !row.origin.isEmpty {
        text += blanks(max(2, values + 2 - Self.width(value))) + style.dim(SafeText.escaped(row.origin))
      }
      text += "\n"
    }
    if let open { text += "    " + style.dim("perhaps more: " + SafeText.escaped(open)) + "\n" }
    return text
  }

  /// `path:line`, with the cell of a notebook.
  private static func place(_ span: Span) -> String {
    let place = ShownPlace(.span(span))
    let line = place.range.map { ":\($0.start.line)" } ?? ""
    return place.path + line + (place.cell.map { " (cell \($0.index), line \($0.line))" } ?? "")
  }

  private static func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + DisplayWidth.of($1) }
  }

  private func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}

/// The facts of a set-up by the part they belong to, in the order of the run card.
struct SetupParts {
  struct Part {
    let title: String
    /// The class or function that takes the facts; nil for parts that no single one takes.
    let consumer: Fact<String>?
    let facts: [(name: String, fact: Fact<SetupValue>)]
    /// Why there may be more facts than these.
    let openReason: String?
  }

  let parts: [Part]

  init(_ setup: TrainingSetup) {
    var parts: [Part] = setup.parts.map { name, table in
      let facts = table.names.map { (name: $0, fact: table[$0]) }
      return Part(title: name, consumer: table.consumer, facts: facts, openReason: table.openReason)
    }
    for split in setup.splits {
      let prefix = "data.\(split.split.rawValue)"
      let facts = split.facts.map { (name: String($0.key.dropFirst(prefix.count + 1)), fact: $0.fact) }
      parts.append(Part(title: prefix, consumer: nil, facts: facts, openReason: split.columns.openReason))
    }
    if let step = setup.predictionStep {
      let prefix = "prediction_step."
      let facts = step.facts.map { (name: String($0.key.dropFirst(prefix.count)), fact: $0.fact) }
      parts.append(Part(title: "prediction_step", consumer: nil, facts: facts, openReason: nil))
    }
    self.parts = parts
  }
}
