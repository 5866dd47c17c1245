/// Literal and folded block scalars (YAML 1.2.2, section 8.1).
extension YAMLParserState {
  private enum Chomping { case strip, clip, keep }

  /// Reads the block scalar whose `|` or `>` is at `at`.
  ///
  /// The node's range goes to the end of the last line that is not blank; its line break is not in it.
  /// A last line without a line break counts as if it had one, as the test suite has it; PyYAML leaves it off.
  mutating func scanBlockScalar() -> Int32 {
    let start = at
    let isFolded = bytes[at] == UInt8(ascii: ">")
    at += 1
    let header = scanHeader()
    var stop = at
    finishHeader()
    let least = top.indent + 1
    let indent = header.indent.map { max(top.indent, 0) + $0 } ?? detectIndent(least: least)
    decoded.removeAll(keepingCapacity: true)
    var breaks = 0
    var isFirst = true
    var wasSpaced = false
    while at < end {
      let leading = min(spaces(from: at), indent)
      let text = at + leading
      if text >= end || bytes[text].isYAMLBreak {
        breaks += 1
        at = text
        consumeBreak()
        continue
      }
      if leading < indent || (text == at && isDocumentMarker(at)) { break }
      let isSpaced = bytes[text].isYAMLWhite
      if isFolded, !isFirst, !isSpaced, !wasSpaced {
        appendFold(breaks)
      } else {
        for _ in 0..<breaks { decoded.append(0x0A) }
      }
      stop = lineEnd(text)
      decoded.append(contentsOf: bytes[text..<stop])
      (isFirst, wasSpaced) = (false, isSpaced)
      at = stop
      breaks = 1
      consumeBreak()
    }
    switch header.chomping {
    case .strip: break
    case .clip: if !isFirst { decoded.append(0x0A) }
    case .keep: for _ in 0..<breaks { decoded.append(0x0A) }
    }
    let style: ConfigNode.Style = isFolded ? .foldedBlock : .literalBlock
    let node = builder.add(.scalar, style, TextRange(start, stop))
    builder.setText(String(decoding: decoded, as: UTF8.self), of: node)
    return node
  }

  /// Reads the indentation and chomping indicators behind `|` or `>`, in any order.
  private mutating func scanHeader() -> (indent: Int?, chomping: Chomping) {
    var indent: Int?
    var chomping: Chomping?
    while at < end {
      switch bytes[at] {
      case UInt8(ascii: "+") where chomping == nil: chomping = .keep
      case UInt8(ascii: "-") where chomping == nil: chomping = .strip
      case UInt8(ascii: "1")...UInt8(ascii: "9") where indent == nil:
        indent = Int(bytes[at] - UInt8(ascii: "0"))
      default: return (indent, chomping ?? .clip)
      }
      at += 1
    }
    return (indent, chomping ?? .clip)
  }

  /// Steps over the rest of the header's line, where only a comment may stand.
  private mutating func finishHeader() {
    at = skippingWhite(at)
    if at < end, bytes[at] == UInt8(ascii: "#") {
      scanComment(isOwnLine: false)
    } else if at < end, !bytes[at].isYAMLBreak {
      reportStructure(
        TextRange(at, trimmed(lineEnd(at))), "text behind a block scalar's header, expected a line break")
      at = lineEnd(at)
    }
    consumeBreak()
  }

  /// The indentation of the first line that is not empty; blank lines before it must not have more spaces.
  private mutating func detectIndent(least: Int) -> Int {
    var index = at
    var widest = 0
    var widestLine = TextRange.at(at)
    while index < end {
      let count = spaces(from: index)
      let content = index + count
      if content >= end {
        widest = max(widest, count)
        break
      }
      guard bytes[content].isYAMLBreak else {
        if count >= least {
          if widest > count {
            builder.report(
              .syntax, widestLine,
              "a blank line of \(widest) spaces, more than the \(count) of the text below it")
          }
          return count
        }
        if bytes[content] == 0x09, byte(skippingWhite(content)).isYAMLBreak {
          builder.report(
            .syntax, TextRange(content, content + 1),
            "a tab in the indentation of a block scalar, expected spaces")
        }
        break
      }
      if count > widest {
        widest = count
        widestLine = TextRange(index, content)
      }
      index = content + (bytes[content] == 0x0D && byte(content + 1) == 0x0A ? 2 : 1)
    }
    return max(widest, least)
  }
}
