import Syntax
import Testing

@testable import Setup

/// Scripts that are, or were, notebooks: what their magics install and launch.
@Suite struct NotebookExportTests {
  private func workspace(_ text: String) -> Workspace {
    let source = TreeSource(["train.py": .file(text)])
    let walk = FileWalker(source: source, workingFolder: "/project").walk(["."])
    return Workspace(walk: walk, source: source, workingFolder: "/project")
  }

  private func pins(_ text: String) -> [String] {
    let versions = workspace(text).versions(for: "train.py")
    return Library.allCases.compactMap { library in
      versions.pins[library].map { "\(library.rawValue) \($0.versions) \($0.span?.onDisk.startLine ?? 0)" }
    }
  }

  private func shells(_ text: String) -> [String] {
    let document = workspace(text).store.document(at: "train.py")
    return document?.embedded.map { String(decoding: $0.file.bytes, as: UTF8.self) } ?? []
  }

  private func problems(_ text: String) -> [String] {
    workspace(text).store.document(at: "train.py")?.problems.map(\.message) ?? []
  }

  private static let databricks = """
    # Databricks notebook source
    # MAGIC %md
    # MAGIC # Train it's `!ls`

    # COMMAND ----------

    # MAGIC %pip install peft==0.13.2 'transformers>=4.40'

    # COMMAND ----------

    %pip install trl==0.12.0
    dbutils.library.restartPython()

    # COMMAND ----------

    # MAGIC %sh
    # MAGIC pip install torch==2.4.0
    # MAGIC python train.py \\
    # MAGIC   --seed 1

    # COMMAND ----------

    # MAGIC %sh ls
    # MAGIC %sql select * from t
    x = 1  # MAGIC %pip install datasets==1.0
    # %pip install datasets==2.0
    """

  @Test func databricksKeepsOtherCellsInComments() {
    #expect(problems(Self.databricks) == [])
    #expect(
      shells(Self.databricks) == [
        "pip install peft==0.13.2 'transformers>=4.40'", "pip install trl==0.12.0",
        "\npip install torch==2.4.0\npython train.py \\\n  --seed 1", "ls\n%sql select * from t",
      ])
    #expect(
      pins(Self.databricks) == [
        "torch ==2.4.0 17", "transformers >=4.40 7", "peft ==0.13.2 7", "trl ==0.12.0 11",
      ])
  }

  @Test func cellsOfEditorsHaveMagicsAsTheyAre() {
    let cells = """
      # %% [markdown]
      # # Title

      # %%
      !pip install peft==0.13.2
      %pip install -q transformers==4.40.0
      %matplotlib inline
      x = 1
      x?
      """
    #expect(problems(cells) == [])
    #expect(shells(cells) == ["pip install peft==0.13.2", "pip install -q transformers==4.40.0"])
    #expect(pins(cells) == ["transformers ==4.40.0 6", "peft ==0.13.2 5"])
    // Without cells they are mistakes, and a script with cells is a script.
    #expect(problems("x = 1\n!pip install peft\n").count == 1)
    #expect(problems("# %%\nreturn\n") == ["'return' outside a function"])
    #expect(problems("# %%\n!ls\nx = (\n") == ["'(' was never closed"])
  }

  @Test func jupytextCommentsMagicsOut() {
    let heading = "# ---\n# jupyter:\n#   jupytext:\n#     formats: ipynb,py:percent\n# ---\n\n"
    let cell =
      "# %%\n# !pip install peft==0.13.2\n# %pip install trl==0.12.0\n# pip install torch==1.0\nimport peft\n"
    #expect(shells(heading + cell) == ["pip install peft==0.13.2", "pip install trl==0.12.0"])
    #expect(pins(heading + cell) == ["peft ==0.13.2 8", "trl ==0.12.0 9"])
    // Elsewhere it is a remark.
    #expect(shells(cell) == [])
  }

  @Test func nbconvertWritesCalls() {
    let script = """
      #!/usr/bin/env python
      # coding: utf-8

      # In[1]:

      get_ipython().system('pip install "peft==0.13.2"')
      get_ipython().run_line_magic('pip', 'install trl==0.12.0')
      get_ipython().run_line_magic('matplotlib', 'inline')
      get_ipython().run_cell_magic('bash', '', 'pip install torch==1.0\\n')
      get_ipython().system('echo \\'a\\'')
      get_ipython().system(f'ls')
      """
    #expect(shells(script) == ["pip install \"peft==0.13.2\"", "pip install trl==0.12.0"])
    #expect(pins(script) == ["peft ==0.13.2 6", "trl ==0.12.0 7"])
    #expect(shells(script.replacing("# In[1]:", with: "#")) == [])
  }
}
