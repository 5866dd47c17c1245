import Setup
import Syntax

extension Document {
  /// Whether it is a data set by its ending, or a JSON file that is a list.
  var holdsRecords: Bool {
    guard file === file.outermost else { return false }
    if case .records = content { return true }
    return kind == .json && config?.root?.kind == .sequence
  }
}
