import Datasets
import Linting
import Setup

/// Records whose texts have another number of `<image>` than they have images, where LLaMA-Factory reads them.
enum ImagePlaceholderCount: FileRule {
  static let metadata = RuleMetadata(
    "image-placeholder-count", family: "multimodal", severity: .error, since: "0.1.0", observing: .signs,
    "another number of `<image>` than of images")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard document.holdsRecords else { return [] }
    return workspace.readings(of: document.path).compactMap { reading in
      reading.tellers.lazy.compactMap { $0.entry?.column("images") }.first.flatMap {
        observed($0, reading.profile)
      }
    }
  }

  private static func observed(_ images: String, _ profile: Profile) -> Observed? {
    let records = profile.signs[.imageCountDiffers]
    return Observed(
      records, of: profile.records, label: "not one for each `<image>`",
      "`\(images)` and the `<image>` in the turns differ in number in \(records.count) of \(profile.records) records",
      advice: "write `<image>` once for each image, where it belongs",
      effects: [
        // Run: `fixtures/goldens/dataset_info_cases.py`, LLaMA-Factory 0.9.0 to ff6d4d1.
        Effect(
          .always, when: .start, severity: .error,
          "LLaMA-Factory ends with `ValueError: The number of images does not match the number of <image> tokens` at the first such record"
        )
      ])
  }
}
