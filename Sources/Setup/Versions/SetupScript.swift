import Syntax

/// The versions that a `setup.py` asks for, as far as its call of `setup` says them in literals.
///
/// setuptools, "Keywords": `python_requires` is a specifier, `install_requires` a list of requirements; `extras_require`
/// is only installed when somebody asks for it and does not count. The script is not run.
enum SetupScript {
  /// O(nodes of the script).
  static func read(_ tree: PythonTree) -> [VersionPin] {
    let evaluator = PythonEvaluator(resolver: NoModules())
    let module = PythonModule(path: tree.file.path, trees: [tree])
    return module.nodes(.call).flatMap { node -> [VersionPin] in
      guard let call = node.asCall, let name = evaluator.evaluate(call.function, in: module).symbol,
        name == "setuptools.setup" || name == "distutils.core.setup"
      else { return [] }
      let site = PythonCallSite(call: call, frame: evaluator.frame(around: node, in: module))
      let given = evaluator.arguments(of: site)
      return requirements(given["install_requires"]) + python(given["python_requires"])
    }
  }

  private static func requirements(_ value: Evaluated?) -> [VersionPin] {
    guard case .sequence(let elements, _, _)? = value?.value else { return [] }
    return elements.compactMap { element in
      guard let range = element.textRange,
        case .success(let line) = RequirementLine.parse(element.span.file, in: range)
      else { return nil }
      return line.pin
    }
  }

  private static func python(_ value: Evaluated?) -> [VersionPin] {
    guard let value, let text = value.text, let versions = VersionSpecifier.parse(text) else { return [] }
    return [VersionPin(library: "python", versions: versions, span: value.span, isConditional: false)]
  }

  /// A `setup.py` is read by itself.
  private struct NoModules: PythonModuleResolver {
    func module(named name: String, level: Int, importedFrom path: String) -> PythonModule? { nil }
    func config(at path: String, namedIn modulePath: String) -> ConfigTree? { nil }
  }
}

extension Evaluated {
  /// The bytes between the quotes of a text that is written in one plain literal.
  fileprivate var textRange: TextRange? { text.flatMap { span.range(ofOnly: $0) } }
}
