/// A value that is made once, by whichever thread asks first; the others wait for it.
///
/// Making it must not ask for it.
package final class Once<Value: Sendable>: @unchecked Sendable {
  private let lock = Lock()
  private var made: Value?

  package init() {}

  package func value(_ make: () -> Value) -> Value {
    lock.lock()
    defer { lock.unlock() }
    if let made { return made }
    let value = make()
    made = value
    return value
  }
}
