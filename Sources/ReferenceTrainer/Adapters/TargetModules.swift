/// Which layers of a model an adapter changes: the `target_modules` of a PEFT config.
///
/// As peft 0.21.2, `tuners/tuners_utils.py` `check_target_module_exists` and `_maybe_include_all_linear_layers`.
package enum TargetModules: Hashable, Sendable {
  /// Names, or ends of dotted names. One that is found silences that others are not.
  case names([String])
  /// A regular expression that a whole dotted name has to match.
  case pattern(String)
  /// `all-linear`: every linear layer but the head.
  case allLinear

  /// Whether the layer with the dotted name `name` is meant; `isHead` says that it gives the scores of tokens.
  func contains(_ name: String, _ module: any Module, isHead: Bool) throws(LoRAError) -> Bool {
    switch self {
    case .names(let names): return names.contains { name == $0 || name.hasSuffix(".\($0)") }
    case .allLinear: return module is Linear && !isHead
    case .pattern(let pattern):
      guard let matches = PythonPattern(pattern)?.matchesAll(of: name) else { throw .noPattern(pattern) }
      return matches
    }
  }
}
