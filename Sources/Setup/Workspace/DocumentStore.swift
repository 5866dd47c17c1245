import Datasets
import Syntax

/// Reads and parses files, each once, whoever asks for them, on whatever thread.
///
/// What is forgotten is read again for who asks again. Files over their kind's `sizeLimit` are not read; data sets never are.
package final class DocumentStore: Sendable {
  package let source: any FileSource
  /// What lies beside the files.
  let folders: FolderIndex
  private let documents: SharedCache<String, Document?>
  /// The files that hold records.
  let records: RecordFiles

  /// The largest file of no known kind, such as `requirements.txt`, that is searched for version pins, in bytes.
  private static let pinFileLimit = 1 << 20

  /// `listed` is what a walk has found in each folder.
  init(source: any FileSource, listed: [String: [FolderEntry]]) {
    self.source = source
    folders = FolderIndex(source: source, listed: listed)
    documents = SharedCache()
    records = RecordFiles()
  }

  /// A store over `source` that keeps what this one has read of other files than `paths`.
  init(over source: any FileSource, keeping other: DocumentStore, except paths: Set<String>) {
    self.source = source
    folders = FolderIndex(source: source)
    documents = other.documents.copy { !paths.contains($0) }
    records = RecordFiles(other.records.kept.subtracting(paths))
  }

  /// The file at `path`, parsed by its kind; nil where nothing is there.
  package func document(at path: String) -> Document? {
    let path = FilePath.normalized(path)
    return documents.value(for: path) { remnant in
      folders.exists(path) ? load(path, kind: FileKind(path: path), again: remnant) : nil
    }
  }

  /// A file that a walk has found; nil where it is gone.
  package func document(of file: WalkedFile) -> Document? {
    documents.value(for: file.path) { load(file.path, kind: file.kind, again: $0) }
  }

  /// Lets go of what a checked file was read as, since nobody is expected to ask for it again. Places in it stay places
  /// of the same source: as long as somebody holds one, the source is not made a second time.
  func forget(_ document: Document, of file: WalkedFile) { documents.forget(file.path, but: document.file) }

  /// The same of a file of records, of which no place stays.
  func forgetRecords(of file: WalkedFile) { documents.forget(file.path) { _ in true } }

  private func load(_ path: String, kind: FileKind?, again remnant: AnyObject?) -> Document? {
    if let file = remnant as? SourceFile { return DocumentParsing.document(file, kind: kind) }
    let document = read(path, kind: kind)
    if case .records? = document?.content { records.insert(path) }
    return document
  }

  private func read(_ path: String, kind: FileKind?) -> Document? {
    switch kind {
    case .jsonLines, .table, .plainText: return records(path, kind)
    default: break
    }
    do throws(FileError) {
      let bytes = try source.read(path, limit: kind?.sizeLimit ?? Self.pinFileLimit)
      return DocumentParsing.document(SourceFile(path: path, bytes: bytes), kind: kind)
    } catch .notFound {
      return nil
    } catch .tooLarge where kind == .json {
      return Document(file: SourceFile(path: path, bytes: []), kind: kind, content: .records)
    } catch {
      return Document(file: SourceFile(path: path, bytes: []), kind: kind, content: .unreadable(error))
    }
  }

  /// A data set is opened, to see that it can be, and not read; of a table the header is, since most tables are none.
  private func records(_ path: String, _ kind: FileKind?) -> Document? {
    let file = SourceFile(path: path, bytes: [])
    do throws(FileError) {
      guard kind == .table else {
        _ = try source.open(path)
        return Document(file: file, kind: kind, content: .records)
      }
      let isDataSet = try DatasetScanner.holdsTrainingTable(path, source: source)
      return Document(file: file, kind: kind, content: isDataSet ? .records : .text)
    } catch .notFound {
      return nil
    } catch {
      return Document(file: file, kind: kind, content: .unreadable(error))
    }
  }
}
