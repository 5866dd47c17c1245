import Syntax

// Config files that a program loads by a path that is written in it: they become dictionaries whose values stand in
// the file.
extension PythonEvaluator {
  /// What `yaml.safe_load(…)`, `json.load(…)`, `OmegaConf.load(…)`, `tomllib.load(…)` and their sisters give; nil for
  /// other functions, and where the path or the file is not known.
  func loadedConfig(byCalling name: String, _ site: PythonCallSite) -> Evaluated? {
    guard let resolution = Self.loaders[name] else { return nil }
    let given = arguments(of: site)
    guard let source = given.positional.first ?? given["stream"] ?? given["fp"] ?? given["file_"] else {
      return nil
    }
    return config(from: source, resolution, site, loader: Self.safeLoaders[name])
  }

  /// What `YAML(typ="safe", pure=True).load(…)` of ruamel.yaml gives; nil for other objects. Without `pure`, `safe` and
  /// `unsafe` read with libyaml, which is YAML 1.1 in part, and is not followed.
  func loadedConfig(by maker: Evaluated, _ making: PythonCallSite, _ site: PythonCallSite) -> Evaluated? {
    guard case .symbol("ruamel.yaml.YAML") = maker.value else { return nil }
    let options = arguments(of: making)
    let type = (options["typ"] ?? options.positional.first)?.text ?? "rt"
    var isPure = type == "rt"
    if case .constant(.bool(true))? = options["pure"]?.value { isPure = true }
    guard isPure, options.openReason == nil, let source = arguments(of: site).positional.first else {
      return nil
    }
    return config(from: source, .ruamel, site, loader: .ruamel)
  }

  /// The file that `parser.parse_yaml_file(…)` or `parse_json_file(…)` reads; nil where it is not known, and for other
  /// methods (transformers/hf_argparser.py: `yaml.safe_load` and `json.loads`, no type is converted).
  func parsedFile(_ method: String, _ site: PythonCallSite) -> PythonDictionary? {
    guard let (parameter, resolution) = Self.parserMethods[method] else { return nil }
    let given = arguments(of: site)
    guard let path = (given[parameter] ?? given.positional.first)?.text,
      case .dictionary(let values)? = config(
        at: path, resolution, site, loader: resolution == .pyYAML ? .pyYAML : nil)?.value
    else { return nil }
    return values
  }

  private static let parserMethods: [String: (parameter: String, resolution: ScalarResolution)] = [
    "parse_yaml_file": ("yaml_file", .pyYAML), "parse_json_file": ("json_file", .json),
  ]

  private static let loaders: [String: ScalarResolution] = [
    "yaml.safe_load": .pyYAML, "yaml.load": .pyYAML, "yaml.full_load": .pyYAML, "yaml.unsafe_load": .pyYAML,
    "json.load": .json, "json.loads": .json, "omegaconf.OmegaConf.load": .omegaConf,
    "tomllib.load": .toml, "tomllib.loads": .toml, "tomli.load": .toml, "tomli.loads": .toml,
  ]

  /// Those whose acceptance is known: `full_load` and its like take more tags, and a `Loader=` may be any.
  private static let safeLoaders: [String: YAMLLoader] = [
    "yaml.safe_load": .pyYAML, "omegaconf.OmegaConf.load": .omegaConf,
  ]

  // MARK: Paths and files

  private func config(
    from source: Evaluated, _ resolution: ScalarResolution, _ site: PythonCallSite, loader: YAMLLoader?
  ) -> Evaluated? {
    // `OmegaConf.load` takes a path, ruamel a `Path` too, the others an open file or its text.
    let takesPath = resolution == .omegaConf || resolution == .ruamel
    let path = takesPath ? source.text ?? pathOpened(by: source) : pathOpened(by: source)
    return path.flatMap { config(at: $0, resolution, site, loader: loader) }
  }

  /// The path of `open("x")`, `Path("x").open()`, `Path("x").read_text()` and of `.read()` on an open file.
  private func pathOpened(by value: Evaluated) -> String? {
    guard let (maker, site) = value.making else { return nil }
    switch maker.value {
    case .symbol("builtins.open"), .symbol("io.open"), .symbol("codecs.open"):
      let given = arguments(of: site)
      return (given["file"] ?? given.positional.first)?.text
    case .derived(let receiver, .attribute("read")): return pathOpened(by: receiver)
    case .derived(let receiver, .attribute("open")), .derived(let receiver, .attribute("read_text")),
      .derived(let receiver, .attribute("read_bytes")):
      return receiver.text
    default: return nil
    }
  }

  private func config(
    at path: String, _ resolution: ScalarResolution, _ site: PythonCallSite, loader: YAMLLoader?
  ) -> Evaluated? {
    guard let tree = resolver.config(at: path, namedIn: site.frame.module.path),
      tree.language == resolution.language
    else { return nil }
    if let loader { resolver.note(tree, isLoadedBy: loader, at: site.call.node.span) }
    guard tree.roots.count == 1, let root = tree.root, tree.problems.allSatisfy(\.isHarmless) else {
      return nil
    }
    return LoadedValue(resolution: resolution).value(of: root)
  }
}

/// Turns the nodes of a config file into what its loader makes of them.
private struct LoadedValue {
  let resolution: ScalarResolution
  /// Configs are not nested deeper than this.
  private static let depthLimit = 64

  func value(of node: ConfigNode, isShared: Bool = false, depth: Int = 0) -> Evaluated {
    let target = node.dereferenced
    var made = Evaluated(value(target, depth), at: target.span)
    made.isShared = isShared || node.kind == .alias || target.anchor != nil
    if node.kind == .alias { made.uses = [node.span] }
    return made
  }

  private func value(_ node: ConfigNode, _ depth: Int) -> PythonValue {
    guard depth < Self.depthLimit else { return .unknown("the file nests too deeply") }
    switch node.kind {
    case .mapping: return .dictionary(dictionary(node, depth))
    case .sequence:
      return .sequence(node.elements.map { value(of: $0, depth: depth + 1) }, isTuple: false, openReason: nil)
    case .scalar: return scalar(node)
    case .alias, .invalid: return .unknown("the loader does not read it")
    }
  }

  private func dictionary(_ node: ConfigNode, _ depth: Int) -> PythonDictionary {
    let effective = node.effectiveEntries(resolution)
    let openReason = effective.isComplete ? nil : "its merges are not followed"
    var made = PythonDictionary(entries: [], openReason: node.tree.compositionReason ?? openReason)
    for entry in effective.entries {
      guard let key = text(ofKey: entry.key) else {
        made.openReason = made.openReason ?? "a key is no text"
        continue
      }
      let value = value(of: entry.value, isShared: entry.isShared, depth: depth + 1)
      made.entries.append(.init(key: key, keySpan: entry.key.span, value: value))
    }
    return made
  }

  /// Keys of TOML are texts, quoted or not.
  private func text(ofKey key: ConfigNode) -> String? {
    if resolution == .toml { return key.text }
    if case .string(let text) = key.value(resolution) { return text }
    return nil
  }

  private func scalar(_ node: ConfigNode) -> PythonValue {
    let isYAML = node.tree.language == .yaml
    if isYAML, let reason = node.templateReason ?? node.tree.compositionReason { return .unknown(reason) }
    switch node.value(resolution) {
    case .null: return .constant(.null)
    case .bool(let truth): return .constant(.bool(truth))
    case .integer(let number): return .constant(.integer(number))
    case .float(let number): return .constant(.float(number))
    case .string(let text): return .constant(.string(text))
    default: return .unknown("the loader gives a value of another kind")
    }
  }
}

extension ScalarResolution {
  fileprivate var language: ConfigTree.Language {
    switch self {
    case .pyYAML, .ruamel, .omegaConf: return .yaml
    case .json: return .json
    case .toml: return .toml
    }
  }
}

extension SyntaxProblem {
  /// A repeated key ends only some loaders; what else is wrong ends all of them.
  fileprivate var isHarmless: Bool {
    if case .duplicateKey = kind { return true }
    return isReadByPythonJSON
  }
}
