#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Functions of the system's mathematics library, so that nothing else here depends on the system.
enum Elementary {
  static func exp(_ x: Float) -> Float { expf(x) }
  static func exp(_ x: Double) -> Double { _exp(x) }
  static func log(_ x: Double) -> Double { _log(x) }
  static func tanh(_ x: Float) -> Float { tanhf(x) }
  static func cos(_ x: Double) -> Double { _cos(x) }
  static func sin(_ x: Double) -> Double { _sin(x) }
  static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
}

private func _exp(_ x: Double) -> Double { exp(x) }
private func _log(_ x: Double) -> Double { log(x) }
private func _cos(_ x: Double) -> Double { cos(x) }
private func _sin(_ x: Double) -> Double { sin(x) }
