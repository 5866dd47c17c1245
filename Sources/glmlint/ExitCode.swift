/// What the process tells whoever started it.
enum ExitCode: Int32, Hashable, Sendable {
  /// Nothing at or above `--fail-on`; also where there was nothing to check.
  case clean = 0
  /// Findings at or above `--fail-on` remain, or `--diff` is not empty.
  case findings = 1
  /// The call is wrong: an unknown flag, a value that no flag takes, a PATH that does not exist.
  case usage = 2
  /// A bug in glmlint.
  case bug = 3

  /// The phrase that the help shows.
  var meaning: String {
    switch self {
    case .clean: return "clean, or nothing was there to check"
    case .findings: return "findings at or above --fail-on remain, or --diff is not empty"
    case .usage: return "the call is wrong, or a PATH does not exist (the rest is still checked)"
    case .bug: return "a bug in glmlint"
    }
  }

  static let all: [ExitCode] = [.clean, .findings, .usage, .bug]
}
