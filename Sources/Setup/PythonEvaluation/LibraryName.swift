/// Names of libraries' classes, functions and enum members, in one form whatever the module they came through.
package enum LibraryName {
  /// `transformers.trainer_seq2seq.Seq2SeqTrainer` gives `transformers.Seq2SeqTrainer`: the package, then
  /// everything from the first part that is written like a class; without such a part, the last one.
  ///
  /// The libraries that we speak of export their classes at the top, and no two of one name.
  package static func canonical(_ name: String) -> String {
    let dot = UInt8(ascii: ".")
    guard name.utf8.count(where: { $0 == dot }) > 1 else { return name }
    let parts = name.utf8.split(separator: dot).map(Substring.init)
    guard parts.count > 2, packages.contains(String(parts[0])) else { return name }
    let rest = parts.dropFirst()
    let first = rest.firstIndex { $0.utf8.first.map { $0 >= 0x41 && $0 <= 0x5A } ?? false }
    let kept = rest[(first ?? rest.endIndex - 1)...]
    return ([parts[0]] + kept).joined(separator: ".")
  }

  private static let packages: Set<String> = [
    "transformers", "peft", "trl", "datasets", "accelerate", "dataclasses", "unsloth",
  ]
}
