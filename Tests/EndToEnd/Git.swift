import Foundation

/// The program git, outside of any repository's settings.
enum Git {
  static let exists = (try? run("--version", in: "/"))?.hasPrefix("git version") == true

  /// git could not be started.
  struct Failure: Error {
    let code: Int32
  }

  /// Standard output and error together, then `exit CODE` where git failed.
  ///
  /// Spawned and waited for by the system's own calls: Foundation's `Process` waits on a run loop, which never ends
  /// where the machine has no network interface at all.
  static func run(_ arguments: String..., in folder: String) throws(Failure) -> String {
    let output = NSTemporaryDirectory() + "git-output-\(UUID().uuidString)"
    defer { unlink(output) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var words = (["git", "-C", folder] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process = pid_t()
    let code = posix_spawnp(&process, "git", &actions, nil, &words, environ)
    guard code == 0 else { throw Failure(code: code) }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
    return status == 0 ? text : text + "exit \(status >> 8)"
  }
}
