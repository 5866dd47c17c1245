@testable import Syntax

/// A tree as the lines of the YAML test suite's `test.event` files.
enum YAMLEvents {
  static func lines(of tree: ConfigTree) -> [String] {
    var lines = ["+STR"]
    for (root, document) in zip(tree.roots, tree.documents) {
      lines.append(document.hasExplicitStart ? "+DOC ---" : "+DOC")
      append(root, to: &lines)
      lines.append(document.hasExplicitEnd ? "-DOC ..." : "-DOC")
    }
    return lines + ["-STR"]
  }

  private static func append(_ node: ConfigNode, to lines: inout [String]) {
    let anchor = node.anchor.map { " &\($0)" } ?? ""
    let head = anchor + (node.resolvedTag.map { " <\($0)>" } ?? "")
    switch node.kind {
    case .mapping, .sequence:
      let name = node.kind == .mapping ? "MAP" : "SEQ"
      let brackets = node.style == .flow ? node.kind == .mapping ? " {}" : " []" : ""
      lines.append("+\(name)\(brackets)\(head)")
      for child in node.children { append(child, to: &lines) }
      lines.append("-\(name)")
    case .scalar, .invalid: lines.append("=VAL\(head) \(mark(node.style))\(escaped(node.text))")
    case .alias: lines.append("=ALI *\(node.text)")
    }
  }

  private static func mark(_ style: ConfigNode.Style) -> String {
    switch style {
    case .singleQuoted: return "'"
    case .doubleQuoted: return "\""
    case .literalBlock: return "|"
    case .foldedBlock: return ">"
    default: return ":"
    }
  }

  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      case "\r": escaped += "\\r"
      case "\t": escaped += "\\t"
      case "\u{8}": escaped += "\\b"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
