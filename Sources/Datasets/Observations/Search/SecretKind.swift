/// Secrets whose kind their form tells.
///
/// The forms of AWS, GitHub (but for `github_pat_`), GitLab, OpenAI, PyPI, Slack and Stripe were read in detect-secrets 1.5.0
/// `plugins/` and run against it (`fixtures/goldens/secrets.py`). The others are by common use, and were read at no source.
package enum SecretKind: Int, Sign {
  case awsAccessKey, gitHubToken, gitLabToken, slackToken, openAIKey, anthropicKey, huggingFaceToken
  case googleKey, stripeKey, npmToken, pyPIToken, privateKey

  /// What it is, with its article.
  package var inWords: String {
    switch self {
    case .awsAccessKey: return "an AWS access key"
    case .gitHubToken: return "a GitHub token"
    case .gitLabToken: return "a GitLab token"
    case .slackToken: return "a Slack token"
    case .openAIKey: return "an OpenAI key"
    case .anthropicKey: return "an Anthropic key"
    case .huggingFaceToken: return "a Hugging Face token"
    case .googleKey: return "a Google API key"
    case .stripeKey: return "a Stripe key"
    case .npmToken: return "an npm token"
    case .pyPIToken: return "a PyPI token"
    case .privateKey: return "a private key"
    }
  }
}

/// One way in which a secret is written: how it begins, and the characters behind that.
struct SecretForm {
  let kind: SecretKind
  let beginning: [UInt8]
  /// What is searched for: the beginning, or a part of the rest where that is rarer; and where its three rarest bytes stand.
  let landmark: [UInt8]
  let rarest: Int
  /// What may stand behind the beginning, and how much of it there has to be; no more than `longest` belongs to it.
  let characters: CharacterSet
  let shortest: Int
  let longest: Int
  /// What the rest has to hold somewhere.
  var holding: [UInt8] = []

  private init(
    _ kind: SecretKind, _ beginning: String, _ rarest: Int, _ characters: CharacterSet,
    _ lengths: ClosedRange<Int>,
    holding: String = ""
  ) {
    self.kind = kind
    self.beginning = Array(beginning.utf8)
    landmark = Array((holding.isEmpty ? beginning : holding).utf8)
    self.rarest = rarest
    self.characters = characters
    shortest = lengths.lowerBound
    longest = lengths.upperBound
    self.holding = Array(holding.utf8)
  }

  static let all: [SecretForm] =
    ["AKIA", "ASIA"].map { SecretForm(.awsAccessKey, $0, 0, .capitals, 16...16) }
    // The underscore is rare in other words.
    + ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"].map { SecretForm(.gitHubToken, $0, 1, .letters, 36...36) }
    + ["xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxo-"].map {
      SecretForm(.slackToken, $0, 0, .dashed, 20...200)
    }
    + ["sk_live_", "rk_live_"].map { SecretForm(.stripeKey, $0, 5, .letters, 24...99) }
    + [
      SecretForm(.gitHubToken, "github_pat_", 4, .dashed, 82...82),
      SecretForm(.gitLabToken, "glpat-", 3, .dashed, 20...50),
      SecretForm(.anthropicKey, "sk-ant-api03-", 10, .dashed, 80...120),
      SecretForm(.anthropicKey, "sk-ant-admin01-", 12, .dashed, 80...120),
      SecretForm(.openAIKey, "sk-", 0, .dashed, 48...200, holding: "T3BlbkFJ"),
      SecretForm(.huggingFaceToken, "hf_", 0, .letters, 34...34),
      SecretForm(.googleKey, "AIza", 0, .dashed, 35...35),
      SecretForm(.npmToken, "npm_", 1, .letters, 36...36),
      SecretForm(.pyPIToken, "pypi-AgEIcHlwaS5vcmc", 5, .dashed, 70...300),
    ]

  /// Characters of ASCII.
  enum CharacterSet {
    /// Capital letters and digits.
    case capitals
    /// Letters and digits.
    case letters
    /// Letters, digits, `-` and `_`.
    case dashed

    func contains(_ byte: UInt8) -> Bool {
      switch byte {
      case 0x30...0x39, 0x41...0x5A: return true
      case 0x61...0x7A: return self != .capitals
      case 0x2D, 0x5F: return self == .dashed
      default: return false
      }
    }
  }

  /// The bytes of the secret whose landmark stands at `place`; nil where it is none. O(bytes of it).
  func range(in text: UnsafeBufferPointer<UInt8>, at place: Int) -> Range<Int>? {
    var start = place
    if !holding.isEmpty {
      while start > 0, place - start < longest, characters.contains(text[start - 1]) { start -= 1 }
      // An escape may stand before it.
      while start < place, !text[start...].starts(with: beginning) { start += 1 }
    }
    return length(in: text, at: start).map { start..<start + $0 }
  }

  /// How many bytes of a secret stand from `start` on; nil where none does. `start` is where the beginning stands.
  private func length(in text: UnsafeBufferPointer<UInt8>, at start: Int) -> Int? {
    let first = start + beginning.count
    guard first + shortest <= text.count, text[start..<first].elementsEqual(beginning),
      start == 0 || !CharacterSet.dashed.contains(text[start - 1]) || Self.endsEscape(text, before: start)
    else { return nil }
    var end = first
    while end < text.count, end - first < longest, characters.contains(text[end]) { end += 1 }
    guard end - first >= shortest, end == text.count || !CharacterSet.letters.contains(text[end]) else {
      return nil
    }
    let rest = text[first..<end]
    // Hugging Face's are letters, Slack's begin with numbers; the others have both.
    let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
    guard kind == .huggingFaceToken || rest.contains(where: isDigit),
      kind != .slackToken || rest.first.map(isDigit) == true
    else { return nil }
    guard Self.looksRandom(rest), holding.isEmpty || Self.holds(rest, holding) else { return nil }
    return end - start
  }

  /// Whether the character before `end` is the last one of an escape, such as `\n` or `\u4e2d`.
  private static func endsEscape(_ text: UnsafeBufferPointer<UInt8>, before end: Int) -> Bool {
    [2, 6].contains { length in
      guard end >= length, text[end - length] == UInt8(ascii: "\\") else { return false }
      guard length == 2 || text[end - 5] == UInt8(ascii: "u") else { return false }
      var slashes = 0
      while end - length - slashes >= 0, text[end - length - slashes] == UInt8(ascii: "\\") { slashes += 1 }
      return !slashes.isMultiple(of: 2)
    }
  }

  /// Whether it is no example: those are made of few characters, of runs of one, or of the alphabet, or say so.
  static func looksRandom(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    var (same, rising, previous) = (1, 1, UInt8(0))
    for byte in bytes {
      same = byte == previous ? same + 1 : 1
      rising = byte == previous &+ 1 ? rising + 1 : 1
      if same >= 5 || rising >= 6 { return false }
      previous = byte
    }
    let upper = bytes.map { $0 & 0xDF }
    return Set(bytes).count >= min(10, bytes.count / 2)
      && !Self.wordsOfExamples.contains { holds(upper[...], Array($0.utf8)) }
  }

  private static let wordsOfExamples = [
    "EXAMPLE", "YOUR", "FAKE", "DUMMY", "TEST", "SAMPLE", "REPLACE", "TOKEN", "HERE", "REDACTED",
  ]

  private static func holds(_ text: some Collection<UInt8>, _ word: [UInt8]) -> Bool {
    text.indices.contains { text[$0...].starts(with: word) }
  }
}

/// Private keys in PEM: `-----BEGIN RSA PRIVATE KEY-----` and its kin, with a key behind it.
enum PrivateKeyBlock {
  private static let label = Array("PRIVATE KEY-----".utf8)
  /// Characters of base64 that have to follow.
  private static let shortest = 64

  /// How many bytes stand from the `-BEGIN` at `start` up to the end of what shows the key; nil where none follows.
  static func length(in text: UnsafeBufferPointer<UInt8>, at start: Int) -> Int? {
    var index = start + 7
    guard text[start..<min(index, text.count)].elementsEqual("-BEGIN ".utf8) else { return nil }
    while index < text.count, index < start + 32, !text[index...].starts(with: label) {
      guard text[index] == 0x20 || (0x41...0x5A).contains(text[index]) else { return nil }
      index += 1
    }
    guard index + label.count <= text.count, text[index...].starts(with: label) else { return nil }
    index += label.count
    let first = index
    var characters: [UInt8] = []
    while index < text.count, characters.count < shortest {
      switch text[index] {
      case 0x5C:
        index += 1  // `\n` and `\r`, as JSON writes line ends, and `\/`.
        if index < text.count, text[index] == 0x2F { characters.append(0x2F) }
      case 0x20, 0x0A, 0x0D: break
      case 0x2B, 0x2F, 0x3D, 0x30...0x39, 0x41...0x5A, 0x61...0x7A: characters.append(text[index])
      default: return nil
      }
      index += 1
    }
    // Headers of keys have long runs of one character.
    return characters.count == shortest && Set(characters).count >= 16 ? first - start : nil
  }
}
