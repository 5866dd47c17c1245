/// The keys of the objects that are open, innermost last, to find the first place of one that is repeated.
///
/// Few keys of an object are compared one by one, many through their hashes.
struct JSONOpenKeys {
  /// The keys of one object: those from `first` on.
  struct Scope {
    fileprivate let first: Int
    /// Empty as long as the keys are few.
    fileprivate var places = HashedPlaces()
  }

  private struct Key {
    let text: KeyText
    let token: JSONToken
  }

  private static let fewest = 16
  private var keys: [Key] = []

  /// The keys of an object that opens now.
  func open() -> Scope { Scope(first: keys.count) }

  /// Forgets the keys of the innermost object.
  mutating func close(_ scope: Scope) { keys.removeLast(keys.count - scope.first) }

  /// Adds the key `token` to the innermost object, or gives the place of the equal one that it has.
  mutating func add(_ token: JSONToken, to scope: inout Scope, in file: SourceFile) -> TextRange? {
    let text = KeyText(
      token.textRange, in: file, decoded: token.needsDecoding ? token.text(in: file) : nil)
    let first = scope.first
    if scope.places.isEmpty {
      for place in first..<keys.count where keys[place].text.equals(text, in: file) {
        return keys[place].token.range
      }
    } else if let place = scope.places.first(
      text.hash, where: { keys[first + $0].text.equals(text, in: file) })
    {
      return keys[first + place].token.range
    }
    keys.append(Key(text: text, token: token))
    if !scope.places.isEmpty {
      scope.places.append { keys[first + $0].text.hash }
    } else if keys.count - first > Self.fewest {
      for _ in first..<keys.count { scope.places.append { keys[first + $0].text.hash } }
    }
    return nil
  }
}
