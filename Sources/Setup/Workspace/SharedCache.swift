import Syntax

/// Values that are each made once for their key, whichever thread asks first.
///
/// Making a value must not ask the same cache for the same key. It stands in the module that uses it, so that each
/// kind of key gets code of its own: calls across modules look types up while they run.
final class SharedCache<Key: Hashable & Sendable, Value: Sendable>: @unchecked Sendable {
  private let lock = Lock()
  private var entries: [Key: Entry] = [:]

  init() {}

  /// A cache that begins with what this one has for the keys that `isKept`. O(keys).
  func copy(where isKept: (Key) -> Bool) -> SharedCache {
    let copy = SharedCache()
    copy.entries = lock.locked { entries.filter { isKept($0.key) } }
    return copy
  }

  func value(for key: Key, make: () -> Value) -> Value { entry(for: key).value(make) }

  /// Lets go of the value for `key`; who asks for it again has it made anew.
  func forget(_ key: Key) { lock.locked { entries[key] = nil } }

  private func entry(for key: Key) -> Entry {
    lock.lock()
    defer { lock.unlock() }
    if let known = entries[key] { return known }
    let made = Entry()
    entries[key] = made
    return made
  }

  /// What `Once` is, in this module for the same reason.
  private final class Entry: @unchecked Sendable {
    private let lock = Lock()
    private var made: Value?

    func value(_ make: () -> Value) -> Value {
      lock.lock()
      defer { lock.unlock() }
      if let made { return made }
      let value = make()
      made = value
      return value
    }
  }
}
