/// The character classes of YAML 1.2.2, chapter 5, on UTF-8 bytes.
extension UInt8 {
  /// `s-white`: space or tab.
  @inline(__always) var isYAMLWhite: Bool { self == 0x20 || self == 0x09 }
  /// `b-char`: line feed or carriage return.
  @inline(__always) var isYAMLBreak: Bool { self == 0x0A || self == 0x0D }
  @inline(__always) var isYAMLBlank: Bool { isYAMLWhite || isYAMLBreak }

  /// `c-flow-indicator`.
  @inline(__always) var isYAMLFlowIndicator: Bool {
    switch self {
    case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"):
      return true
    default: return false
    }
  }

  /// `ns-uri-char` (production 39) without `!` and the flow indicators, which is `ns-tag-char` (production
  /// 40).
  var isYAMLTagCharacter: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "#"), UInt8(ascii: ";"),
      UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: "&"),
      UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "$"), UInt8(ascii: "_"), UInt8(ascii: "."),
      UInt8(ascii: "~"), UInt8(ascii: "*"), UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: ")"),
      UInt8(ascii: "%"):
      return true
    default: return false
    }
  }

  /// `ns-word-char` (production 38).
  var isYAMLWordCharacter: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
      return true
    default: return false
    }
  }

  /// The value of a hexadecimal digit.
  var hexadecimalValue: UInt32? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return UInt32(self - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): return UInt32(self - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): return UInt32(self - UInt8(ascii: "A") + 10)
    default: return nil
    }
  }
}
