import Datasets

/// What `profile` and `merge` are asked to do.
struct ProfileOptions: Hashable, Sendable {
  /// Files and folders, or written profiles.
  let paths: [String]
  let format: ProfileFormat
  /// nil for standard output.
  let file: String?
  /// The share of the data that is to be read; nil for all of it.
  let shard: DatasetShard?
  let color: ColorChoice

  init(_ arguments: ReadArguments) throws(UsageError) {
    paths = arguments.operands
    let isPartial = arguments.has("--partial")
    if isPartial && arguments.has("--format") { throw .conflict("`--partial`", "`--format`") }
    format = isPartial ? .partial : arguments.value("--format").flatMap(ProfileFormat.init) ?? .text
    file = arguments.value("--output")
    shard = try arguments.value("--shard").map(Self.shard)
    color = arguments.color
  }

  /// `2/8` is the second of eight.
  private static func shard(_ text: String) throws(UsageError) -> DatasetShard {
    let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let number = numbers[0], let count = numbers[1],
      let shard = DatasetShard(number, of: count)
    else { throw .invalidShard(text) }
    return shard
  }
}

/// How a profile is written.
enum ProfileFormat: String, Hashable, Sendable, CaseIterable {
  case text, html, json
  /// What `merge` and `check --profiles` read.
  case partial

  /// Those that `--format` names.
  static let named: [ProfileFormat] = [.text, .html, .json]
}
