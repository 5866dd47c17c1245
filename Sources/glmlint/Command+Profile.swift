import Datasets
import Reporting
import Setup
import Syntax

extension Command {
  /// What data sets hold.
  func profile(_ options: ProfileOptions) -> ExitCode {
    ConcurrentMap.prepare()
    let progress = ReadingProgress(over: files, errors)
    let data = DatasetFiles(options.paths, source: progress, workingFolder: linter.workingFolder)
    progress.total = data.files.reduce(0) { $0 + $1.size } / (options.shard?.count ?? 1)
    let (content, failed) = read(data, options)
    progress.end()
    for path in data.missing { complain("\(path): \(FileError.notFound)") }
    let problems = data.problems + failed
    for problem in problems { complain("\(problem.path): \(problem.error)") }
    let isComplete = data.missing.isEmpty && problems.isEmpty
    if data.files.isEmpty, options.format != .partial {
      if isComplete { complain("no data sets here") }
      return isComplete ? .clean : .usage
    }
    return write(content, options) && isComplete ? .clean : .usage
  }

  /// Joins what several machines have read.
  func merge(_ options: ProfileOptions) -> ExitCode {
    guard let merged = readProfiles(options.paths) else { return .usage }
    return write(
      options.format == .partial ? .files(merged) : .whole(merged.whole, told: merged.toldFiles), options)
      ? .clean : .usage
  }

  /// What is to be written: each file by itself, or all together.
  private enum Content {
    case files(ProfileSet)
    case whole(Profile, told: [ToldFile])
  }

  private func read(_ data: DatasetFiles, _ options: ProfileOptions) -> (Content, [WalkProblem]) {
    if options.format == .partial {
      let (profiles, failed) = data.profiles(options.shard, observing: .all)
      return (.files(profiles), failed)
    }
    let (profile, told, failed) = data.whole(options.shard, observing: .all)
    return (.whole(profile, told: told), failed)
  }

  /// The profiles that were written into files; nil, and a complaint, where one cannot be read or joined.
  func readProfiles(_ paths: [String]) -> ProfileSet? {
    var merged = ProfileSet()
    for path in paths {
      do {
        let file = SourceFile(path: path, bytes: try files.read(path, limit: .max))
        try merged.merge(try ProfileSet(file))
      } catch let error as FileError {
        complain("\(path): \(error)")
        return nil
      } catch let error as ProfileFormatError {
        complain("\(path)\(error.place.map { ":\($0.line):\($0.column)" } ?? ""): \(error.message)")
        return nil
      } catch let error as ProfileConflict {
        complain("\(path): \(error.path): \(error.reason)")
        return nil
      } catch {
        complain("\(path): \(error)")
        return nil
      }
    }
    return merged
  }

  /// The first file that is at hand, and is not of the size that it was profiled with.
  func changedSince(_ profiles: ProfileSet) -> String? {
    profiles.paths.first { path in
      guard let status = files.status(path), let known = profiles[path]?.files.first else { return false }
      return status.size != known.size
    }
  }

  /// False where the outcome could not be written.
  private func write(_ content: Content, _ options: ProfileOptions) -> Bool {
    let style = options.file == nil ? options.color.style(for: output, environment: environment) : .plain
    let text = rendered(content, options.format, style)
    guard let file = options.file else {
      output.write(text)
      return true
    }
    do throws(FileError) {
      try writer.create(file, Array(text.utf8))
      return true
    } catch {
      complain("\(file): \(error)")
      return false
    }
  }

  private func rendered(_ content: Content, _ format: ProfileFormat, _ style: TextStyle) -> String {
    switch (content, format) {
    case (.files(let profiles), _): return String(decoding: profiles.json, as: UTF8.self)
    case (.whole(let profile, let told), .json): return ProfileReport(profile, told: told).json
    case (.whole(let profile, let told), .html): return ProfilePage(profile, told: told, tool: tool).rendered
    case (.whole(let profile, let told), _): return ProfileReport(profile, told: told).text(style)
    }
  }
}
