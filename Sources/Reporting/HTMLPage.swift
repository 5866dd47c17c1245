/// A page for a browser that stands alone, without scripts or a network, and follows the reader's light or dark theme.
struct HTMLPage {
  /// What it is about, behind the tool's name.
  let title: String
  /// CSS beside that of all pages.
  let style: String
  /// HTML.
  let body: String

  func rendered(_ tool: Tool) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <title>\(HTML.escaped("\(tool.name): \(title)"))</title>
    <style>
    \(Self.style)\(style)</style>
    </head>
    <body>
    <main>
    \(body)<footer>\(HTML.escaped("\(tool.name) \(tool.version)"))</footer>
    </main>
    </body>
    </html>

    """
  }

  private static let style = """
    :root { color-scheme: light dark; --ink: #1c2128; --paper: #fff; --faint: #6e7781; --line: #d0d7de; }
    @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --faint: #8b949e; --line: #30363d; } }
    body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
    main { max-width: 56rem; margin: 0 auto; padding: 1.5rem; }
    h1 { font-size: 1.4rem; margin: 1rem 0 0; } h2 { font-size: 1.1rem; margin: 1.5rem 0 0; } h3 { font-size: 1rem; }
    .place, .remark, footer { color: var(--faint); }
    table { border-collapse: collapse; margin: 1rem 0; }
    th, td { text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top;
      overflow-wrap: anywhere; }
    th[scope=row] { font-weight: normal; color: var(--faint); white-space: nowrap; }
    svg { width: 100%; height: auto; } svg text { fill: var(--faint); font-size: 12px; }

    """
}

/// Text inside HTML.
enum HTML {
  /// Escaped, with what stands between backticks as code.
  static func marked(_ text: String) -> String {
    let parts = text.split(separator: "`", omittingEmptySubsequences: false)
    guard !parts.count.isMultiple(of: 2) else { return escaped(text) }
    return parts.enumerated().map { place, part in
      place.isMultiple(of: 2) ? escaped(String(part)) : "<code>\(escaped(String(part)))</code>"
    }.joined()
  }

  /// What may not stand there as it is is written as a reference; what turns or hides text, as in every other output.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "\n", "\t": escaped.unicodeScalars.append(scalar)
      default: escaped += SafeText.escaped(scalar)
      }
    }
    return escaped
  }
}
