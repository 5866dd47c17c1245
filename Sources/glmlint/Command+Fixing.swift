import Datasets
import Linting
import Reporting
import Syntax

// What `--fix` writes and `--diff` shows.
extension Command {
  /// A data set up to this size, in bytes, is shown as a patch; a patch of more would be read by nobody.
  private static let patchBytes = 1 << 20

  /// Writes the fixes; false where one could not be written. The outcome is then what is on disk.
  func apply(_ outcome: inout CheckOutcome, _ options: CheckOptions, in source: any FileSource) -> Bool {
    var isComplete = true
    for change in outcome.changes {
      do throws(FileError) {
        try writer.replace(change.path, with: change.new)
      } catch {
        complain("\(change.path): \(error)")
        isComplete = false
      }
    }
    let fixing = DatasetFixing(source, threads: ConcurrentMap.processors)
    var mended: Set<String> = []
    for repair in outcome.repairs {
      do throws(DatasetFixing.Failure) {
        _ = try fixing.apply(repair, to: writer)
        mended.insert(repair.path)
      } catch {
        complain("\(repair.path): \(error)")
        isComplete = false
      }
    }
    // The report takes every other fix as done, and knows nothing of data sets, so files are looked at again.
    if !isComplete || !mended.isEmpty {
      var unfixed = options
      unfixed.fixing = .none
      let later = linter.check(unfixed, in: source).report.afterMending(mended)
      outcome = CheckOutcome(
        report: outcome.report.afterFixes(showing: later), missing: outcome.missing, changes: [])
    }
    return isComplete
  }

  /// Prints what the fixes would change.
  func show(
    _ outcome: CheckOutcome, _ options: CheckOptions, in source: any FileSource
  ) -> (isComplete: Bool, changesAnything: Bool) {
    var shown = (isComplete: true, changesAnything: !outcome.changes.isEmpty)
    let style = options.color.style(for: output, environment: environment)
    for change in outcome.changes { show(change, style) }
    let fixing = DatasetFixing(source, threads: ConcurrentMap.processors)
    for repair in outcome.repairs {
      do throws(DatasetFixing.Failure) {
        switch try fixing.preview(repair, limit: Self.patchBytes) {
        case .small(let change):
          guard change.old != change.new else { continue }
          show(change, style)
          shown.changesAnything = true
        case .large(let mending):
          guard mending.changesAnything else { continue }
          errors.write(MendingSummary(repair.path, mending).rendered)
          shown.changesAnything = true
        }
      } catch {
        complain("\(repair.path): \(error)")
        shown.isComplete = false
      }
    }
    // Not in the patch, but without it nobody knows what the exit code is about.
    if !outcome.report.active.isEmpty {
      let style = options.color.style(for: errors, environment: environment)
      errors.write(outcome.report.summaryLine(style))
    }
    if options.showsStatistics {
      errors.write(Statistics(outcome.report, kernel: ScanKernel.chosen).rendered)
    }
    return shown
  }

  private func show(_ change: FixPass.FileChange, _ style: TextStyle) {
    let path = UnifiedDiff.name(of: change.path, seenFrom: linter.workingFolder)
    output.write(UnifiedDiff(path: path, old: change.old, new: change.new).rendered(style))
  }
}
