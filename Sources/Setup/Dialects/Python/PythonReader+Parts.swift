import Knowledge
import Syntax

// Model, adapter, arguments and collator, each from the value that the trainer is given.
extension PythonReader {
  func trainerSetup(_ object: MadeObject, describing described: inout Described) -> TrainingSetup {
    var setup = emptySetup(at: object.site)
    let given = named(evaluator.arguments(of: object.site), LibraryClass.trainerParameters)
    setup.trainer = table(given, consumer: object.type, span: object.site.call.node.span)
    if let model = given["model"] { describe(model: model, in: &setup, &described) }
    if let config = given["peft_config"] {
      describe(adapter: config, in: &setup, &described)
      setup.adapterUse = .applied
    }
    if let value = given["args"] { describe(arguments: value, in: &setup, &described) }
    if let value = given["data_collator"] { setup.collator = collator(value) }
    setup.splits = splits(given, setup)
    setup.predictionStep = predictionStep(of: object.subclasses)
    setup.trainerOverrides = Set(
      object.subclasses.flatMap { $0.asClassDef?.body.compactMap { $0.asFunctionDef?.name } ?? [] })
    described.insert(object.site.call.node)
    return setup
  }

  func wrappedModelSetup(_ object: MadeObject, describing described: inout Described) -> TrainingSetup {
    var setup = emptySetup(at: object.site)
    describe(model: value(of: object), in: &setup, &described)
    described.insert(object.site.call.node)
    return setup
  }

  /// A set-up of one part only, for a configuration or a model that no trainer here takes.
  func partSetup(_ object: MadeObject) -> TrainingSetup? {
    var described = Described()
    if LibraryClass.isAdapterConfig(object.type) || object.type == "peft.get_peft_config" {
      var setup = emptySetup(at: object.site)
      describe(adapter: value(of: object), in: &setup, &described)
      return setup
    }
    if LibraryClass.isArguments(object.type) {
      var setup = emptySetup(at: object.site)
      describe(arguments: value(of: object), in: &setup, &described)
      return setup
    }
    if let (type, method, _) = object.bare.classMethodCall,
      method == "from_pretrained" || method == "from_config", LibraryClass.isAutoModel(type)
    {
      var setup = emptySetup(at: object.site)
      describe(model: value(of: object), in: &setup, &described)
      return setup
    }
    return nil
  }

  /// Gives positional arguments the names of the parameters at their places.
  func named(_ given: PythonCallArguments, _ parameters: [String]) -> PythonCallArguments {
    var result = given
    for (value, name) in zip(given.positional, parameters) where result[name] == nil {
      result.keywords.append(.init(name: name, nameSpan: value.span, value: value))
    }
    result.positional = []
    return result
  }

  /// Keywords as facts, in the order in which they are written.
  func table(
    _ given: PythonCallArguments, consumer: String, span: Span, callee: Span? = nil
  ) -> FactTable {
    var table = FactTable(consumer: .known(consumer, at: callee ?? span), span: span)
    for keyword in given.keywords { table.set(keyword.name, keyword.value.fact, nameSpan: keyword.nameSpan) }
    if let reason = given.openReason { table.open(because: reason) }
    return table
  }

  // MARK: Model

  /// Where a branch decides which model it is, the adapter is that of any branch, and the model is known only
  /// as far as the branches agree.
  func describe(model value: Evaluated, in setup: inout TrainingSetup, _ described: inout Described) {
    var models: [FactTable?] = []
    for alternative in value.alternatives where !alternative.isNone {
      let base = unwrapped(alternative, in: &setup, &described)
      models += base.alternatives.map { model($0, &described) }
    }
    guard let first = models.first, let first else { return }
    let agree = models.allSatisfy { other in
      other?.consumer.state == first.consumer.state && other?["name"].state == first["name"].state
    }
    if agree { setup.model = first }
  }

  /// The model under `get_peft_model` and what else hands it on; notes the adapter on the way.
  private func unwrapped(
    _ value: Evaluated, in setup: inout TrainingSetup, _ described: inout Described
  ) -> Evaluated {
    var current = value
    for _ in 0..<32 {
      guard let (maker, site) = current.making else { break }
      if maker.symbol == "peft.get_peft_model" {
        let given = named(evaluator.arguments(of: site), ["model", "peft_config"])
        described.insert(site.call.node)
        if let config = given["peft_config"] {
          describe(adapter: config, in: &setup, &described)
          // `mixed=True` makes a PeftMixedModel, which knows no task.
          if given["mixed"] == nil, given.openReason == nil { setup.adapterUse = .applied }
        }
        guard let inner = given["model"] else { break }
        current = inner
      } else if let name = maker.symbol, LibraryClass.modelPassThroughFunctions.contains(name) {
        guard let inner = evaluator.arguments(of: site).positional.first else { break }
        current = inner
      } else if let (receiver, name, _) = current.methodCall,
        LibraryClass.modelPassThroughMethods.contains(name)
      {
        current = receiver
      } else {
        break
      }
    }
    return current
  }

  /// The model as a table; nil where nothing is known of it.
  private func model(_ value: Evaluated, _ described: inout Described) -> FactTable? {
    if let name = value.text {
      var table = FactTable(consumer: .absent(), span: value.span)
      setName(.known(name, at: value.span, uses: value.uses, isShared: value.isShared), in: &table)
      return table
    }
    guard let (type, method, site) = value.classMethodCall,
      LibraryClass.isLanguageModel(type), method == "from_pretrained" || method == "from_config"
    else { return nil }
    described.insert(site.call.node)
    let parameter = method == "from_pretrained" ? "pretrained_model_name_or_path" : "config"
    let given = named(evaluator.arguments(of: site), [parameter])
    var table = self.table(given, consumer: type, span: site.call.node.span)
    if type.hasPrefix("transformers.") { table.set("auto_class", autoClass(type, of: site)) }
    if let name = given[parameter], method == "from_pretrained" {
      let fact = name.fact.map(orUnknown: "the model's name is not a text", \.string)
      setName(fact, in: &table)
      // Who starts the script names the model; the default only has to be something.
      if let flag = name.defaultOf {
        table.set("type", .unknown("the name is only the default of \(flag)", at: fact.span))
      }
    }
    setType(ofClass: table["auto_class"], in: &table)
    return table
  }

  /// `LlamaForCausalLM.from_pretrained` makes a Llama whatever it loads. Remote code's classes are none of transformers.
  private func setType(ofClass type: Fact<SetupValue>, in table: inout FactTable) {
    guard table["type"].value == nil, case .symbol(let name)? = type.value, !LibraryClass.isAutoModel(name),
      let known = ModelTypes.modelType(ofClass: String(name.dropFirst("transformers.".count)))
    else { return }
    table.set("type", .known(.string(known), at: type.span, uses: type.uses, isShared: type.isShared))
  }

  /// The class where it is chosen: in the call, or in the value of a variable that stands there.
  private func autoClass(_ type: String, of site: PythonCallSite) -> Fact<SetupValue> {
    guard let receiver = site.call.function.asAttribute?.value else {
      return .known(.symbol(type), at: site.call.node.span)
    }
    let chosen = evaluator.evaluate(receiver, in: site.frame)
    guard chosen.symbol != nil else { return .known(.symbol(type), at: receiver.span) }
    return .known(.symbol(type), at: chosen.span, uses: chosen.uses, isShared: chosen.isShared)
  }

  /// `name`, and `type` where the name, or a folder of that name, says which architecture it is.
  func setName(_ name: Fact<String>, in table: inout FactTable) {
    ModelIdentity.set(name, in: &table, from: module.path, context: context)
  }

  // MARK: Adapter

  /// The first adapter that the value may be is the set-up's; the others are noted for set-ups of their own.
  func describe(adapter value: Evaluated, in setup: inout TrainingSetup, _ described: inout Described) {
    for candidate in value.alternatives {
      guard let adapter = adapter(candidate, &described) else { continue }
      if let first = setup.adapter {
        if first.span != adapter.span { described.insert(other: adapter) }
      } else {
        setup.adapter = adapter
      }
    }
  }

  /// nil for what is no description of an adapter.
  private func adapter(_ value: Evaluated, _ described: inout Described) -> FactTable? {
    guard let (maker, site) = value.making, let name = maker.symbol else { return nil }
    if name == "peft.get_peft_config" {
      described.insert(site.call.node)
      return adapterFromDictionary(site)
    }
    if name == "trl.get_peft_config", let flags = evaluator.commandLine {
      return AdapterFlags.table(flags, at: site.call.node.span)
    }
    guard LibraryClass.isAdapterConfig(name) else { return nil }
    described.insert(site.call.node)
    return adapter(value, site, type: name)
  }

  private func adapter(_ value: Evaluated, _ site: PythonCallSite, type: String) -> FactTable {
    var table = self.table(
      evaluator.arguments(of: site), consumer: type, span: site.call.node.span,
      callee: site.call.function.span)
    // The order of the fields changes: `peft_type` is first in peft 0.10.0, `task_type` in 0.21.2 (config.py).
    if !evaluator.arguments(of: site).positional.isEmpty {
      table.open(because: "arguments are given by place")
    }
    apply(value.stores, to: &table)
    return table
  }

  /// Puts what was stored into the finished object over the keywords that made it.
  private func apply(_ stores: [PythonStore], to table: inout FactTable) {
    for store in stores {
      let stored = evaluator.value(of: store)
      switch store.target {
      case .attribute(let name) where store.isConditional && table[name].state != stored.fact.state:
        table.set(name, .unknown("it is set in a branch", at: stored.span), nameSpan: store.targetSpan)
      case .attribute(let name):
        table.set(name, stored.fact, nameSpan: store.targetSpan, assigned: true)
      case .whole:
        guard case .unknown(let reason) = stored.value else { continue }
        for name in table.names { table.set(name, .unknown(reason, at: store.targetSpan)) }
        table.open(because: reason)
      case .item: continue
      }
    }
  }

  /// `get_peft_config({"peft_type": "LORA", …})` (peft/mapping.py: the dict becomes keywords of the method's
  /// config class).
  private func adapterFromDictionary(_ site: PythonCallSite) -> FactTable? {
    guard
      let value = evaluator.arguments(of: site).positional.first
        ?? evaluator.arguments(of: site)["config_dict"],
      case .dictionary(let dictionary) = value.value
    else { return nil }
    let method = dictionary["peft_type"]?.text
    let consumer: Fact<String> =
      method.flatMap(AdapterMethod.configClass).map { .known($0, at: dictionary["peft_type"]?.span) }
      ?? .unknown("the PEFT method is not known", at: value.span)
    var table = FactTable(consumer: consumer, span: value.span)
    for entry in dictionary.entries { table.set(entry.key, entry.value.fact, nameSpan: entry.keySpan) }
    if let reason = dictionary.openReason { table.open(because: reason) }
    return table
  }

  // MARK: Arguments and collator

  /// The keys of a parsed file that are fields of the arguments' class; the others go to other classes.
  private func arguments(
    _ consumer: String, from file: PythonDictionary, at span: Span, _ type: Span
  ) -> FactTable {
    var table = FactTable(consumer: .known(consumer, at: type), span: span)
    let inherited = ["transformers.Seq2SeqTrainingArguments", "transformers.TrainingArguments"]
    let fields = Set(([consumer] + inherited).flatMap(Parameters.of).map(\.value.name))
    for entry in file.entries where fields.contains(entry.key) {
      table.set(entry.key, entry.value.fact, nameSpan: entry.keySpan)
    }
    if let reason = file.openReason { table.open(because: reason) }
    return table
  }

  func describe(arguments value: Evaluated, in setup: inout TrainingSetup, _ described: inout Described) {
    if case .parsedArguments(let type, let file) = value.value, let (name, _) = libraryClass(of: type) {
      if let file {
        setup.arguments = self.arguments(name, from: file, at: value.span, type.span)
        return
      }
      var table = FactTable(consumer: .known(name, at: type.span), span: value.span)
      if let flags = evaluator.commandLine {
        for (name, flag) in flags.ordered { table.set(name, flag.fact, nameSpan: flag.nameSpan) }
        if let reason = flags.openReason { table.open(because: reason) }
      } else {
        table.open(because: "they are given on the command line")
      }
      setup.arguments = table
      return
    }
    guard let (maker, site) = value.making, let (name, _) = libraryClass(of: maker),
      LibraryClass.isArguments(name)
    else { return }
    described.insert(site.call.node)
    var table = self.table(
      named(evaluator.arguments(of: site), ["output_dir"]), consumer: name, span: site.call.node.span)
    apply(value.stores, to: &table)
    setup.arguments = table
  }

  private func collator(_ value: Evaluated) -> FactTable? {
    guard let (maker, site) = value.making, let (name, subclasses) = libraryClass(of: maker) else {
      return nil
    }
    var given = evaluator.arguments(of: site)
    if name == "trl.DataCollatorForCompletionOnlyLM" {
      // trl/trainer/utils.py, 0.7.11 to 0.19.1: the first two parameters.
      given = named(given, ["response_template", "instruction_template"])
    }
    var table = self.table(given, consumer: name, span: site.call.node.span)
    if let subclass = subclasses.first {
      let name = subclass.asClassDef.map { $0.identifier.span }
      table.set("subclass", .known(.string(subclass.asClassDef?.name ?? ""), at: name))
    }
    return table
  }
}
