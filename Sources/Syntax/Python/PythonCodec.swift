/// What CPython's codec for a declared encoding takes, as far as the parser has to know (encodings/ and
/// Modules/cjkcodecs of CPython 3.11; each name run with it).
enum PythonCodec {
  case utf8
  /// Each byte is a character, the first 128 are ASCII; those in `undefined` are none.
  case singleByte(undefined: [ClosedRange<UInt8>])
  /// A byte of `leads` begins a character of two bytes, whose second one may look like ASCII. Which pairs are characters
  /// is not known here.
  case doubleByte(leads: [ClosedRange<UInt8>], undefined: [ClosedRange<UInt8>])
  /// ASCII in it may stand for other text.
  case stateful
  /// Known to Python, but no text in it begins with an encoding declaration, or it is no encoding of text.
  case impossible

  /// nil for a name that Python does not know. O(table).
  init?(named name: String) {
    let name = Self.normalized(name)
    for line in Self.table.split(separator: "\n") {
      let parts = line.split(separator: "|", maxSplits: 1)
      guard parts.count == 2, parts[1].split(separator: " ").contains(where: { $0 == name }) else { continue }
      let kind = parts[0].split(separator: " ")
      let ranges = kind.dropFirst().compactMap(Self.range)
      switch kind.first {
      case "single": self = .singleByte(undefined: ranges)
      case "gbk": self = .doubleByte(leads: [0x81...0xFE], undefined: ranges)
      case "sjis": self = .doubleByte(leads: [0x81...0x9F, 0xE0...0xFC], undefined: ranges)
      case "stateful": self = .stateful
      case "utf8": self = .utf8
      default: self = .impossible
      }
      return
    }
    return nil
  }

  var isUTF8: Bool {
    if case .utf8 = self { return true }
    return false
  }

  /// As `encodings.normalize_encoding` and the look-up of aliases do it: runs of other characters are one `_`.
  private static func normalized(_ name: String) -> String {
    let words = name.lowercased().utf8.split { byte in
      !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        && !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
    return words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "_")
  }

  /// `81` or `a1-fe`.
  private static func range(_ text: Substring) -> ClosedRange<UInt8>? {
    let ends = text.split(separator: "-").compactMap { UInt8($0, radix: 16) }
    guard let first = ends.first, let last = ends.last, first <= last else { return nil }
    return first...last
  }

  /// Steps over the characters: `visit` gets each byte behind a lead byte that looks like ASCII. The place of the first
  /// byte that can be no part of a character; nil where there is none, or where that cannot be told. O(bytes).
  func firstInvalid(in bytes: [UInt8], visit: (Int) -> Void = { _ in }) -> Int? {
    let leads: [ClosedRange<UInt8>]
    let undefined: [ClosedRange<UInt8>]
    switch self {
    case .utf8, .stateful, .impossible: return nil
    case .singleByte(let given): (leads, undefined) = ([], given)
    case .doubleByte(let first, let given): (leads, undefined) = (first, given)
    }
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      guard byte >= 0x80 else { continue }
      if undefined.contains(where: { $0.contains(byte) }) { return index - 1 }
      guard leads.contains(where: { $0.contains(byte) }) else { continue }
      // No such character has a second byte below the digits, with which quotes and line ends are. A character of four
      // bytes (GB 18030) is read as two.
      guard index < bytes.count, bytes[index] >= 0x30 else { return index - 1 }
      if bytes[index] < 0x80 { visit(index) }
      index += 1
    }
    return nil
  }

  /// Kind and byte ranges, then names.
  private static let table = """
    gbk 80 ff|936 949 950 big5 big5_hkscs big5_tw big5hkscs cp1361 cp936 cp949 cp950 csbig5 gb18030
    gbk 80 ff|gb18030_2000 gbk hkscs johab ms1361 ms936 ms949 ms950 uhc x_mac_trad_chinese
    impossible|037 1026 1140 273 424 500 base64 base64_codec base_64 bz2 bz2_codec cp037 cp1026 cp1140
    impossible|cp273 cp424 cp500 cp875 csibm037 csibm1026 csibm273 csibm424 csibm500 ebcdic_cp_be
    impossible|ebcdic_cp_ca ebcdic_cp_ch ebcdic_cp_he ebcdic_cp_nl ebcdic_cp_us ebcdic_cp_wt hex hex_codec
    impossible|ibm037 ibm039 ibm1026 ibm1140 ibm273 ibm424 ibm500 punycode quopri quopri_codec
    impossible|quoted_printable quotedprintable rot13 rot_13 u16 u32 undefined unicodebigunmarked
    impossible|unicodelittleunmarked utf16 utf32 utf_16 utf_16_be utf_16_le utf_16be utf_16le utf_32
    impossible|utf_32_be utf_32_le utf_32be utf_32le uu uu_codec zip zlib zlib_codec
    single|1125 1256 437 775 850 852 855 858 860 861 862 863 865 866 8859 cp1006 cp1125 cp1256 cp154 cp437
    single|cp720 cp737 cp775 cp819 cp850 cp852 cp855 cp858 cp860 cp861 cp862 cp863 cp865 cp866 cp866u cp_is
    single|csibm855 csibm858 csibm860 csibm861 csibm863 csibm865 csibm866 csisolatin1 csisolatin2
    single|csisolatin4 csisolatin5 csisolatin6 csisolatincyrillic cskoi8r cspc775baltic cspc850multilingual
    single|cspc862latinhebrew cspc8codepage437 cspcp852 csptcp154 cyrillic cyrillic_asian ibm1125 ibm437
    single|ibm775 ibm819 ibm850 ibm852 ibm855 ibm858 ibm860 ibm861 ibm862 ibm863 ibm865 ibm866 iso8859
    single|iso8859_1 iso8859_10 iso8859_13 iso8859_14 iso8859_15 iso8859_16 iso8859_2 iso8859_4 iso8859_5
    single|iso8859_9 iso_8859_1 iso_8859_10 iso_8859_10_1992 iso_8859_13 iso_8859_14 iso_8859_14_1998
    single|iso_8859_15 iso_8859_16 iso_8859_16_2001 iso_8859_1_1987 iso_8859_2 iso_8859_2_1987 iso_8859_4
    single|iso_8859_4_1988 iso_8859_5 iso_8859_5_1988 iso_8859_9 iso_8859_9_1989 iso_celtic iso_ir_100
    single|iso_ir_101 iso_ir_110 iso_ir_144 iso_ir_148 iso_ir_157 iso_ir_199 iso_ir_226 koi8_r koi8_u l1
    single|l10 l2 l4 l5 l6 l7 l8 l9 latin latin1 latin10 latin2 latin4 latin5 latin6 latin7 latin8 latin9
    single|latin_1 mac_arabic mac_centeuro mac_croatian mac_cyrillic mac_farsi mac_greek mac_iceland
    single|mac_latin2 mac_roman mac_romanian mac_turkish maccentraleurope maccyrillic macgreek maciceland
    single|macintosh maclatin2 macroman macturkish palmos pt154 ptcp154 ruscii windows_1256
    single 80-85 87 93-94|869 cp869 cp_gr csibm869 ibm869
    single 80-8d 90-a0 ff|euc_jis2004 euc_jis_2004 euc_jisx0213 euc_jp eucjis2004 eucjisx0213 eucjp
    single 80-8d 90-a0 ff|jisx0213 u_jis ujis
    single 80-a0 ff|chinese csiso58gb231280 euc_cn euc_kr euccn eucgb2312_cn euckr gb2312 gb2312_1980
    single 80-a0 ff|gb2312_80 iso_ir_58 korean ks_c_5601 ks_c_5601_1987 ks_x_1001 ksc5601 ksx1001
    single 80-a0 ff|x_mac_korean x_mac_simp_chinese
    single 80-ff|646 ansi_x3_4_1968 ansi_x3_4_1986 ascii cp367 csascii ibm367 iso646_us iso_646_irv_1991
    single 80-ff|iso_ir_6 us us_ascii
    single 81 83 88 8a 8c 90 98 9a 9c 9f a1 a5|1257 cp1257 windows_1257
    single 81 83 88 90 98|1250 cp1250 windows_1250
    single 81 88 8a 8c-90 98 9a 9c-9f aa d2 ff|1253 cp1253 windows_1253
    single 81 8a 8c-90 9a 9c-9f ca d9-df fb-fc ff|1255 cp1255 windows_1255
    single 81 8a 8d-90 9a 9d-9e|1258 cp1258 windows_1258
    single 81 8d 8f-90 9d|1252 cp1252 windows_1252
    single 81 8d-90 9d-9e|1254 cp1254 windows_1254
    single 81-84 86-90 98-9f db-de fc-ff|cp874
    single 88 8f 98 9a 9c-a0 a8-aa af b4 b8 ba bc-be|koi8_t
    single 98|1251 cp1251 kz1048 kz_1048 rk1048 strk1048_2002 windows_1251
    single 9b 9d 9f-a8 ad b5-b7 c6-c7 d0-d8 de e0-e5 e7-ed|cp856
    single a0 db-de fc-ff|iso_ir_166 tis620 tis_620 tis_620_0 tis_620_2529_0 tis_620_2529_1
    single a1 bf-de fb-fc ff|csisolatinhebrew hebrew iso8859_8 iso_8859_8 iso_8859_8_1988 iso_ir_138
    single a1-a3 a5-ab ae-ba bc-be c0 db-df f3-ff|arabic asmo_708 csisolatinarabic ecma_114 iso8859_6
    single a1-a3 a5-ab ae-ba bc-be c0 db-df f3-ff|iso_8859_6 iso_8859_6_1987 iso_ir_127
    single a5 ae be c3 d0 e3 f0|csisolatin3 iso8859_3 iso_8859_3 iso_8859_3_1988 iso_ir_109 l3 latin3
    single ae d2 ff|csisolatingreek ecma_118 elot_928 greek greek8 iso8859_7 iso_8859_7 iso_8859_7_1987
    single ae d2 ff|iso_ir_126
    single d5 e7 f2|857 cp857 csibm857 ibm857
    single db-de fc-ff|iso8859_11 iso_8859_11 iso_8859_11_2001 thai
    single ff|cp1051 hp_roman8 ibm1051 r8 roman8
    sjis|932 cp932 ms932 ms_kanji mskanji
    sjis 80 a0 fd-ff|csshiftjis s_jis s_jis_2004 s_jisx0213 shift_jis shift_jis_2004 shift_jisx0213
    sjis 80 a0 fd-ff|shiftjis shiftjis2004 shiftjisx0213 sjis sjis_2004 sjisx0213 x_mac_japanese
    stateful|864 charmap cp864 csibm864 csiso2022jp csiso2022kr hz hz_gb hz_gb_2312 hzgb ibm864 idna
    stateful|iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_2004 iso2022_jp_3 iso2022_jp_ext iso2022_kr
    stateful|iso2022jp iso2022jp_1 iso2022jp_2 iso2022jp_2004 iso2022jp_3 iso2022jp_ext iso2022kr
    stateful|iso_2022_jp iso_2022_jp_1 iso_2022_jp_2 iso_2022_jp_2004 iso_2022_jp_3 iso_2022_jp_ext
    stateful|iso_2022_kr raw_unicode_escape u7 unicode_1_1_utf_7 unicode_escape utf7 utf_7
    utf8|cp65001 u8 utf utf8 utf8_ucs2 utf8_ucs4 utf_8 utf_8_sig
    """
}
