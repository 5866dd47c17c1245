import Syntax

/// Reads the training runs of a Python program: a script, or the code cells of a notebook.
///
/// One set-up for each call of a trainer; then one for each PEFT configuration and each model that is loaded
/// without a trainer. What a library's class takes is read from the call that makes it, wherever that is.
package struct PythonReader {
  let module: PythonModule
  let evaluator: PythonEvaluator
  let dialect: Dialect
  let versions: LibraryVersions
  let context: any ReadingContext

  package init(
    module: PythonModule, evaluator: PythonEvaluator, dialect: Dialect, versions: LibraryVersions,
    context: any ReadingContext
  ) {
    self.module = module
    self.evaluator = evaluator
    self.dialect = dialect
    self.versions = versions
    self.context = context
  }

  /// All set-ups in the order of the text. O(nodes) beside what is evaluated.
  package func setups() -> [TrainingSetup] {
    let made = module.calls(where: mayMakeSomething).compactMap(madeObject)
    var setups: [TrainingSetup] = []
    var described = Described()
    let idle = made.contains { $0.type == "trl.SFTTrainer" } ? idleMaskings(made) : []
    for object in made where LibraryClass.isTrainer(object.type) {
      let setup = note(idle, in: trainerSetup(object, describing: &described))
      setups += described.variants(of: setup)
    }
    for object in made
    where object.type == "peft.get_peft_model" && !described.contains(object.site.call.node) {
      let setup = wrappedModelSetup(object, describing: &described)
      setups += described.variants(of: setup)
    }
    for object in made where !described.contains(object.site.call.node) {
      if let setup = partSetup(object) { setups.append(setup) }
    }
    return setups.sorted { $0.anchor.range < $1.anchor.range && $0.anchor.file === $1.anchor.file }
  }

  /// What has been read into some set-up so far.
  struct Described {
    private var calls: Set<PythonNode> = []
    /// Adapters that the run may have as well, by a branch.
    private var otherAdapters: [FactTable] = []

    func contains(_ call: PythonNode) -> Bool { calls.contains(call) }

    /// Whether the call was new.
    @discardableResult
    mutating func insert(_ call: PythonNode) -> Bool { calls.insert(call).inserted }

    mutating func insert(other adapter: FactTable) { otherAdapters.append(adapter) }

    /// The set-up, then the same run with each other adapter that was met since the last one.
    mutating func variants(of setup: TrainingSetup) -> [TrainingSetup] {
      defer { otherAdapters = [] }
      return [setup]
        + otherAdapters.map { adapter in
          var variant = setup
          variant.adapter = adapter
          return variant
        }
    }
  }

  /// A call that makes something of a library: the class, seen through subclasses of the project.
  struct MadeObject {
    /// Canonical name, such as `transformers.Seq2SeqTrainer`, `peft.get_peft_model`.
    let type: String
    /// The project's subclass, from the nearest to the library's.
    let subclasses: [PythonNode]
    let site: PythonCallSite
    /// As the call makes it; `value(of:)` adds what is stored into it later.
    let bare: Evaluated
  }

  /// Whether a program imports what trains; without such an import there is nothing to read, and its names need not
  /// be collected. O(nodes), touching nothing but the imports.
  package static func mayTrain(_ trees: [PythonTree]) -> Bool {
    trees.contains { tree in
      tree.nodes(.importFrom).contains { node in
        guard let from = node.asImportFrom else { return false }
        return from.level > 0 || from.module.map(LibraryClass.isPackage) ?? false
      }
        || tree.nodes(.import).contains { node in
          node.asImport?.names.contains { LibraryClass.isPackage($0.name) } ?? false
        }
    }
  }

  /// Only classes, and the few functions that we read, are worth evaluating.
  private func mayMakeSomething(_ function: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = function.first else { return false }
    switch first {
    case UInt8(ascii: "_"), UInt8(ascii: "A")...UInt8(ascii: "Z"): return true
    case UInt8(ascii: "f"):
      return function.elementsEqual("from_pretrained".utf8) || function.elementsEqual("from_config".utf8)
    case UInt8(ascii: "g"): return function.starts(with: "get_peft_".utf8)
    default: return false
    }
  }

  private func madeObject(_ call: PythonCall) -> MadeObject? {
    let frame = evaluator.frame(around: call.node, in: module)
    let site = PythonCallSite(call: call, frame: frame)
    let function = evaluator.evaluate(call.function, in: frame)
    guard let (type, subclasses) = libraryClass(of: function) else { return nil }
    let value = Evaluated(.derived(function, .call(site)), at: call.node.span)
    return MadeObject(type: type, subclasses: subclasses, site: site, bare: value)
  }

  /// The object with all that is stored into it, for one that no trainer here takes.
  func value(of object: MadeObject) -> Evaluated {
    var value = object.bare
    let (site, bare) = (object.site, object.bare)
    value.stores = evaluator.stores(intoObjectMadeBy: site.call.node, bare, in: site.frame)
    return value
  }

  /// The library's class that `value` is or inherits from. O(bases).
  func libraryClass(of value: Evaluated) -> (type: String, subclasses: [PythonNode])? {
    var current = value
    var subclasses: [PythonNode] = []
    while subclasses.count < 16 {
      switch current.value {
      case .symbol(let name): return (LibraryName.canonical(name), subclasses)
      case .projectClass(let definition, let frame):
        subclasses.append(definition)
        let bases = definition.asClassDef?.bases.map { evaluator.evaluate($0, in: frame) } ?? []
        let next = bases.first { base in
          switch base.value {
          case .symbol(let name): return LibraryClass.isPackage(name)
          case .projectClass: return true
          default: return false
          }
        }
        guard let next else { return nil }
        current = next
      default: return nil
      }
    }
    return nil
  }

  private func name(of site: PythonCallSite) -> String {
    let node = site.call.node
    return "\(node.tree.file.outermost.path):\(node.span.onDisk.startLine)"
  }

  func emptySetup(at site: PythonCallSite) -> TrainingSetup {
    TrainingSetup(name: name(of: site), dialect: dialect, anchor: site.call.node.span, versions: versions)
  }
}

extension Span {
  /// 1-based line of the first byte.
  package var startLine: Int { file.position(at: range.start).line }
}
