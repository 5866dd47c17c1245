import Foundation
import PackagePlugin

/// Embeds the pages (`*.md`), tables (`*.tsv`) and scripts (`*.py`) that lie among a target's sources, as static
/// strings.
///
/// Rules get `EmbeddedPages`, Knowledge `EmbeddedTables`, Confirmation `EmbeddedScripts`; a target with several kinds
/// gets several. The target's own folder is what is looked through, because the build then notices a new file; a folder
/// elsewhere it would not.
@main
struct EmbedRules: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let module = target as? any SourceModuleTarget else { return [] }
    let generator = try context.tool(named: "EmbedGenerator")
    let kinds = [
      (ending: "md", type: "EmbeddedPages"), (ending: "tsv", type: "EmbeddedTables"),
      (ending: "py", type: "EmbeddedScripts"),
    ]
    return kinds.compactMap { kind in
      // `sourceFiles` leaves out what the manifest excludes, and comes in an order of its own.
      let files = module.sourceFiles.map(\.url).filter { $0.pathExtension == kind.ending }
        .sorted { $0.path < $1.path }
      if files.isEmpty { return nil }
      let output = context.pluginWorkDirectoryURL.appending(path: kind.type + ".swift")
      return .buildCommand(
        displayName: "Embedding \(files.count) *.\(kind.ending) files of \(target.name)",
        executable: generator.url,
        arguments: [output.path, kind.type, context.package.directoryURL.path] + files.map(\.path),
        inputFiles: files,
        outputFiles: [output])
    }
  }
}
