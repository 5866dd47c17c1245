/// A part of a model: parameters of its own, and smaller parts, under the names that PyTorch's class gives them.
///
/// Names matter here as much as numbers: adapters find their targets by them, and weights are stored under them.
package protocol Module: AnyObject {
  /// The name of the class in transformers, as error messages show it.
  var className: String { get }
  /// The parameters of this part itself, under their own names.
  var parameters: [NamedParameter] { get }
  /// The parts, in the order in which the class makes them.
  var parts: [NamedModule] { get }
  /// Whether dropout is active, as between PyTorch's `train()` and `eval()`; parts are told by `setTraining`.
  var isTraining: Bool { get set }
}

/// A parameter and its name; `model.layers.0.mlp.up_proj.weight` seen from the model.
package struct NamedParameter {
  package let name: String
  package let tensor: Tensor
}

/// A part and its name; the empty name is the model itself.
package struct NamedModule {
  package let name: String
  package let module: any Module
}

extension Module {
  package var parameters: [NamedParameter] { [] }
  package var parts: [NamedModule] { [] }
  package var isTraining: Bool {
    get { false }
    set {}
  }

  /// This part under the name `prefix`, and all below it, each before its parts: PyTorch's `named_modules`.
  package func namedModules(_ prefix: String = "") -> [NamedModule] {
    [NamedModule(name: prefix, module: self)]
      + parts.flatMap { part in part.module.namedModules(Self.joined(prefix, part.name)) }
  }

  /// All parameters, each once: PyTorch's `named_parameters`. A tied one has its first name.
  package var namedParameters: [NamedParameter] {
    var seen: Set<ObjectIdentifier> = []
    return namedModules().flatMap { named in
      named.module.parameters.map {
        NamedParameter(name: Self.joined(named.name, $0.name), tensor: $0.tensor)
      }
    }.filter { seen.insert(ObjectIdentifier($0.tensor)).inserted }
  }

  /// The parameters that gradients reach.
  package var trainableParameters: [NamedParameter] { namedParameters.filter { $0.tensor.requiresGradient } }

  /// Switches dropout on or off everywhere below.
  package func setTraining(_ isTraining: Bool) {
    for named in namedModules() { named.module.isTraining = isTraining }
  }

  private static func joined(_ prefix: String, _ name: String) -> String {
    prefix.isEmpty ? name : "\(prefix).\(name)"
  }
}
