/// A Jupyter notebook: its code cells in order, as sources of their own inside the notebook's JSON.
///
/// Reads nbformat 4 (`cells`, `source`) and 3 (`worksheets`, `input`); see the format's description in
/// nbformat 5.10 docs/format_description.rst. Outputs and Markdown cells are not looked at.
package struct Notebook: Sendable {
  package let tree: ConfigTree
  /// The kernel's language in lower case: `metadata.kernelspec.language`, else `metadata.language_info.name`,
  /// else `python`.
  package let kernelLanguage: String
  package let cells: [NotebookCell]
  /// Places in the notebook file, in the order of the text: those of its JSON, and those of its structure.
  package let problems: [SyntaxProblem]

  /// The notebook in `file`, which is parsed as JSON.
  package init(_ file: SourceFile) { self.init(JSONParser.parse(file)) }

  /// The notebook in the JSON tree of an `.ipynb` file. O(bytes of the code cells + nodes).
  package init(_ tree: ConfigTree) {
    self.tree = tree
    let root = tree.root
    let metadata = root?["metadata"]
    let language = metadata?["kernelspec"]?["language"] ?? metadata?["language_info"]?["name"]
    kernelLanguage = Self.text(language)?.lowercased() ?? "python"
    var reader = NotebookReader(file: tree.file, kernelLanguage: kernelLanguage)
    if let root { reader.read(root, isBroken: !tree.problems.isEmpty) }
    cells = reader.cells
    problems = (tree.problems + reader.problems).sorted { $0.range < $1.range }
  }

  /// The text of a string node that says something.
  static func text(_ node: ConfigNode?) -> String? {
    guard let node, node.kind == .scalar, node.isQuoted, !node.text.isEmpty else { return nil }
    return node.text
  }
}

/// A code cell of a notebook.
package struct NotebookCell: Sendable {
  /// What the cell holds, by its kernel and its cell magic.
  package enum Content: Sendable {
    /// Python, with the magics and `!` lines that IPython allows; without the line of a cell magic that
    /// leaves a Python body, such as `%%time`.
    case python(SourceFile)
    /// The body of `%%bash` and the like, or the whole cell where the kernel is a shell.
    case shell(SourceFile)
    /// The body of `%%writefile NAME`, with the name as it is written there. `appends` is its `-a`.
    case writtenFile(name: String, appends: Bool, SourceFile)
    /// Another language, or an empty cell.
    case other
  }

  /// Counted from 1 among the code cells.
  package let number: Int
  /// The cell's whole text.
  package let source: SourceFile
  package let content: Content
}
