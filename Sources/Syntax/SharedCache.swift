/// A value that is made once, by whichever thread asks first; the others wait for it.
///
/// Making it must not ask for it.
package final class Once<Value: Sendable>: @unchecked Sendable {
  @usableFromInline let lock = Lock()
  @usableFromInline var made: Value?

  @inlinable package init() {}

  @inlinable package func value(_ make: () -> Value) -> Value {
    lock.locked {
      if let made { return made }
      let value = make()
      made = value
      return value
    }
  }
}

/// Values that are each made once for their key, whichever thread asks first.
///
/// Making a value must not ask the same cache for the same key.
package final class SharedCache<Key: Hashable & Sendable, Value: Sendable>: @unchecked Sendable {
  @usableFromInline let lock = Lock()
  @usableFromInline var entries: [Key: Once<Value>] = [:]

  @inlinable package init() {}

  /// A cache that begins with what this one has for the keys that `isKept`. O(keys).
  @inlinable package func copy(where isKept: (Key) -> Bool) -> SharedCache {
    let copy = SharedCache()
    copy.entries = lock.locked { entries.filter { isKept($0.key) } }
    return copy
  }

  @inlinable package func value(for key: Key, make: () -> Value) -> Value {
    let entry = lock.locked {
      if let known = entries[key] { return known }
      let made = Once<Value>()
      entries[key] = made
      return made
    }
    return entry.value(make)
  }
}
