import Foundation

/// How long the fuzzing goes on: a few seconds inside of every test run, and as long as the environment says in a run of
/// its own, which is best a release build (`GLMLINT_FUZZ=1000000 GLMLINT_FUZZ_SEED=7 swift test -c release --filter
/// FuzzTests`).
enum FuzzSettings {
  private static func number(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
  }

  /// Mutated inputs over all languages.
  static let count = number("GLMLINT_FUZZ") ?? 2700

  /// The whole run follows from it.
  static let seed = UInt64(truncatingIfNeeded: number("GLMLINT_FUZZ_SEED") ?? 1)

  /// Only the input of this index is looked at, to see again what a run has reported.
  static let only = number("GLMLINT_FUZZ_ONLY")

  #if DEBUG
    static let isOptimized = false
  #else
    static let isOptimized = true
  #endif

  /// The longest input, in bytes.
  static let largest = isOptimized ? 64 << 10 : 4 << 10

  /// What one input may take of the processor, in seconds. Only the build that users run is held to its speed; without
  /// optimizations, beside other tests on a machine that others use, the bound is there to end what never would.
  static let allowed = isOptimized ? 0.1 : 60.0
}
