import Linting

/// Two curves over the steps, as SVG.
struct LossChart {
  private let written: [Float]
  private let mended: [Float]

  init(_ written: [Float], _ mended: [Float]) { (self.written, self.mended) = (written, mended) }

  private static let (width, height, left, top) = (720.0, 220.0, 56.0, 16.0)
  private static let (right, bottom) = (110.0, 32.0)

  private var steps: Int { max(written.count, mended.count) }
  private var all: [Float] { (written + mended).filter(\.isFinite) }

  /// Empty where no run took a step.
  var svg: String {
    guard let low = all.min(), let high = all.max() else { return "" }
    let (w, h) = (Int(Self.width), Int(Self.height))
    let (x0, x1) = (Self.left, Self.width - Self.right)
    let (y0, y1) = (Self.top, Self.height - Self.bottom)
    let ends = zip([("written", written, "as written"), ("mended", mended, "mended")], labelHeights).map {
      curve, y in
      curve.1.isEmpty ? "" : "<text class=\"\(curve.0)\" x=\"\(x1 + 8)\" y=\"\(y)\">\(curve.2)</text>"
    }.joined(separator: "\n")
    return """
      <svg viewBox="0 0 \(w) \(h)" role="img" aria-label="loss by step, as written and mended">
      <path class="frame" fill="none" d="M\(x0) \(y0)V\(y1)H\(x1)"/>
      <text x="\(x0 - 8)" y="\(y0 + 8)" text-anchor="end">\(Decimals.three(high))</text>
      <text x="\(x0 - 8)" y="\(y1)" text-anchor="end">\(Decimals.three(low))</text>
      <text x="\(x0)" y="\(y1 + 18)">step 1</text>
      <text x="\(x1)" y="\(y1 + 18)" text-anchor="end">\(steps)</text>
      \(curve(written, "written"))
      \(curve(mended, "mended"))
      \(ends)
      </svg>
      """
  }

  /// Where the names of the curves stand: beside their ends, and not upon each other.
  private var labelHeights: [Double] {
    let ends = [written.last, mended.last].map { $0.map(y) ?? Self.top }
    guard abs(ends[0] - ends[1]) < 14 else { return ends.map { $0 + 4 } }
    let isWrittenAbove = ends[0] <= ends[1]
    return isWrittenAbove ? [ends[0] - 3, ends[0] + 11] : [ends[1] + 11, ends[1] - 3]
  }

  private func curve(_ losses: [Float], _ name: String) -> String {
    guard !losses.isEmpty else { return "" }
    let points = losses.enumerated().map { "\(Self.tenth(x($0.offset))),\(Self.tenth(y($0.element)))" }
    // A single point is a line of no length, which no browser draws.
    let drawn = points.count == 1 ? points + points : points
    return "<polyline class=\"\(name)\" stroke-linecap=\"round\" points=\"\(drawn.joined(separator: " "))\"/>"
  }

  private func x(_ step: Int) -> Double {
    let span = Self.width - Self.right - Self.left
    return Self.left + (steps > 1 ? span * Double(step) / Double(steps - 1) : 0)
  }

  private func y(_ loss: Float) -> Double {
    let (low, high) = (Double(all.min() ?? 0), Double(all.max() ?? 1))
    let span = Self.height - Self.bottom - Self.top
    let share = high > low && loss.isFinite ? (Double(loss) - low) / (high - low) : 0.5
    return Self.top + span * (1 - share)
  }

  private static func tenth(_ number: Double) -> String { "\((number * 10).rounded() / 10)" }
}
