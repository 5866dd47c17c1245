import Foundation
import Testing

@testable import Syntax

/// How fast Python is parsed, next to ruff, where `GLMLINT_BENCHMARK` names a folder with `.py` files and
/// `GLMLINT_RUFF` the program; nothing is asserted, since a time depends on the machine.
///
/// `GLMLINT_BENCHMARK=transformers GLMLINT_RUFF=$(which ruff) swift test -c release -Xswiftc -enable-testing
/// --filter PythonBenchmark`. Rounds alternate, so that a machine under load slows both alike. Ours is one thread
/// over all files, reading included; ruff's is `RAYON_NUM_THREADS=1 ruff check --isolated --no-cache --select
/// W605` as a process, so it also finds the files and starts up.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["GLMLINT_BENCHMARK"] != nil), .serialized)
struct PythonBenchmark {
  private let folder = ProcessInfo.processInfo.environment["GLMLINT_BENCHMARK"] ?? ""
  private let ruff = ProcessInfo.processInfo.environment["GLMLINT_RUFF"]

  @Test func parsingTakesAsLongAsRuff() throws {
    let files = try #require(FileManager.default.enumerator(atPath: folder))
    let paths = files.compactMap { $0 as? String }.filter { $0.hasSuffix(".py") }.map { folder + "/" + $0 }
    guard !paths.isEmpty else { return }
    var ours: [Double] = []
    var parsing: [Double] = []
    var theirs: [Double] = []
    var size = 0
    var nodes = 0
    for _ in 0..<9 {
      (size, nodes) = (0, 0)
      var reading = 0.0
      let start = PythonBenchmark.seconds(CLOCK_PROCESS_CPUTIME_ID)
      for path in paths {
        let readingStart = PythonBenchmark.seconds(CLOCK_PROCESS_CPUTIME_ID)
        let bytes = PythonBenchmark.read(path)
        reading += PythonBenchmark.seconds(CLOCK_PROCESS_CPUTIME_ID) - readingStart
        size += bytes.count
        nodes += PythonParser.parse(SourceFile(path: path, bytes: bytes)).nodes.count
      }
      ours.append(PythonBenchmark.seconds(CLOCK_PROCESS_CPUTIME_ID) - start)
      parsing.append(ours[ours.count - 1] - reading)
      if let ruff { theirs.append(try PythonBenchmark.run(ruff, on: folder)) }
    }
    print(
      String(
        format: "Python speed: %d files, %.1f MB, %d nodes: %.3f s, %.3f s without reading (%.0f MB/s)",
        paths.count,
        Double(size) / 1e6, nodes, median(ours), median(parsing), Double(size) / 1e6 / median(parsing)))
    if !theirs.isEmpty {
      print(
        String(format: "ruff: %.3f s; ours is %.2f of it", median(theirs), median(ours) / median(theirs)))
    }
  }

  private func median(_ times: [Double]) -> Double { times.sorted()[times.count / 2] }

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static func read(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "rb") else { return [] }
    defer { fclose(file) }
    var information = stat()
    guard fstat(fileno(file), &information) == 0 else { return [] }
    let size = Int(information.st_size)
    return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = fread(buffer.baseAddress, 1, size, file)
    }
  }

  /// The processor time of one run of ruff on one thread.
  private static func run(_ ruff: String, on folder: String) throws -> Double {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: ruff)
    process.arguments = ["check", "--isolated", "--no-cache", "--select", "W605", "--quiet", folder]
    process.environment = ["RAYON_NUM_THREADS": "1"]
    process.standardOutput = FileHandle.nullDevice
    let before = childSeconds()
    try process.run()
    process.waitUntilExit()
    return childSeconds() - before
  }

  private static func childSeconds() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
    return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
      + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
  }
}
