/// What the variables of a script hold at each place, as far as the script itself says.
///
/// Known are static values, and values put together from known variables, that every way to the place has
/// passed last: an assignment in a branch, loop or function is known up to the end of that part only, and
/// makes the variable unknown behind it. A variable that the script never sets belongs to the environment.
package struct ShellValues: Sendable {
  package let script: ShellScript
  private var bindings: [String: [Binding]] = [:]
  /// Number of assignments in the whole script, by name.
  private var counts: [String: Int] = [:]
  /// Offsets of commands that may set anything: `eval`, `source`.
  private var clobbers: [Int] = []
  /// The loops and functions that have made a variable unknown, so that none does it for each assignment in it.
  private var barriers: Set<Barrier> = []
  /// Bytes that values may still take: `a=$a$a` doubles.
  private var budget = 1 << 24

  /// Deeper nesting and longer histories give unknown, so that a look-up stays cheap.
  private static let stepLimit = 64
  /// Bytes of one value.
  static let valueLimit = 1 << 16

  enum Value: Sendable {
    case unknown
    case text(ShellField)
    case array([ShellField])
  }

  private struct Binding: Sendable {
    let offset: Int
    let scope: Int?
    let value: Value
  }

  private struct Barrier: Hashable {
    let name: String
    let scope: Int
  }

  private enum Event {
    /// The variable may have another value from here on.
    case barrier(String)
    case assignment(ShellAssignment)
  }

  /// Follows the assignments in the order of the text. O(script), values limited to 16 MiB in all.
  package init(_ script: ShellScript) {
    self.script = script
    var events: [(offset: Int, scope: Int?, event: Event)] = []
    for variable in script.loopVariables {
      addBarriers(variable.name, from: variable.scope, to: &events)
      counts[variable.name, default: 0] += 1
    }
    for command in script.commands { collect(command, &events) }
    events.sort { $0.offset < $1.offset }
    for (offset, scope, event) in events {
      switch event {
      case .barrier(let name): bind(name, Binding(offset: offset, scope: scope, value: .unknown))
      case .assignment(let assignment):
        let value = evaluate(assignment, at: offset, scope: scope)
        bind(assignment.name, Binding(offset: offset, scope: scope, value: value))
      }
    }
  }

  private mutating func bind(_ name: String, _ binding: Binding) {
    bindings[name, default: []].append(binding)
  }

  private mutating func collect(
    _ command: ShellCommand, _ events: inout [(offset: Int, scope: Int?, event: Event)]
  ) {
    if command.terminator == .pipe || command.terminator == .background { return }
    let named = command.name.flatMap { ShellCommandEffect.named[$0] }
    guard let effect = command.words.isEmpty ? .assigns : named else { return }
    switch effect {
    case .assigns:
      for assignment in command.assignments {
        addBarriers(assignment.name, from: command.scope, to: &events)
        events.append((assignment.range.end, command.scope, .assignment(assignment)))
        counts[assignment.name, default: 0] += 1
      }
    case .setsArguments:
      for word in command.words.dropFirst() {
        guard let variable = word.literal, !variable.hasPrefix("-") else { continue }
        addBarriers(variable, from: command.scope, to: &events)
        events.append((command.range.end, command.scope, .barrier(variable)))
        counts[variable, default: 0] += 1
      }
    case .evaluates, .sources:
      if effect.maySetAnything(command) { clobbers.append(command.range.end) }
    }
  }

  /// A loop may come round again and a function may be called from anywhere, so that what is set inside is
  /// unknown from their start on.
  private mutating func addBarriers(
    _ name: String, from scope: Int?, to events: inout [(offset: Int, scope: Int?, event: Event)]
  ) {
    var current = scope
    var steps = 0
    while let index = current, steps < Self.stepLimit {
      let found = script.scopes[index]
      if found.kind == .subshell || found.kind == .substitution { return }
      if found.kind == .loop || found.kind == .function {
        guard barriers.insert(Barrier(name: name, scope: index)).inserted else { return }
        events.append((found.range.start, found.parent, .barrier(name)))
      }
      current = found.parent
      steps += 1
    }
  }

  // MARK: Look-up

  /// nil where the script does not set the variable before the place.
  func value(of name: String, at offset: Int, scope: Int?) -> Value? {
    guard let history = bindings[name], let first = history.first, first.offset < offset else { return nil }
    var low = 0
    var high = history.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if history[middle].offset < offset { low = middle } else { high = middle }
    }
    var index = low
    let oldest = max(0, low - Self.stepLimit)
    while index >= oldest {
      let binding = history[index]
      if let clobber = lastClobber(before: offset), clobber > binding.offset { return .unknown }
      switch visibility(of: binding, from: scope, name: name) {
      case .visible: return binding.value
      case .uncertain: return .unknown
      case .hidden: index -= 1
      }
    }
    return index < 0 ? nil : .unknown
  }

  private func lastClobber(before offset: Int) -> Int? {
    var low = 0
    var high = clobbers.count
    while low < high {
      let middle = (low + high) / 2
      if clobbers[middle] < offset { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : clobbers[low - 1]
  }

  private enum Visibility { case visible, uncertain, hidden }

  /// How a binding looks from another scope that comes later in the text.
  private func visibility(of binding: Binding, from scope: Int?, name: String) -> Visibility {
    var around: [Int?] = [scope]
    while let index = around[around.count - 1], around.count <= Self.stepLimit {
      around.append(script.scopes[index].parent)
    }
    guard around[around.count - 1] == nil else { return .uncertain }
    var current = binding.scope
    var passed = 0
    var result = Visibility.visible
    while !around.contains(current), let index = current {
      let kind = script.scopes[index].kind
      if kind == .subshell || kind == .substitution { return .hidden }
      result = .uncertain
      current = script.scopes[index].parent
      passed += 1
      if passed > Self.stepLimit { return .uncertain }
    }
    guard result == .visible else { return result }
    // A function runs when it is called: a variable from outside must have one value in the whole script.
    for inner in around.prefix(while: { $0 != current }) {
      if let inner, script.scopes[inner].kind == .function, counts[name] != 1 { return .uncertain }
    }
    return .visible
  }

  // MARK: Assignments

  private mutating func evaluate(_ assignment: ShellAssignment, at offset: Int, scope: Int?) -> Value {
    if assignment.hasSubscript || assignment.name == "IFS" { return .unknown }
    let place = ShellExpansion(values: self, offset: offset, scope: scope)
    let value: Value
    switch assignment.value {
    case .word(let word):
      var field = place.joined(word.parts)
      if assignment.appends {
        guard case .text(var before)? = self.value(of: assignment.name, at: offset, scope: scope) else {
          return .unknown
        }
        before.traced.append(field.traced)
        before.dependsOnEnvironment = before.dependsOnEnvironment || field.dependsOnEnvironment
        before.isUnknown = field.isUnknown
        field = before
      }
      value = field.isUnknown ? .unknown : .text(field)
    case .array(let words):
      var fields: [ShellField] = []
      for word in words {
        fields += place.fields(word.parts)
        if fields.count > Self.valueLimit / 64 { return .unknown }
      }
      if assignment.appends {
        guard case .array(let before)? = self.value(of: assignment.name, at: offset, scope: scope) else {
          return .unknown
        }
        fields = before + fields
      }
      value = .array(fields)
    }
    return isAffordable(value) ? value : .unknown
  }

  private mutating func isAffordable(_ value: Value) -> Bool {
    let size: Int
    switch value {
    case .unknown: return true
    case .text(let field): size = field.traced.bytes.count + 32 * field.traced.segments.count
    case .array(let fields):
      size = fields.reduce(0) { $0 + 64 + $1.traced.bytes.count + 32 * $1.traced.segments.count }
    }
    guard size <= Self.valueLimit, size <= budget else { return false }
    budget -= size
    return true
  }
}

/// What a command does to variables (GNU bash 5.2 manual, chapter 4).
private enum ShellCommandEffect {
  /// `export` and its like: its assignments count.
  case assigns
  /// `read` and its like: its arguments name variables that get some value.
  case setsArguments
  /// `eval`
  case evaluates
  /// `source`
  case sources

  static let named: [String: ShellCommandEffect] = [
    "export": .assigns, "declare": .assigns, "local": .assigns, "readonly": .assigns, "typeset": .assigns,
    "read": .setsArguments, "mapfile": .setsArguments, "readarray": .setsArguments, "unset": .setsArguments,
    "getopts": .setsArguments, "let": .setsArguments, "printf": .setsArguments, "eval": .evaluates,
    "source": .sources, ".": .sources,
  ]

  /// `eval` and `source` may set any variable. Known ones that set up a shell or an environment do not touch
  /// a script's own variables.
  func maySetAnything(_ command: ShellCommand) -> Bool {
    switch self {
    case .assigns, .setsArguments: return false
    case .evaluates:
      // `eval "$(conda shell.bash hook)"`
      guard command.words.count == 2, command.words[1].parts.count == 1 else { return true }
      if case .commandSubstitution = command.words[1].parts[0].kind { return false }
      return true
    case .sources:
      guard command.words.count > 1, case .literal(let end)? = command.words[1].parts.last?.kind else {
        return true
      }
      let name = FilePath.name(end)
      return !["activate", ".bashrc", ".bash_profile", ".profile", "conda.sh", "modules.sh"].contains(name)
    }
  }
}
