import Testing

@testable import Syntax

/// The typed views and the values of constants.
@Suite struct PythonViewTests {
  private func tree(_ text: String, _ dialect: PythonDialect = .script) -> PythonTree {
    PythonParser.parse(SourceFile(path: "a.py", text: text), dialect: dialect)
  }

  private func value(_ expression: String) throws -> PythonNode {
    try #require(tree(expression).module.children.first?.asExpression?.value)
  }

  private func constant(_ expression: String) throws -> PythonConstant {
    try #require(try value(expression).asConstant)
  }

  @Test func constantsHaveTheirValues() throws {
    #expect(try constant("None") == .none)
    #expect(try constant("...") == .ellipsis)
    #expect(try constant("0x_ff") == .integer(255))
    #expect(try constant("99999999999999999999") == .integer(nil))
    #expect(try constant("1_0e-1_0") == .float(10e-10))
    #expect(try constant("5.") == .float(5))
    #expect(try constant("1e999") == .float(.infinity))
    #expect(try constant("2.5j") == .complex(2.5))
    #expect(try constant(#"'a\x41\u00e9\101\N{BULLET}\q' r'\n' "b""#) == .string("aAéA•\\q\\nb"))
    #expect(try constant("'''a\\\r\nb\rc'''") == .string("ab\nc"))
    #expect(try constant(#"b'\xff\400a'"#) == .bytes([0xFF, 0x00, 0x61]))
    #expect(try constant(#"'\ud83d'"#) == .string("\u{FFFD}"))
  }

  @Test func aCallHasItsArguments() throws {
    let call = try #require(try value("m.f(a, *b, k=1, **c)").asCall)
    #expect(call.function.asAttribute?.attribute == "f")
    #expect(call.function.asAttribute?.value.asName?.name == "m")
    #expect(call.arguments.map(\.kind) == [.name, .starred])
    #expect(call.keywords.map(\.name) == ["k", nil])
    #expect(call.keyword("k")?.nameRange == TextRange(11, 12))
    #expect(call.node.children.map(\.text) == ["m.f", "a", "*b", "k=1", "**c"])
    #expect(call.arguments[0].parent == call.node)
    #expect(call.arguments[0].ancestors.map(\.kind) == [.call, .expression, .module])
  }

  @Test func parametersComeWithTheirDefaults() throws {
    let text = "async def f(a, b=1, /, c=2, *d, e, g=3, **h) -> r: pass"
    let function = try #require(tree(text).module.children.first?.asFunctionDef)
    #expect(function.name == "f" && function.isAsync && function.returns?.text == "r")
    #expect(function.arguments.parameters.map(\.parameter.name) == ["a", "b", "c", "e", "g"])
    #expect(function.arguments.parameters.map { $0.default?.text } == [nil, "1", "2", nil, "3"])
    #expect(function.arguments.varArg?.name == "d" && function.arguments.kwArg?.name == "h")
  }

  @Test func importsHaveNamesAsPythonBindsThem() throws {
    let children = tree("import a . b, c as d\nfrom ...e import (f as g, h)\n").module.children
    #expect(children[0].asImport?.names.map(\.name) == ["a.b", "c"])
    #expect(children[0].asImport?.names.map(\.boundName) == ["a", "d"])
    let from = try #require(children[1].asImportFrom)
    #expect(from.module == "e" && from.level == 3 && from.names.map(\.boundName) == ["g", "h"])
  }

  @Test func piecesShowWhereAStringStands() throws {
    let node = try value(#""ab" 'c\n'"#)
    #expect(node.stringPieces.map(\.range) == [TextRange(1, 3), TextRange(6, 9)])
    let file = node.tree.file
    #expect(node.stringPieces.map { $0.isVerbatim(in: file) } == [true, false])
  }

  @Test func newestGrammarIsRead() throws {
    let text = "try: pass\nexcept A, B: pass\nx = t'a{b!r:>{c}}' t'd'\n"
    let tree = tree(text)
    #expect(tree.problems == [])
    #expect(tree.module.children[0].asTry?.handlers[0].type?.kind == .tuple)
    let template = try #require(tree.module.children[1].asAssign?.value.asTemplateString)
    #expect(template.values.map(\.kind) == [.constant, .interpolation, .constant])
    #expect(template.values[1].asReplacementField?.conversion == "r")
    #expect(template.values[2].asString == "d")
  }

  @Test func notebookLinesAreKept() throws {
    let text = "!pip install x\n%cd y\nout = !ls -l\nz = %env A\nobj.f?\nif a:\n    !echo {b}\nawait c\n"
    let tree = tree(text, .notebookCell)
    #expect(tree.problems == [])
    let children = tree.module.children
    #expect(
      children.map(\.kind) == [
        .shellLine, .magicLine, .assign, .assign, .magicLine, .if, .expression,
      ])
    #expect(children[2].asAssign?.value.kind == .shellLine)
    #expect(children[3].asAssign?.value.text == "%env A")
    #expect(children[5].asIf?.body[0].text == "!echo {b}")
  }

  @Test func promptsOfPastedSessionsAreTakenOff() {
    let session = "\n# note\n >>> for x in y:\n...     f(x)\n\n>>> z = [\n... 1]\n"
    let tree = tree(session, .notebookCell)
    #expect(tree.problems == [])
    #expect(tree.module.children.map(\.text) == ["for x in y:\n...     f(x)", "z = [\n... 1]"])
    #expect(
      self.tree("In [1]: x = 1\nIn [2]: y\n", .notebookCell).module.children.map(\.text) == ["x = 1", "y"])
    #expect(self.tree(">>> x\n").problems.count == 1)
    #expect(self.tree("...\nx\n", .notebookCell).module.children.map(\.text) == ["...", "x"])
  }

  @Test func exportedNotebooksKeepTheirMagics() {
    let databricks = """
      # Databricks notebook source
      # MAGIC %pip install peft==0.13.0
      # MAGIC %md ## Train

      # COMMAND ----------

      %pip install trl
      x = 1
      """
    let colab = """
      # -*- coding: utf-8 -*-
      \"""Untitled.ipynb

      Automatically generated by Colaboratory.
      \"""
      !pip install -q peft
      y = !nvidia-smi
      if y:
          %cd /content
      """
    #expect(tree(databricks).problems == [])
    #expect(tree(databricks).module.children.map(\.kind) == [.magicLine, .assign])
    #expect(tree(colab).problems == [])
    #expect(tree(colab).module.children.map(\.kind) == [.expression, .shellLine, .assign, .if])
    #expect(tree("%pip install trl\nx = 1\n").problems.count == 1)
    #expect(
      tree("import a\n!pip install trl\nx = 1\n").module.children.map(\.kind) == [.import, .invalid, .assign])
  }

  @Test func oldLayoutIsRead() {
    #expect(tree("if a:\n\tb\n        c\n\u{C}\ndef f():\n\u{C}  pass\n").problems.count == 1)
    #expect(tree("if a:\n\tb\n\tc\n\u{C}\ndef f():\n\u{C}  pass\n").problems == [])
    let latin = SourceFile(
      path: "a.py", bytes: Array("# coding: latin-1\nx = '".utf8) + [0xE9] + Array("'\n".utf8))
    #expect(PythonParser.parse(latin).problems == [])
    let unknown = SourceFile(path: "a.py", bytes: Array("x = '".utf8) + [0xE9] + Array("'\n".utf8))
    #expect(PythonParser.parse(unknown).problems.map(\.kind) == [.encoding])
    #expect(tree("print 'a', b\nexec 'c' in d\nx = 1\n").problems.map(\.kind) == [.python2, .python2])
    #expect(tree("print >>f, 'a'\n").problems == [])
  }

  @Test func cellMagicsTakeTheCellUnlessTheirBodyIsPython() {
    #expect(tree("%%bash\nls | wc\n", .notebookCell).module.children.map(\.kind) == [.magicLine])
    #expect(tree("%%time\nx = 1\n", .notebookCell).module.children.map(\.kind) == [.magicLine, .assign])
  }
}

@Suite struct PythonAutomagicTests {
  @Test(arguments: [
    "pip install peft==0.13.0", "cd /content", "ls -la", "conda install -y x\n", "\n \npip list -v\n",
  ])
  func aCellOfOneLineMayLeaveOutThePercentSign(cell: String) {
    let tree = PythonParser.parse(SourceFile(path: "a", text: cell), dialect: .notebookCell)
    #expect(tree.problems.isEmpty)
    #expect(tree.module.children.map(\.kind) == [.magicLine])
  }

  @Test(arguments: ["pip = 3", "ls - la", "cd in x", "time if x else y", "ls"])
  func variablesOfTheSameNameStayPython(cell: String) {
    let tree = PythonParser.parse(SourceFile(path: "a", text: cell), dialect: .notebookCell)
    #expect(tree.problems.isEmpty)
    #expect(tree.module.children.map(\.kind) != [.magicLine])
  }

  @Test func aCellOfSeveralLinesIsPython() {
    let tree = PythonParser.parse(
      SourceFile(path: "a", text: "# first\npip install peft\n"), dialect: .notebookCell)
    #expect(tree.problems.count == 1)
  }
}
