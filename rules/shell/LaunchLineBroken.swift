import Linting
import Setup
import Syntax

/// A launch line that the shell takes apart, so that the program never gets what stands behind the break.
enum LaunchLineBroken: FileRule {
  static let metadata = RuleMetadata(
    "launch-line-broken", family: "shell", severity: .error, since: "0.1.0",
    "a launch line whose flags the program never gets")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard case .shell(let script) = document.content else { return [] }
    let launches = script.launches.filter(\.line.startsTraining)
    let conflicts =
      launches.isEmpty || !script.file.mentions("<<<<<<<") ? [] : ReadableText.conflicts(in: script.file)
    guard conflicts.isEmpty else {
      return conflicts.map { .syntax($0, in: document, label: "an unfinished merge") }
    }
    let returns = CarriageReturns(launches.map(\.command), in: script).map(observed)
    // O(script), so once, and only where something is broken.
    lazy var values = script.values
    var found = returns.map { [$0] } ?? []
    // What was cut off may look like a launch of its own.
    var takenUp: Set<Int> = []
    for launch in launches where !takenUp.contains(launch.command.range.start) {
      let breaks = script.lineBreaks(of: launch.command) { pieces in
        launch.line.lacksProgram && (pieces.count == 1 || lackProgram(pieces, values))
      }
      takenUp.formUnion(breaks.compactMap { $0.rest?.range.start })
      let lost = breaks.isEmpty ? nil : LostArguments(breaks, of: launch.line, in: values)
      let more =
        (lost.flatMap { observed(breaks, $0, in: launch.command, of: script) }.map { [$0] } ?? [])
        + SingleDashFlag.all(in: launch.line, of: document, in: workspace).map(observed)
      // Each costs memory and time all the way to the report.
      guard more.isEmpty || found.count < SyntaxProblem.countLimit else {
        found.append(theOthers(at: Span(script.file, launch.command.range)))
        break
      }
      found += more
    }
    return found.isEmpty || Template.isLikely(document) ? [] : found
  }

  /// Whether the pieces of a launch line, joined again, still name nothing to start.
  private static func lackProgram(_ pieces: [ShellCommand], _ values: ShellValues) -> Bool {
    let words = pieces.flatMap { values.arguments(of: $0) }.map { $0.text ?? "unknown" }
    return LaunchLine.read(argv: words)?.lacksProgram ?? false
  }

  private static func observed(
    _ breaks: [ShellLineBreak], _ lost: LostArguments, in command: ShellCommand, of script: ShellScript
  ) -> Observed? {
    let isHidden = script.file.isInteractiveCommand
    guard let first = breaks.first, !isHidden || first.cause == .comment || first.cause == .trailingComment
    else { return nil }
    let isSafe = breaks.allSatisfy { $0.rest.map { !$0.words.isEmpty } ?? false }
    let fix = LineJoin(breaks, of: command, in: script.file)?.fix(passing: lost, isSafe: isSafe)
    return Observed(
      at: .span(Span(lost.file, first.range)), label: isHidden ? "hides the lines below" : label(first.cause),
      (isHidden ? hidden(lost) : message(first.cause, lost)) + others(breaks.count - 1),
      advice: breaks.count == 1 ? advice(first.cause) : LineJoin.title(breaks),
      related: [RelatedPlace(.span(lost.span), isHidden ? "never passed" : "cut off from the command")],
      effects: [isHidden ? hiding(lost) : effect(of: breaks, in: command, lost)],
      fixes: fix.map { [$0] } ?? [])
  }

  private static func observed(_ returns: CarriageReturns) -> Observed {
    Observed(
      at: .span(returns.first), label: "quotes the carriage return, not the line end", returns.message,
      advice: "save the script with LF as its line end",
      related: [RelatedPlace(.span(returns.lost), "cut off from the command")], effects: [returns.effect],
      fixes: [returns.fix])
  }

  private static func theOthers(at span: Span) -> Observed {
    Observed(
      at: .span(span), label: "the first that is not told",
      "more than \(SyntaxProblem.countLimit) breaks in launch lines; the others are not reported")
  }

  private static func observed(_ flag: SingleDashFlag) -> Observed {
    Observed(
      at: .span(flag.span), label: "one dash", oneDash(flag), advice: "write `-\(flag.written)`",
      related: flag.definition.map { [RelatedPlace(.span($0), "the option")] } ?? [],
      effects: [effect(of: flag)],
      fixes: [
        Fix(
          "write `-\(flag.written)`", isSafe: flag.isWrittenInPlace,
          edits: [TextEdit(Span(flag.span.file, .at(flag.span.range.start)), "-")],
          launches: flag.change.map { [$0] } ?? [])
      ])
  }

  /// Run with bash 5.2.15, dash 0.5.12 and zsh 5.9, at top level, and in `if`, loops, functions, `{ }`, `( )` and `$( )`.
  private static func effect(
    of breaks: [ShellLineBreak], in command: ShellCommand, _ lost: LostArguments
  ) -> Effect {
    let meetsOperator = breaks.last?.rest == nil
    if meetsOperator && command.isInCompound {
      return Effect(
        .always, when: .start, severity: .error,
        "a syntax error near what follows, and nothing of the construct around it is run")
    }
    let complaint =
      breaks.count == 1 && meetsOperator
      ? "syntax error near unexpected token `\(lost.first)'" : "`\(lost.first): command not found`"
    guard meetsOperator || !lost.flags.isEmpty else {
      return Effect(.always, when: .silently, severity: .error, "\(lost.list) is not part of the command")
    }
    let blank =
      breaks.first?.cause == .escapedBlank ? ", with a blank as an argument of its own" : ""
    return Effect(
      .always, when: .afterTraining, severity: .error,
      "the run starts without \(lost.list)\(blank); when it has ended, the shell says \(complaint)")
  }

  /// IPython hands a `!` command with its continuation lines to the shell as one line (IPython 9.18
  /// core/inputtransformer2.py, `assemble_continued_line`, run), in which a comment hides all that follows.
  private static func hiding(_ lost: LostArguments) -> Effect {
    Effect(.always, when: .silently, severity: .error, "the run starts without \(lost.list)")
  }

  /// Run with argparse of Python 3.11, with and without `allow_abbrev`, and with `HfArgumentParser` of transformers 4.40.2,
  /// 4.49.0, 4.57.6 and 5.23.0.
  private static func effect(of flag: SingleDashFlag) -> Effect {
    switch flag.answer {
    case .setAside:
      return Effect(
        .always, when: .silently, severity: .error,
        "the parser sets `\(flag.written)` aside, and the option keeps its default")
    case .error(let message):
      return Effect(.always, when: .start, severity: .error, "\(message): \(flag.written)")
    }
  }
}

extension LaunchLineBroken {
  fileprivate static func message(_ cause: ShellLineBreak.Cause, _ lost: LostArguments) -> String {
    let rest = "`\(lost.first)` is not passed to the program"
    switch cause {
    case .comment, .trailingComment: return "the comment ends the launch line, and \(rest)"
    case .escapedBlank: return "a blank behind the backslash ends the launch line, and \(rest)"
    case .emptyLine: return "an empty line ends the launch line, and \(rest)"
    case .missingBackslash: return "the launch line ends without a backslash, and \(rest)"
    }
  }

  fileprivate static func others(_ count: Int) -> String {
    count == 0
      ? "" : count == 1 ? "; it is broken once more below" : "; it is broken \(count) more times below"
  }

  fileprivate static func label(_ cause: ShellLineBreak.Cause) -> String {
    switch cause {
    case .comment, .trailingComment: return "ends the command"
    case .escapedBlank: return "quotes the blank, not the line end"
    case .emptyLine: return "joins an empty line"
    case .missingBackslash: return "the command ends behind this"
    }
  }

  fileprivate static func advice(_ cause: ShellLineBreak.Cause) -> String {
    switch cause {
    case .comment, .trailingComment: return "move the comment above the command"
    case .escapedBlank: return "delete what stands behind the backslash"
    case .emptyLine: return "delete the empty line"
    case .missingBackslash: return "end the line with ` \\`"
    }
  }

  fileprivate static func hidden(_ lost: LostArguments) -> String {
    "IPython makes one line of this command, in which the comment hides `\(lost.first)` and all behind it"
  }

  fileprivate static func oneDash(_ flag: SingleDashFlag) -> String {
    "`\(flag.written)` has one dash, and \(flag.program) knows `-\(flag.written)`"
  }
}
