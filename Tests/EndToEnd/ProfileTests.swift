import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@testable import glmlint

/// What data sets hold, from the command line: on one machine, on several, and for `check`.
@Suite struct ProfileTests {
  /// A line of each kind that profiles tell of.
  static let everyKind = """
    {"messages": [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Hi, how are you?"}]}
    {"messages": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "什么是人工智能?"}], "id": 1}
    {"messages": [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Hi, how are you?"}]}
    {"messages": [{"role": "user", "content": null}, {"role": "asistant", "content": "ok"}], "id": "x", "id": 2}
    {"messages": [],}
    {"messages": [{"from": "x"}, 7, {}]}

    {"messages": []}
    """

  @Test func aProfileTellsWhatThereIs() throws {
    try Folder.temporary { folder in
      try folder.write(Self.everyKind, to: "a.jsonl")
      let outcome = folder.run("profile", "a.jsonl")
      #expect(outcome.code == .clean && outcome.errors == "")
      #expect(
        outcome.output == """
          a.jsonl: 7 records, 517 bytes

          files
            a.jsonl  JSON lines  517 bytes  7 records  1 unreadable

          format
            messages  4 records  66.7 %  `messages` is a list of turns with `role`
            unknown   2 records  33.3 %  no known combination of columns

          fields
            field                 type                               in its object  shortest  half  95 %  longest
            /messages             list                               always
            /messages/[]          whole number 9.1 %, object 90.9 %
            /messages/[]/role     text                               80 % of 10            4     4     9        9
            /messages/[]/content  null 12.5 %, text 87.5 %           80 % of 10            2     9    16       16
            /messages/[]/from     text                               10 % of 10            1     1     1        1
            /id                   whole number 66.7 %, text 33.3 %   33.3 % of 6           1     1     1        1
            (characters of a text; half and 95 % of the texts are no longer than this, which is a quarter too large at most)

          keys that stand twice
            1 record with a key twice in one object: `id`, first at a.jsonl:4:101

          roles in `messages`, turns
                 user  4  ████████████████████████████████  last in 1 list
            assistant  2  ████████████████                  last in 2 lists
               system  1  ████████
             asistant  1  ████████                          last in 1 list
                    x  1  ████████

          odd in `messages`
            1 × empty list, first at a.jsonl:8:14
            1 × turn that is no object, first at a.jsonl:6:30
            1 × turn without a role, first at a.jsonl:6:33

          turns in a list of `messages`
            0  1  ████████
            1  0
            2  4  ████████████████████████████████
            3  1  ████████

          length of a record, bytes
             16–31  1  ████████
             32–63  1  ████████
            64–127  4  ████████████████████████████████
            (16 to 121, 82 on average)

          copies
            1 record equals an earlier one byte for byte (14.3 %)
            a.jsonl:3:1 as a.jsonl:1:1

          scripts, letters
            Latin  41  ████████████████████████████████  the most in 3 records
              Han   7  █████▌                            the most in 1 record

          faults
            trailing-comma  1  a.jsonl:5:16  `,` stands before `}`

          """)
    }
  }

  @Test func shardsInAnyOrderGiveTheBytesOfOneRun() throws {
    try Folder.temporary { folder in
      for number in 0..<5 {
        let lines = Self.everyKind.split(separator: "\n", omittingEmptySubsequences: false)
        let text = (0..<40 * number).map { String(lines[($0 * 7 + number) % lines.count]) }
        try folder.write(text.joined(separator: "\n"), to: "part-\(number).jsonl")
      }
      let whole = folder.run("profile", ".", "--partial").output
      for count in [1, 2, 5, 23] {
        let numbers = (1...count).map { ($0 * 7) % count + 1 }
        for number in 1...count {
          let shard = folder.run("profile", ".", "--partial", "--shard", "\(number)/\(count)")
          #expect(shard.code == .clean)
          try folder.write(shard.output, to: "shards/\(number).json")
        }
        let files = Set(numbers).count == count ? numbers : Array(1...count).reversed()
        let merged = folder.run(["merge", "--partial"] + files.map { "shards/\($0).json" })
        #expect(merged.output == whole, "\(count) shards")
        for format in ["text", "json", "html"] {
          let direct = folder.run("profile", ".", "--format", format)
          #expect(folder.run(["merge", "--format", format] + files.map { "shards/\($0).json" }) == direct)
        }
      }
    }
  }

  @Test func checkFindsTheSameInProfiles() throws {
    try Folder.temporary { folder in
      try folder.write(Self.everyKind, to: "data/a.jsonl")
      try folder.write(
        "{\"prompt\": \"a\", \"completion\": \"b\"}\n{\"prompt\": 1, \"completion\": \"b\"}\n",
        to: "data/b.jsonl")
      try folder.write("datasets==3.6.0\n", to: "requirements.txt")
      let direct = folder.run("check", "--format", "json")
      #expect(direct.code == .findings)
      try folder.write(folder.run("profile", "data", "--partial").output, to: "all.json")
      let profiled = folder.run("check", "--profiles", "all.json", "--format", "json")
      #expect(profiled.code == .findings && profiled.errors == "")
      #expect(Self.findings(profiled.output) == Self.findings(direct.output))
      #expect(Self.findings(direct.output).split(separator: "\n").count == 11)
      // The data may be gone: what was read elsewhere is not read again.
      try FileManager.default.removeItem(atPath: "\(folder.path)/data")
      #expect(
        Self.findings(folder.run("check", "--profiles", "all.json", "--format", "json").output)
          == Self.findings(direct.output))
    }
  }

  /// Names that set-ups tell of the data go with what was read of it, also where a share alone would not show them.
  @Test func sharesAreReadByTheNamesThatAreTold() throws {
    try Folder.temporary { folder in
      let words = (0..<70).map { "word\($0)" }.joined(separator: " ")
      func turns(_ number: Int, _ said: String) -> String {
        let turns = [("Q", said), ("A", "a"), ("Q", "again"), ("A", number == 7 ? "" : "b")]
        let list = turns.map { #"{"who": "\#($0.0)", "said": "\#($0.1)"}"# }.joined(separator: ", ")
        return #"{"dialog": [\#(list)], "id": \#(number)}"# + "\n"
      }
      let plain = (0..<20).map { #"{"id": \#($0)}"# + "\n" }.joined()
      let talks = (0..<40).map { turns($0, $0 == 9 ? words : "q\($0)") }.joined()
      try folder.write(plain + talks, to: "data/talks.jsonl")
      try folder.write(talks, to: "data/twice.jsonl")
      try folder.write(plain, to: "data/plain.jsonl")
      let tags =
        #""tags": {"role_tag": "who", "content_tag": "said", "user_tag": "Q", "assistant_tag": "A"}"#
      let told = #""formatting": "sharegpt", "columns": {"messages": "dialog"}, \#(tags)"#
      try folder.write(
        """
        {"talks": {"file_name": "talks.jsonl", \(told)}, "plain": {"file_name": "plain.jsonl", \(told)},
         "once": {"file_name": "twice.jsonl", \(told)},
         "twice": {"file_name": "twice.jsonl", "formatting": "sharegpt", "columns": {"messages": "id"}}}
        """, to: "data/dataset_info.json")
      try folder.write(
        "model_name_or_path: m\nstage: sft\nfinetuning_type: lora\ndataset_dir: data\ndataset: talks\ncutoff_len: 64\n",
        to: "train.yaml")
      let whole = folder.run("profile", "data", "--partial").output
      for count in [1, 2, 5, 23] {
        let files = (1...count).map { "shards/\($0).json" }
        for number in 1...count {
          let shard = folder.run("profile", "data", "--partial", "--shard", "\(number)/\(count)")
          try folder.write(shard.output, to: files[number - 1])
        }
        #expect(folder.run(["merge", "--partial"] + files.reversed()).output == whole, "\(count) shards")
        for format in ["text", "json"] {
          let direct = folder.run("profile", "data", "--format", format)
          #expect(direct.output.contains("talks.jsonl") && direct.output.contains("messages = dialog"))
          #expect(folder.run(["merge", "--format", format] + files) == direct)
        }
      }
      let direct = Self.findings(folder.run("check", "--format", "json").output)
      #expect(direct.contains("truncation-drops-completion") && direct.contains("empty-assistant-content"))
      try folder.write(whole, to: "shards/all.json")
      let profiled = folder.run("check", "--profiles", "shards/all.json", "--format", "json", ".").output
      // Of two set-ups with different names neither is heard.
      func isOfOne(_ line: Substring) -> Bool { !line.contains("twice.jsonl") }
      #expect(
        Self.findings(profiled).split(separator: "\n") == direct.split(separator: "\n").filter(isOfOne))
    }
  }

  /// The lines that hold findings.
  private static func findings(_ json: String) -> String {
    json.split(separator: "\n").filter { $0.hasPrefix(" {") }.map {
      $0.hasSuffix(",") ? String($0.dropLast()) : String($0)
    }
    .joined(separator: "\n")
  }

  @Test func whatCannotBeReadIsSaidAndTheRestIsTold() throws {
    try Folder.temporary { folder in
      try folder.write("{\"text\": \"a\"}\n", to: "a.jsonl")
      try folder.write("{\"text\": \"a\"}\n", to: "notes")
      let outcome = folder.run("profile", "a.jsonl", "gone", "notes")
      #expect(outcome.code == .usage && outcome.errors == "glmlint: gone: no such file or folder\n")
      #expect(outcome.output.hasPrefix("2 files: 2 records, 28 bytes\n"))
      #expect(
        folder.run("merge", "a.jsonl").errors
          == "glmlint: a.jsonl:1:1: expected what `profile --partial` writes, of version 1\n")
      #expect(folder.run("merge", "gone.json").errors == "glmlint: gone.json: no such file or folder\n")
      let half = folder.run("profile", "a.jsonl", "--partial", "--shard", "1/2").output
      try folder.write(half, to: "half.json")
      #expect(
        folder.run("merge", "half.json", "half.json").errors
          == "glmlint: half.json: a.jsonl: two profiles hold its bytes from 0 to 14\n")
      try folder.write("{\"text\": \"a\"}\n{\"text\": \"b\"}\n", to: "a.jsonl")
      try folder.write(
        folder.run("profile", "a.jsonl", "--partial", "--shard", "2/2").output, to: "half.json")
      let check = folder.run("check", "--profiles", "half.json")
      #expect(check.code == .usage)
      #expect(
        check.errors == "glmlint: a.jsonl: a part of the file is in no profile; all shards are needed\n")
      #expect(folder.run("profile", "a.jsonl", "--shard", "3/2").code == .usage)
      #expect(folder.run("profile", "a.jsonl", "--shard", "x").errors.contains("only I/N with I from 1 to N"))
      #expect(folder.run("profile", "a.jsonl", "--partial", "--format", "json").code == .usage)
    }
  }

  /// What an array or a file of another kind leaves unread is no part that somebody else may have.
  @Test func brokenFilesAreWholeFiles() throws {
    try Folder.temporary { folder in
      try folder.write("[{\"prompt\": \"a\", \"completion\": \"b\"}]x", to: "a.jsonl")
      try folder.write("\u{1F}PAR1", to: "b.jsonl")
      try folder.write("PAR1", to: "c.jsonl")
      let partial = folder.run("profile", ".", "--partial").output
      try folder.write(partial, to: "all.json")
      let check = folder.run("check", "--profiles", "all.json", "--format", "concise")
      #expect(check.code == .findings && check.errors == "")
      #expect(check.output.split(separator: "\n").count == 4, "\(check.output)")
      #expect(!folder.run("profile", "a.jsonl").output.contains("a part of the data"))
      #expect(folder.run("merge", "all.json", "all.json").code == .usage)
    }
  }

  /// A file that no shard at hand has anything of is missed, too, and one that has changed meanwhile.
  @Test func profilesOfOtherDataAreNotChecked() throws {
    try Folder.temporary { folder in
      for name in ["a", "b"] { try folder.write("{\"text\": \"\(name)\"}\n", to: "data/\(name).jsonl") }
      try folder.write(folder.run("profile", "data", "--partial", "--shard", "1/2").output, to: "1.json")
      try folder.write(folder.run("profile", "data", "--partial", "--shard", "2/2").output, to: "2.json")
      let half = folder.run("check", "--profiles", "1.json")
      #expect(
        half.errors == "glmlint: data/b.jsonl: a part of the file is in no profile; all shards are needed\n")
      #expect(folder.run("check", "--profiles", "1.json", "--profiles", "2.json").code == .clean)
      #expect(
        folder.run("merge", "2.json", "1.json", "--partial").output
          == folder.run("profile", "data", "--partial").output)
      try folder.write("{\"text\": \"longer\"}\n", to: "data/a.jsonl")
      let stale = folder.run("check", "--profiles", "1.json", "--profiles", "2.json")
      #expect(
        stale.errors == "glmlint: data/a.jsonl: another size than when it was profiled; profile it again\n")
      try folder.write(folder.run("profile", "data", "--format", "json").output, to: "report.json")
      #expect(folder.run("merge", "report.json").code == .usage)
      let many = "9223372036854775807"
      #expect(folder.run("profile", "data", "--shard", "\(many)/\(many)").code == .usage)
      try FileManager.default.createDirectory(
        atPath: "\(folder.path)/empty", withIntermediateDirectories: true)
      let nothing = folder.run("profile", "empty", "--shard", "1/2", "--partial")
      #expect(nothing.code == .clean && nothing.output == "{\"partial\":1}\n")
    }
  }

  /// Names and messages from data cannot become markup.
  @Test func aPageStandsAloneAndEscapesWhatDataSays() throws {
    try Folder.temporary { folder in
      try folder.write(
        #"{"<script>alert(1)</script>": "x", "messages": [{"role": "\u001b[31m<b>", "content": "a"}]}"#,
        to: "a&b.jsonl")
      let page = folder.run("profile", ".", "--format", "html").output
      #expect(page.hasPrefix("<!DOCTYPE html>") && !page.contains("<script") && !page.contains("http"))
      #expect(page.contains("/&lt;script&gt;alert(1)&lt;/script&gt;"))
      #expect(page.contains("\\u{1b}[31m&lt;b&gt;") && page.contains("a&amp;b.jsonl"))
      let parser = XMLParser(data: Data(page.utf8))
      #expect(parser.parse(), "\(String(describing: parser.parserError))")
      #expect(folder.run("profile", ".").output.contains("\\u{1b}[31m<b>"))
    }
  }
}
