import Syntax

/// Values that are each made once for their key, whichever thread asks first.
///
/// Making a value must not ask the same cache for the same key. It stands in the module that uses it, so that each
/// kind of key gets code of its own: calls across modules look types up while they run.
final class SharedCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  /// The values are spread by the hashes of their keys, so that threads seldom wait for each other.
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
    return shelf(for: key).value(for: key, make)
  }

  /// Lets go of the value for `key`; who asks for it again has it made anew, from the same `remnant` if anybody still
  /// holds that.
  func forget(_ key: Key, but remnant: AnyObject) {
    let key = HashedKey(key)
    shelf(for: key).forget(key, but: remnant)
  }

  /// Lets go of the value for `key`, if there is one that `isForgettable`; who asks for it again has it made anew.
  func forget(_ key: Key, where isForgettable: (Value) -> Bool) {
    let key = HashedKey(key)
    shelf(for: key).forget(key, where: isForgettable)
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

  /// What is known of a key. A value that was made needs no lock of its own: there may be very many.
  private enum Slot {
    case made(Value)
    case underWay(Making)
    case forgotten(Remnant)
  }

  private final class Shelf: @unchecked Sendable {
    private let lock = Lock()
    private var slots: [HashedKey: Slot] = [:]

    func copy(where isKept: (Key) -> Bool) -> Shelf {
      let copy = Shelf()
      copy.slots = lock.locked { slots.filter { isKept($0.key.key) } }
      return copy
    }

    func value(for key: HashedKey, _ make: (AnyObject?) -> Value) -> Value {
      lock.lock()
      var remnant: AnyObject?
      switch slots[key] {
      case .made(let value)?:
        lock.unlock()
        return value
      case .underWay(let making)?:
        lock.unlock()
        return making.awaited()
      case .forgotten(let left)?: remnant = left.object
      case nil: break
      }
      let making = Making()
      slots[key] = .underWay(making)
      lock.unlock()
      let value = make(remnant)
      lock.locked { slots[key] = .made(value) }
      making.end(value)
      return value
    }

    func forget(_ key: HashedKey, where isForgettable: (Value) -> Bool) {
      lock.lock()
      let slot = slots[key]
      if case .made(let value)? = slot, isForgettable(value) { slots[key] = nil }
      lock.unlock()
      // What it held is freed when nobody waits for it.
      withExtendedLifetime(slot) {}
    }

    func forget(_ key: HashedKey, but remnant: AnyObject) {
      lock.lock()
      let slot = slots[key]
      if case .made? = slot { slots[key] = .forgotten(Remnant(remnant)) }
      lock.unlock()
      withExtendedLifetime(slot) {}
    }
  }

  /// What is left of a value that was forgotten, as long as somebody holds it.
  private final class Remnant: @unchecked Sendable {
    private(set) weak var object: AnyObject?

    init(_ object: AnyObject) { self.object = object }
  }

  /// A value that one thread makes and others wait for.
  private final class Making: @unchecked Sendable {
    private let lock = Lock()
    private var made: Value?

    init() { lock.lock() }

    func end(_ value: Value) {
      made = value
      lock.unlock()
    }

    func awaited() -> Value {
      lock.lock()
      defer { lock.unlock() }
      guard let made else { preconditionFailure("a value was asked for while it was made") }
      return made
    }
  }
}
