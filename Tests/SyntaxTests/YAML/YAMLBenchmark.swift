import Foundation
import Testing

@testable import Syntax

/// How fast YAML is parsed, where `GLMLINT_BENCHMARK` names a folder with configs; nothing is asserted, since a
/// machine's speed is not the program's.
///
/// `GLMLINT_BENCHMARK=TREE swift test -c release -Xswiftc -enable-testing --filter YAMLBenchmark`, where TREE is a
/// folder of small configs of fine-tuning runs; beside it fixtures/benchmarks/yaml_events.c, which walks libyaml's
/// events of the same files, gives the number to compare with.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["GLMLINT_BENCHMARK"] != nil), .serialized)
struct YAMLBenchmark {
  private static let runs = 15
  private static let loops = 10

  private func files() throws -> [SourceFile] {
    let home = ProcessInfo.processInfo.environment["GLMLINT_BENCHMARK"] ?? ""
    let found = FileManager.default.enumerator(atPath: home)?.compactMap { $0 as? String } ?? []
    return try found.filter { $0.hasSuffix(".yaml") }.sorted().map { path in
      SourceFile(path: path, bytes: Array(try Data(contentsOf: URL(fileURLWithPath: home + "/" + path))))
    }
  }

  /// The median of the runs in megabytes a second of this thread's time on the processor.
  private func measure(_ what: String, _ files: [SourceFile], _ work: (SourceFile) -> Int) {
    let bytes = files.reduce(0) { $0 + $1.bytes.count }
    var sum = 0
    let rates = (0..<Self.runs).map { _ in
      let start = clock_gettime_nsec_of_thread()
      for _ in 0..<Self.loops { for file in files { sum &+= work(file) } }
      return Double(bytes * Self.loops) / Double(clock_gettime_nsec_of_thread() - start) * 1000
    }.sorted()
    let median = String(format: "%.1f", rates[rates.count / 2])
    print("\(what): \(files.count) files, \(bytes) bytes, median \(median) MB/s (checksum \(sum))")
  }

  private func clock_gettime_nsec_of_thread() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }

  @Test func configs() throws {
    let files = try files()
    #expect(!files.isEmpty)
    measure("YAML tree", files) { YAMLParser.parse($0).problems.count }
    let trees = files.map { YAMLParser.parse($0) }
    let byPath = Dictionary(uniqueKeysWithValues: zip(files.map(\.path), trees))
    measure("what PyYAML refuses", files) { byPath[$0.path]?.refusals(by: .pyYAML)?.count ?? 0 }
  }
}
