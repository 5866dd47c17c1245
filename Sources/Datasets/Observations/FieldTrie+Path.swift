// What is known of one path.
extension FieldTrie {
  /// A field or element at one place of the records' structure.
  struct Path {
    let digest: NameDigest
    /// Where the name is kept; empty for elements and the record.
    let name: Range<Int>
    let parent: Int
    let meaning: PathMeaning
    let hasMeaning: Bool
    /// Objects nested deeper than `depthLimit` are not looked into.
    let depth: Int
    /// The path that stood behind this one in the last object that had it; -1 where none is known.
    var follower = -1
    /// The path with which the last object here began.
    var opener = -1
    /// The last field known of objects here, and the one known before this one: a list of siblings.
    var newestField = -1
    var olderSibling = -1
    /// The elements of arrays here.
    var element = -1
    /// How many fields of objects here are known, and how many of those every object had.
    var fields = 0
    var steadyFields = 0
    var nameBytes = 0
    /// Whether there are too many to be kept.
    var isSaturated = false
    /// Whether every object that could have this field has it.
    var isSteady = true
    /// Whether texts, and numbers with fractions or exponents, that come may change what is known of such here.
    var asksOfTexts = true
    var asksOfReals = true
    /// How many objects were seen here, how many have this field, and the last one that has, by its number.
    var objects = 0
    var count = 0
    var lastObject = 0
  }

  /// The first places at which something was seen.
  struct PathPlaces {
    /// By the raw value of `JSONKind`.
    var kinds = [[RecordPlace]](repeating: [], count: JSONKind.allCases.count)
    var firstKey: RecordPlace?
    var firstObject: RecordPlace?
    var firstLacking: RecordPlace?
    var times = TimeCensus()
    var numbers = NumberCensus()
  }
}
