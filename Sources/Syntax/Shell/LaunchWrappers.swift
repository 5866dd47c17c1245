/// Commands that run another command, with the options that take a value.
///
/// Sources: the manuals of GNU coreutils 9.1 (`env`, `nice`, `nohup`, `stdbuf`, `timeout`), util-linux 2.38
/// (`ionice`, `setsid`, `taskset`), sudo 1.9, numactl 2.0, Slurm 23 `srun`, uv 0.5, Poetry 2, PDM 2, Pipenv
/// and conda 24.
struct LaunchWrapper: Sendable {
  /// Options that take the next word as their value.
  private let valued: [Substring]
  /// Words behind the options that are no command: `timeout 10`, `taskset 0xff`.
  let positionals: Int
  /// The word that must follow the name: `run` of `uv run`.
  let subcommand: String?
  /// A wrapper whose options are not all known: its options with an unknown meaning are taken to stand alone.
  init(_ valued: String = "", positionals: Int = 0, subcommand: String? = nil) {
    self.valued = valued.utf8.split(separator: UInt8(ascii: " ")).map { Substring($0) }
    self.positionals = positionals
    self.subcommand = subcommand
  }

  /// Whether the next word is the value of `option`. O(options).
  func takesValue(_ option: String) -> Bool { valued.contains { $0 == option } }

  static let all: [String: LaunchWrapper] = [
    "nohup": LaunchWrapper(), "time": LaunchWrapper("-o -f"), "exec": LaunchWrapper("-a"),
    "command": LaunchWrapper(), "setsid": LaunchWrapper(), "builtin": LaunchWrapper(),
    "env": LaunchWrapper("-u --unset -C --chdir -S --split-string"),
    "sudo": LaunchWrapper("-u --user -g --group -h --host -p --prompt -C -D --chdir -R -r -t -T -U"),
    "nice": LaunchWrapper("-n --adjustment"), "ionice": LaunchWrapper("-c --class -n --classdata"),
    "stdbuf": LaunchWrapper("-i --input -o --output -e --error"),
    "timeout": LaunchWrapper("-k --kill-after -s --signal", positionals: 1),
    "taskset": LaunchWrapper("-c --cpu-list", positionals: 1),
    "numactl": LaunchWrapper("-N --cpunodebind -m --membind -C --physcpubind -i --interleave -p --preferred"),
    "srun": LaunchWrapper(
      """
      -A --account -c --cpus-per-task -C --constraint -D --chdir -e --error -i --input -J --job-name \
      -m --distribution -n --ntasks -N --nodes -o --output -p --partition -q --qos -t --time -w --nodelist \
      -x --exclude --gres --gpus -G --gpus-per-node --gpus-per-task --mem --mem-per-cpu --mem-per-gpu \
      --ntasks-per-node --jobid --export --mpi --cpu-bind --gpu-bind --container-image --container-mounts \
      --container-workdir --container-name --reservation
      """),
    "uv": LaunchWrapper(
      """
      --with --with-requirements --with-editable --extra --group --python -p --project --directory \
      --env-file --package --index --index-url -i --extra-index-url --find-links -f --no-group --only-group
      """, subcommand: "run"),
    "poetry": LaunchWrapper("-C --directory -P --project", subcommand: "run"),
    "pdm": LaunchWrapper("-p --project", subcommand: "run"),
    "pipenv": LaunchWrapper("--python", subcommand: "run"),
    "conda": LaunchWrapper("-n --name -p --prefix --cwd", subcommand: "run"),
    "mamba": LaunchWrapper("-n --name -p --prefix --cwd", subcommand: "run"),
    "micromamba": LaunchWrapper("-n --name -p --prefix --cwd", subcommand: "run"),
  ]
}
