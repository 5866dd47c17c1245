import Datasets
import Syntax

/// How set-ups read a data file: what it holds by the names that they have for its columns and turns.
package struct DataReading: Sendable {
  package let profile: Profile
  /// Those that tell the names; none where nobody does, so that they are the usual ones.
  package fileprivate(set) var tellers: [ToldNames]

  /// Whether only configs of axolotl are known to read it so.
  package var isAxolotls: Bool { !tellers.isEmpty && tellers.allSatisfy { $0.consumer == .axolotl } }

  /// Whether trl's trainers are all that is known to read it so, or nothing is.
  package var mayBeTRLs: Bool { tellers.allSatisfy { $0.consumer == .trl } }
}

/// What was read of a data file.
struct ScannedData: Sendable {
  /// One of its readings; what hangs on no name is the same in all.
  let profile: Profile
  /// One for each different way in which it is read; none where all are told, and it was read elsewhere by other names.
  let readings: [DataReading]

  var isTold: Bool { readings.allSatisfy { !$0.tellers.isEmpty } }
}

/// A data file, and the names by which it is read.
struct NamedReading: Hashable {
  let path: String
  let names: ColumnNames
}

// What data files hold.
extension Workspace {
  /// What a data set on disk holds; nil where nothing is there or it cannot be read. Columns and turns are known by the names
  /// that the set-ups around it tell, by one set-up's where these differ. O(bytes) once.
  package func profile(at path: String) -> Profile? { try? scan(path)?.get().profile }

  /// What a data set on disk holds for each different way in which set-ups around it name its columns and turns: once, by
  /// the usual names, where none tells any. O(bytes) once for each that gives something else.
  package func readings(of path: String) -> [DataReading] { (try? scan(path)?.get().readings) ?? [] }

  /// The same by these names; nil also where the data set was read elsewhere, by names that find something else. O(bytes) once.
  package func profile(at path: String, by names: ColumnNames) -> Profile? {
    let path = FilePath.normalized(path)
    guard let data = try? scan(path)?.get() else { return nil }
    if let known = ([data.profile] + data.readings.map(\.profile)).first(where: { isSame($0, by: names) }) {
      return known
    }
    guard !isReadElsewhere(path) else { return nil }
    return shared.otherReadings.value(for: NamedReading(path: path, names: names)) {
      try? scanned(path, by: names)
    }
  }

  /// Whether a data file is one of training: a set-up around it names it, or its records have a format of training for some
  /// reading.
  package func isTrainingData(at path: String) -> Bool {
    guard let data = try? scan(path)?.get() else { return false }
    return data.isTold
      || data.readings.contains { $0.profile.format.map { $0.format != .unknown } ?? false }
  }

  /// Whether a set-up around a data file names it.
  package func isTold(_ path: String) -> Bool { (try? scan(path)?.get().isTold) ?? false }

  /// What a data set holds of whose columns neither LLaMA-Factory's lists nor configs of axolotl around it say anything; nil for
  /// others.
  package func untoldProfile(of document: Document) -> Profile? {
    guard entries(loading: document).isEmpty, let reading = readings(of: document.path).first,
      reading.mayBeTRLs
    else { return nil }
    return reading.profile
  }

  /// Why a data set on disk could not be read to its end; nil where it could, or nothing is there.
  package func scanFailure(at path: String) -> FileError? {
    guard case .failure(let error) = scan(path) else { return nil }
    return error
  }

  /// The names that the set-ups around a data file have for its columns and turns, in a fixed order.
  package func toldNames(of path: String) -> [ToldNames] {
    let path = FilePath.normalized(path)
    return namesOfEntries(loading: path) + namesByAxolotl(of: path) + namesByScripts(of: path)
  }

  private func scan(_ path: String) -> Result<ScannedData, FileError>? {
    if let latestScan, latestScan.path == path { return latestScan.outcome }
    let outcome = sharedScan(FilePath.normalized(path))
    latestScan = (path, outcome)
    return outcome
  }

  private func sharedScan(_ path: String) -> Result<ScannedData, FileError>? {
    shared.scans.value(for: path) {
      if let known = shared.readElsewhere[path] { return .success(reading(known, at: path)) }
      guard store.folders.exists(path) else { return nil }
      do throws(FileError) {
        return .success(try scanAnew(path))
      } catch {
        return .failure(error)
      }
    }
  }

  private func scanAnew(_ path: String) throws(FileError) -> ScannedData {
    var readings: [DataReading] = []
    for told in toldNames(of: path) {
      if let index = readings.firstIndex(where: { isSame($0.profile, by: told.names) }) {
        readings[index].tellers.append(told)
      } else {
        readings.append(DataReading(profile: try scanned(path, by: told.names), tellers: [told]))
      }
    }
    if let first = readings.first { return ScannedData(profile: first.profile, readings: readings) }
    let profile = try scanned(path, by: .usual)
    return ScannedData(profile: profile, readings: [DataReading(profile: profile, tellers: [])])
  }

  /// A profile that was made elsewhere, which counts for those set-ups around its file whose names find the same.
  private func reading(_ profile: Profile, at path: String) -> ScannedData {
    let told = toldNames(of: path)
    let alike = told.filter { isSame(profile, by: $0.names) }
    let isRead = told.isEmpty && !profile.naming.areTold || !alike.isEmpty
    return ScannedData(
      profile: profile, readings: isRead ? [DataReading(profile: profile, tellers: alike)] : [])
  }

  private func scanned(_ path: String, by names: ColumnNames) throws(FileError) -> Profile {
    let profile = try DatasetScanner.profile(
      path, source: store.source, observing: shared.observed, names: names,
      threads: ConcurrentMap.processors)
    // So that whoever reads it by the usual names has it too.
    return ColumnNames.usual.read(profile, as: names, observed: shared.observed)
      ? profile.named(.usual) : profile
  }

  private func isSame(_ profile: Profile, by names: ColumnNames) -> Bool {
    names.read(profile, as: profile.naming, observed: shared.observed)
  }
}
