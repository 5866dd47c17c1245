extension ToldFile: ProfilePart {
  init() { self.init(path: "", tellers: []) }

  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    var (path, tellers) = (path, tellers)
    try coder.beginObject()
    try coder.member("path", &path)
    try coder.member("tellers", &tellers)
    coder.endObject()
    self = Self(path: path, tellers: tellers)
  }
}

extension NamesTeller: ProfilePart {
  init() { self.init(path: "", names: .usual, because: []) }

  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    var (path, names, reasons) = (path, names, reasons)
    try coder.beginObject()
    try coder.member("path", &path)
    try coder.member("reasons", &reasons)
    try coder.member("names", &names)
    coder.endObject()
    self = Self(path: path, names: names, because: reasons)
  }
}

/// Of nothing for the usual names.
extension ColumnNames: ProfilePart {
  init() { self = .usual }

  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    var columns = Named.all(told?.columns)
    var fields = Named.all(told?.fields)
    var speakers = told?.speakers.map { Named.all($0) }
    var pairsHavePrompt = told?.pairsHavePrompt ?? false
    try coder.beginObject()
    try coder.member("columns", &columns)
    try coder.member("fields", &fields)
    try coder.member("speakers", &speakers)
    try coder.member("pairsHavePrompt", &pairsHavePrompt)
    coder.endObject()
    self = .usual
    guard !columns.isEmpty else { return }
    self = ColumnNames(
      told: Told(
        columns: Named.byName(columns), fields: Named.byName(fields), speakers: speakers.map(Named.byName),
        pairsHavePrompt: pairsHavePrompt))
  }
}

/// What is known under a name.
private struct Named<Meaning: ProfilePart>: ProfilePart {
  var name = ""
  var meaning = Meaning()

  init() {}

  /// In the order of the names.
  static func all(_ meanings: [String: Meaning]?) -> [Self] {
    (meanings ?? [:]).sorted { $0.key < $1.key }.map { name, meaning in
      var named = Self()
      (named.name, named.meaning) = (name, meaning)
      return named
    }
  }

  static func byName(_ all: [Self]) -> [String: Meaning] {
    Dictionary(all.map { ($0.name, $0.meaning) }) { first, _ in first }
  }

  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    try coder.beginObject()
    try coder.member("name", &name)
    try coder.member("meaning", &meaning)
    coder.endObject()
  }
}

extension KnownColumn: ProfilePart {
  init() { self = .text }

  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    var name = name
    try coder.text(&name)
    guard let read = KnownColumn(name: name) else {
      return try coder.require(false, "`\(name)` is not known")
    }
    self = read
  }
}

extension TurnField: ProfilePart {
  init() { self = .role }

  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    try coder.word(&self)
  }
}

extension ColumnNames.SpeakerWord: ProfilePart {
  init() { self.init(.system) }

  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    var (speaker, callsTools) = (speaker, callsTools)
    try coder.beginObject()
    try coder.member("speaker", &speaker)
    try coder.member("callsTools", &callsTools)
    coder.endObject()
    self = Self(speaker, callsTools: callsTools)
  }
}

extension Speaker: ProfilePart {
  init() { self = .system }

  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    try coder.word(&self)
  }
}
