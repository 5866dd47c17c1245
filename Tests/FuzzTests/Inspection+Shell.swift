@testable import Syntax

extension Inspection {
  /// Words lie in their commands, scopes in the scopes around them, and what is expanded leads back into the file.
  mutating func see(_ script: ShellScript) {
    let file = script.file
    see(script.problems, of: file)
    see(comments: script.comments, of: file)
    for line in script.continuations { see(line, inside: file.wholeRange, "continuation line") }
    for (index, scope) in script.scopes.enumerated() {
      see(scope.range, inside: file.wholeRange, "scope")
      guard let parent = scope.parent else { continue }
      expect(parent < index, "scope \(index) is before the one around it")
      if parent < index {
        see(scope.range, inside: script.scopes[parent].range, "\(scope.kind) scope")
      }
    }
    for variable in script.loopVariables { see(variable.range, inside: file.wholeRange, "loop variable") }
    var start = 0
    for command in script.commands {
      expect(command.range.start >= start, "the command at \(command.range.start) is out of order")
      start = command.range.start
      see(command, of: file)
    }
    seeExpansions(of: script)
  }

  private mutating func see(_ command: ShellCommand, of file: SourceFile) {
    see(command.range, inside: file.wholeRange, "command")
    for word in command.words { see(word, inside: command.range, of: file) }
    for assignment in command.assignments {
      see(assignment.range, inside: command.range, "assignment")
      see(assignment.nameRange, inside: assignment.range, "name of an assignment")
      switch assignment.value {
      case .word(let word): see(word, inside: assignment.range, of: file)
      case .array(let words): for word in words { see(word, inside: assignment.range, of: file) }
      }
    }
    for redirection in command.redirections {
      see(redirection.range, inside: command.range, "redirection")
      see(redirection.target.range, inside: redirection.range, "target of a redirection")
      guard let document = redirection.hereDocument else { continue }
      see(document.range, inside: file.wholeRange, "here-document")
      see(embedded: document.source)
    }
  }

  private mutating func see(_ word: ShellWord, inside outer: TextRange, of file: SourceFile) {
    see(word.range, inside: outer, "word")
    for part in word.parts { see(part.range, inside: word.range, "part of a word") }
    if let source = word.embeddedSource(in: file) { see(embedded: source) }
  }

  private mutating func seeExpansions(of script: ShellScript) {
    let arguments = timed {
      let values = script.values
      return script.commands.map { (command: $0, words: values.arguments(of: $0)) }
    }
    for (command, words) in arguments {
      for argument in words {
        see(argument.range, inside: command.range, "argument")
        see(argument.origin, inside: script.file.wholeRange, "origin of an argument")
        see(argument.text ?? "")
        if let source = argument.embeddedSource(in: script.file) { see(embedded: source) }
      }
    }
    for line in timed({ script.launchLines }) {
      see(line.range, inside: script.file.wholeRange, "launch line")
      for option in Array(line.options) + line.launcherOptions {
        if let range = option.flagRange { see(range, inside: script.file.wholeRange, "flag") }
        for value in option.values { see(value.origin, inside: script.file.wholeRange, "value of a flag") }
      }
    }
    for install in timed({ script.pipInstalls }) {
      see(install.range, inside: script.file.wholeRange, "installation")
    }
  }
}
