import Reporting

/// When to colour output.
enum ColorChoice: String, Hashable, Sendable, CaseIterable {
  case auto, always, never

  /// The style for a stream. The flag wins over the environment, and there `NO_COLOR` (no-color.org) over
  /// `FORCE_COLOR` (force-color.org); both count when they are set to anything but the empty text.
  func style(for stream: some TextStream, environment: [String: String]) -> TextStyle {
    switch self {
    case .always: return TextStyle(isColored: true)
    case .never: return .plain
    case .auto:
      if environment["NO_COLOR"]?.isEmpty == false { return .plain }
      if environment["FORCE_COLOR"]?.isEmpty == false { return TextStyle(isColored: true) }
      return TextStyle(isColored: stream.isTerminal && environment["TERM"] != "dumb")
    }
  }
}
