import Datasets

extension DatasetFormat {
  /// The columns that have to be texts in every record; none where formats allow more.
  var textColumns: [String] {
    switch self {
    case .text: return ["text"]
    case .promptCompletion(conversational: false): return ["prompt", "completion"]
    default: return []
    }
  }
}
