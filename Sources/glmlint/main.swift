import Reporting
import Rules
import Syntax

ProcessSurroundings.reportLargeFilesAsErrors()
let tool = Tool(name: "glmlint", version: "0.1.0")
let command = Command(
  linter: ProjectLinter(
    registered: Registry.rules, tool: tool, workingFolder: ProcessSurroundings.workingFolder,
    newest: NewestRelease.inside, endsAfterCheck: true, pages: { Registry.page(of: $0) }),
  tool: tool, files: DiskFileSource(), writer: DiskFileWriter(), output: DescriptorStream.standardOutput,
  errors: DescriptorStream.standardError, environment: ProcessSurroundings.environment,
  readInput: ProcessSurroundings.readInput)
ProcessSurroundings.exit(with: command.run(Array(CommandLine.arguments.dropFirst())))
