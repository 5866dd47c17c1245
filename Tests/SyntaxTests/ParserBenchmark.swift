import Foundation
import Testing

@testable import Syntax

private enum BenchmarkSettings {
  static let folder = ProcessInfo.processInfo.environment["GLMLINT_BENCHMARK"]
  static let python = ProcessInfo.processInfo.environment["GLMLINT_BENCHMARK_PYTHON"]
}

/// Throughput of the JSON and TOML parsers on one thread, beside orjson; how to run it stands at the top of
/// fixtures/benchmarks/make_json.py. `GLMLINT_BENCHMARK` names the folder with the files,
/// `GLMLINT_BENCHMARK_PYTHON` a Python that has orjson.
@Suite(
  .enabled(if: BenchmarkSettings.folder != nil, "skipped: GLMLINT_BENCHMARK names no folder"), .serialized)
struct ParserBenchmark {
  /// Medians of nine alternating runs. A run of ours includes the source.
  @Test func throughput() throws {
    let folder = URL(fileURLWithPath: try #require(BenchmarkSettings.folder))
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
      guard name.hasSuffix(".json") || name.hasSuffix(".toml") else { continue }
      let path = folder.appendingPathComponent(name).path
      let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
      let rounds = max(1, 20_000_000 / max(1, bytes.count))
      var (ours, peer): ([Double], [Double]) = ([], [])
      for _ in 0..<9 {
        ours.append(Self.nanoseconds(name, bytes, rounds: rounds))
        if name.hasSuffix(".json"), let time = try Self.orjson(path, rounds: rounds) { peer.append(time) }
      }
      var line = "\(name): \(bytes.count) bytes, glmlint \(Self.speed(bytes.count, ours)) MB/s"
      if !peer.isEmpty { line += ", orjson \(Self.speed(bytes.count, peer)) MB/s" }
      print(line)
      #expect(ours.allSatisfy { $0 > 0 })
    }
  }

  private static func speed(_ count: Int, _ times: [Double]) -> Int {
    Int(Double(count) * 1000 / times.sorted()[times.count / 2])
  }

  private static func nanoseconds(_ name: String, _ bytes: [UInt8], rounds: Int) -> Double {
    let start = DispatchTime.now().uptimeNanoseconds
    var nodes = 0
    for _ in 0..<rounds {
      let file = SourceFile(path: name, bytes: bytes)
      let tree = name.hasSuffix(".json") ? JSONParser.parse(file) : TOMLParser.parse(file)
      nodes += tree.records.count
    }
    #expect(nodes > 0)
    return Double(DispatchTime.now().uptimeNanoseconds - start) / Double(rounds)
  }

  private static func orjson(_ path: String, rounds: Int) throws -> Double? {
    guard let python = BenchmarkSettings.python else { return nil }
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = [
      root.appendingPathComponent("fixtures/benchmarks/orjson_loads.py").path, path, "\(rounds)",
    ]
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text.split(separator: " ").first.flatMap { Double($0) }
  }
}
