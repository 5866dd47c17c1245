/// What PEFT makes of `modules_to_save`: it wraps every module whose name ends with one of these, which for a text are its
/// letters.
///
/// peft 0.7.1, 0.10.0, 0.14.0, 0.18.1 and 0.21.2, run; the releases in between by reading `utils/other.py`
/// (`ModulesToSaveWrapper`, `_set_trainable`) and `tuners/tuners_utils.py` (`inject_adapter`).
struct SavedModules {
  /// A part of the model, or one that LoRA adds, by its dotted name.
  private struct Part {
    let name: String
    /// PyTorch's class where it only holds others; nil for any other.
    let container: String?
  }

  private let endings: [String]
  private let parts: [Part]
  private let targets: Set<String>
  private let family: TrainingPlan.Family
  private let peft: LibraryRelease

  /// `targets` are the names of the layers that LoRA changes. O(names).
  init(
    _ endings: [String], in model: any LanguageModel, targets: [String], _ family: TrainingPlan.Family,
    _ stack: Stack
  ) {
    self.endings = endings
    self.targets = Set(targets)
    (self.family, peft) = (family, stack.peft)
    parts = Self.parts(of: model)
  }

  /// - Throws: what PEFT raises where the adapter is made.
  func check() throws(PythonError) {
    // Up to 0.14 the wrapping goes on while LoRA looks for its targets, and then once more from the outside.
    guard peft < LibraryRelease(0, 15) else { return try checkContainers(injected) }
    let wrapped = try wrapWhileInjecting()
    guard !wrapped.isEmpty else { return }
    if !looksThroughWrappers, matches("base_model") { throw missing("model") }
    try checkContainers(injected + [Part(name: "\(wrapped[0]).modules_to_save", container: "ModuleDict")])
  }

  /// - Throws: what the first step raises: from 0.13 to 0.19 a wrapped module has to be called with a positional argument.
  ///   Before 0.8 a wrapper has no weight, which T5 looks at.
  func checkCall() throws(PythonError) {
    if peft < LibraryRelease(0, 8), parts.contains(where: { matches($0.name) && $0.name.hasSuffix(".wo") }) {
      throw PythonError("AttributeError", "'ModulesToSaveWrapper' object has no attribute 'weight'")
    }
    guard peft >= LibraryRelease(0, 13), peft < LibraryRelease(0, 20),
      parts.contains(where: { matches($0.name) && isCalledByName($0.name) })
    else { return }
    let wrapper = peft < LibraryRelease(0, 15) ? "ModulesToSaveWrapper" : "AuxiliaryTrainingWrapper"
    throw PythonError("TypeError", "\(wrapper).forward() missing 1 required positional argument: 'x'")
  }

  private func matches(_ name: String) -> Bool { endings.contains { name.hasSuffix($0) } }

  /// The attributes of a wrapped module are its wrapper's too.
  private var looksThroughWrappers: Bool { peft >= LibraryRelease(0, 14) }

  private func wrapWhileInjecting() throws(PythonError) -> [String] {
    var wrapped: [String] = []
    for part in parts where matches(part.name) || targets.contains(part.name) {
      if !looksThroughWrappers, let outer = wrapped.first(where: { part.name.hasPrefix("\($0).") }) {
        throw missing(String(part.name.dropFirst(outer.count + 1).prefix { $0 != "." }))
      }
      guard matches(part.name) else { continue }
      try check(part)
      wrapped.append(part.name)
    }
    return wrapped
  }

  /// From 0.19 on what stands two levels below a wrapped module is left alone.
  private func checkContainers(_ parts: [Part]) throws(PythonError) {
    let sparesGrandchildren = peft >= LibraryRelease(0, 19)
    var wrapped: Set<String> = []
    for part in parts where matches(part.name) {
      let grandparent = part.name.split(separator: ".").dropLast(2).joined(separator: ".")
      if sparesGrandchildren, wrapped.contains(grandparent) { continue }
      try check(part)
      wrapped.insert(part.name)
    }
  }

  /// From 0.9 on what only holds others cannot be wrapped.
  private func check(_ part: Part) throws(PythonError) {
    guard peft >= LibraryRelease(0, 9), let container = part.container else { return }
    let shown =
      peft < LibraryRelease(0, 13) ? container : "<class 'torch.nn.modules.container.\(container)'>"
    throw PythonError("TypeError", "modules_to_save cannot be applied to modules of type \(shown)")
  }

  private func missing(_ name: String) -> PythonError {
    PythonError("AttributeError", "ModulesToSaveWrapper has no attribute `\(name)`")
  }

  /// The body of a decoder and its attention, and the two halves of T5.
  private func isCalledByName(_ name: String) -> Bool {
    family.isDecoder ? name == "model" || name.hasSuffix("self_attn") : ["encoder", "decoder"].contains(name)
  }

  // MARK: Names

  /// With the parts of each LoRA layer behind it.
  private var injected: [Part] {
    let vector = peft < LibraryRelease(0, 14) ? [] : [("lora_magnitude_vector", "ModuleDict")]
    let added: [(String, String?)] =
      [
        ("base_layer", nil), ("lora_dropout", "ModuleDict"), ("lora_A", "ModuleDict"),
        ("lora_B", "ModuleDict"),
        ("lora_embedding_A", "ParameterDict"), ("lora_embedding_B", "ParameterDict"),
      ] + vector
    return parts.flatMap { part in
      targets.contains(part.name)
        ? [part] + added.map { Part(name: "\(part.name).\($0.0)", container: $0.1) } : [part]
    }
  }

  /// Each part behind what holds it; lists are what holds numbers.
  private static func parts(of model: any LanguageModel) -> [Part] {
    var parts: [Part] = []
    var seen: Set<String> = []
    for named in model.namedModules() where !named.name.isEmpty {
      let components = named.name.split(separator: ".")
      for length in 1...components.count {
        let name = components.prefix(length).joined(separator: ".")
        guard seen.insert(name).inserted else { continue }
        let isList = length < components.count && Int(components[length]) != nil
        parts.append(Part(name: name, container: isList ? "ModuleList" : nil))
      }
    }
    return parts
  }
}
