/// The images of a record and the places for them in its texts, as LLaMA-Factory counts both.
enum ImageCount {
  private static let placeholder = Array("<image>".utf8)

  /// Takes in one record that has images. O(bytes of the turns).
  static func observe(
    _ record: RecordView, _ outline: borrowing RecordOutline, _ names: ColumnNames,
    into signs: inout SignCensus<RecordSign>
  ) {
    guard let images = outline[.images], images.kind == .array, outline.listCount > 0 else { return }
    let count = images.elements.reduce(0) { count, _ in count + 1 }
    var (places, parts, lists) = (0, false, 0)
    for number in 0..<outline.listCount where outline.list(number).column.isWholeConversation {
      let list = outline.list(number)
      lists += 1
      for index in 0..<list.count {
        let turn = outline.turn(index, of: list)
        // The system's text is not looked at.
        if index == 0, turn.speaker?.namesSystem(by: names) == true { continue }
        guard let content = turn.content ?? turn.text else { continue }
        // Parts name their images themselves.
        if content.kind == .array { parts = true }
        if content.kind == .string { places += Self.places(in: content) }
      }
    }
    // Pairs have images in their answers too.
    guard lists == 1, !outline.has(.chosen) else { return }
    // Without images, places are text to templates that take none.
    if !parts, count > 0, count != places { signs.note(.imageCountDiffers, at: record.place(of: images)) }
  }

  private static func places(in text: RecordValue) -> Int {
    let bytes = text.hasEscapes ? text.textBytes : Array(text.innerBytes)
    var (count, index) = (0, 0)
    while index + placeholder.count <= bytes.count {
      if bytes[index] == placeholder[0], bytes[index...].starts(with: placeholder) {
        count += 1
        index += placeholder.count
      } else {
        index += 1
      }
    }
    return count
  }
}

extension RecordValue {
  fileprivate func namesSystem(by names: ColumnNames) -> Bool {
    names.hasUsualSpeakers ? isText("system") : names.speaker(string) == .system
  }
}
