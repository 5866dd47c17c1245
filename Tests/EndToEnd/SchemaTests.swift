import Foundation
import Testing

@testable import glmlint

/// What programs read keeps to the schemas that are published for it.
@Suite struct SchemaTests {
  private func findings(_ json: String) throws -> [[String: Any]] {
    let report = try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    return try #require(report["findings"] as? [[String: Any]])
  }

  @Test(arguments: ProjectTests.names) func findingsOfWholeProjects(_ name: String) throws {
    let project = ProjectTests.project(name)
    let json = project.run("check", "--format", "json").output
    #expect(try SchemaCheck(named: "findings-v1.schema.json").problems(in: json) == [])
    let findings = try findings(json)
    #expect(findings.count == (try project.text("expected.txt")).split(separator: "\n").count)
    #expect(Set(findings.compactMap { $0["fingerprint"] as? String }).count == findings.count)
  }

  @Test(arguments: ProjectTests.names) func setupsOfWholeProjects(_ name: String) throws {
    let json = ProjectTests.project(name).run("setup", ".", "--format", "json").output
    #expect(try SchemaCheck(named: "setup-v1.schema.json").problems(in: json) == [])
  }

  /// No finding, an ignored one, a file without a place in it, a name that JSON has to escape, a skipped path.
  @Test func findingsOfEveryForm() throws {
    try Folder.temporary { folder in
      let schema = try SchemaCheck(named: "findings-v1.schema.json")
      #expect(try schema.problems(in: folder.run("check", "--format", "json").output) == [])
      let script = """
        from peft import LoraConfig
        LoraConfig(task_type="CASUAL_LM")  # glmlint: ignore[invalid-task-type] on purpose
        LoraConfig(task_type="CASUAL_LM")

        """
      try folder.write(script, to: "a\"\u{7}.py")
      try folder.write("notes", to: "notes.md")
      try folder.link("gone.yaml", to: "nowhere")
      let json = folder.run("check", "--format", "json", ".", "notes.md", "gone.yaml").output
      #expect(try schema.problems(in: json) == [])
      let findings = try findings(json)
      #expect(findings.map { $0["status"] as? String } == ["ignored", "active", "active"])
      #expect(findings.map { $0["path"] as? String } == ["a\"\u{7}.py", "a\"\u{7}.py", "gone.yaml"])
      #expect(findings.map { $0["range"] is NSNull } == [false, false, true])
      #expect(
        json.contains(#""skipped":[{"path":"notes.md","reason":"not a kind of file that glmlint reads"}]"#))
    }
  }

  /// Everything that a profile may hold, and nothing.
  @Test func profilesOfEveryForm() throws {
    try Folder.temporary { folder in
      try folder.write(ProfileTests.everyKind, to: "a.jsonl")
      try folder.write("[{\"images\": [\"a\"], \"text\": \"b\"}]", to: "b.json")
      try folder.write("", to: "empty.jsonl")
      for arguments in [["."], ["empty.jsonl"]] {
        let json = folder.run(["profile", "--format", "json"] + arguments).output
        #expect(try SchemaCheck(named: "profile-v1.schema.json").problems(in: json) == [])
        let partial = folder.run(["profile", "--partial"] + arguments).output
        #expect(try SchemaCheck(named: "partial-v1.schema.json").problems(in: partial) == [])
      }
      #expect(
        try SchemaCheck(named: "partial-v1.schema.json")
          .problems(in: #"{"partial":1,"profiles":[{"shape":[]}]}"#).count == 1)
    }
  }

  @Test func theCheckItselfFindsWhatIsWrong() throws {
    let wrong = #"{"version":2,"findings":[{"rule":"A b"}],"summary":{},"tool":{"name":"x"}}"#
    #expect(try SchemaCheck(named: "findings-v1.schema.json").problems(in: wrong).count > 10)
  }
}
