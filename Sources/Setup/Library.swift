/// A library whose version changes what a training run does.
package enum Library: String, Hashable, Sendable, CaseIterable, Comparable {
  case python, torch, transformers, peft, trl, accelerate, datasets, deepspeed

  /// By name, so that lists come out the same every time.
  package static func < (left: Library, right: Library) -> Bool { left.rawValue < right.rawValue }
}
