import Syntax

/// Values that are each made once for their key, whichever thread asks first.
///
/// Making a value must not ask the same cache for the same key. It stands in the module that uses it, so that each
/// kind of key gets code of its own: calls across modules look types up while they run.
final class SharedCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  /// The entries are spread by their hashes, so that threads seldom wait for each other.
  private let shelves: [Shelf]

  private init(_ shelves: [Shelf]) { self.shelves = shelves }

  convenience init() { self.init((0..<8).map { _ in Shelf() }) }

  /// A cache that begins with what this one has for the keys that `isKept`. O(keys).
  func copy(where isKept: (Key) -> Bool) -> SharedCache {
    SharedCache(shelves.map { $0.copy(where: isKept) })
  }

  func value(for key: Key, make: () -> Value) -> Value { value(for: key) { (_: AnyObject?) in make() } }

  /// The same, where `make` is shown what is left of a value that was forgotten.
  func value(for key: Key, make: (AnyObject?) -> Value) -> Value {
    let key = HashedKey(key)
    return shelf(for: key).entry(for: key).value(make)
  }

  /// Lets go of the value for `key`; who asks for it again has it made anew, from the same `remnant` if anybody still
  /// holds that.
  func forget(_ key: Key, but remnant: AnyObject) {
    let key = HashedKey(key)
    shelf(for: key).entry(for: key).forget(but: remnant)
  }

  /// Lets go of the value for `key`, if there is one that `isForgettable`; who asks for it again has it made anew.
  func forget(_ key: Key, where isForgettable: (Value) -> Bool) {
    let key = HashedKey(key)
    shelf(for: key).entry(for: key).forget(where: isForgettable)
  }

  private func shelf(for key: HashedKey) -> Shelf { shelves[key.hash & (shelves.count - 1)] }

  /// A key that is hashed once, before the lock is taken.
  private struct HashedKey: Hashable {
    let key: Key
    let hash: Int

    init(_ key: Key) {
      self.key = key
      hash = key.hashValue
    }

    func hash(into hasher: inout Hasher) { hasher.combine(hash) }
    static func == (left: HashedKey, right: HashedKey) -> Bool { left.key == right.key }
  }

  private final class Shelf: @unchecked Sendable {
    private let lock = Lock()
    private var entries: [HashedKey: Entry] = [:]

    func copy(where isKept: (Key) -> Bool) -> Shelf {
      let copy = Shelf()
      copy.entries = lock.locked { entries.filter { isKept($0.key.key) } }
      return copy
    }

    func entry(for key: HashedKey) -> Entry {
      lock.lock()
      defer { lock.unlock() }
      if let known = entries[key] { return known }
      let made = Entry()
      entries[key] = made
      return made
    }
  }

  /// What `Once` is, in this module for the same reason.
  private final class Entry: @unchecked Sendable {
    private let lock = Lock()
    private var made: Value?
    private weak var remnant: AnyObject?

    func value(_ make: (AnyObject?) -> Value) -> Value {
      lock.lock()
      defer { lock.unlock() }
      if let made { return made }
      let value = make(remnant)
      made = value
      return value
    }

    func forget(where isForgettable: (Value) -> Bool) {
      lock.lock()
      let forgotten = made
      if let forgotten, isForgettable(forgotten) { made = nil }
      lock.unlock()
      withExtendedLifetime(forgotten) {}
    }

    func forget(but remnant: AnyObject) {
      lock.lock()
      let forgotten = made
      self.remnant = remnant
      made = nil
      lock.unlock()
      // What it held is freed when nobody waits for it.
      withExtendedLifetime(forgotten) {}
    }
  }
}
