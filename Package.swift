// swift-tools-version: 6.0
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "glmlint",
  products: [.executable(name: "glmlint", targets: ["glmlint"])],
  targets: [
    .target(name: "Syntax", swiftSettings: strict),
    .target(
      name: "Knowledge", path: "rules/knowledge", exclude: ["check_names.py", "extract.py", "extraction"],
      swiftSettings: strict, plugins: ["EmbedRules"]),
    .target(name: "ByteScan"),
    .target(name: "Datasets", dependencies: ["ByteScan", "Syntax"], swiftSettings: strict),
    .target(name: "Setup", dependencies: ["Datasets", "Knowledge", "Syntax"], swiftSettings: strict),
    .target(name: "Linting", dependencies: ["Datasets", "Setup", "Syntax"], swiftSettings: strict),
    .target(
      name: "Rules", dependencies: ["Datasets", "Knowledge", "Linting", "Setup", "Syntax"], path: "rules",
      exclude: ["knowledge"], swiftSettings: strict, plugins: ["EmbedRules"]),
    .target(
      name: "Reporting", dependencies: ["Datasets", "Linting", "Setup", "Syntax"], exclude: ["Schemas"],
      swiftSettings: strict),
    .target(name: "ReferenceTrainer", exclude: ["README.md"], swiftSettings: strict),
    .target(
      name: "Confirmation",
      dependencies: ["Datasets", "Knowledge", "Linting", "ReferenceTrainer", "Setup", "Syntax"],
      swiftSettings: strict, plugins: ["EmbedRules"]),
    .executableTarget(
      name: "glmlint",
      dependencies: [
        "Confirmation", "Datasets", "Knowledge", "Linting", "Reporting", "Rules", "Setup", "Syntax",
      ],
      swiftSettings: strict),
    .plugin(
      name: "EmbedRules", capability: .buildTool(), dependencies: ["EmbedGenerator"],
      path: "Sources/EmbedRules/Plugin"),
    .executableTarget(name: "EmbedGenerator", path: "Sources/EmbedRules/Generator", swiftSettings: strict),
    .testTarget(name: "EmbedRulesTests", dependencies: ["EmbedGenerator"], swiftSettings: strict),
    .testTarget(name: "SyntaxTests", dependencies: ["Syntax"], swiftSettings: strict),
    .testTarget(
      name: "DatasetsTests", dependencies: ["ByteScan", "Datasets", "Syntax"], swiftSettings: strict),
    .testTarget(name: "KnowledgeTests", dependencies: ["Knowledge"], swiftSettings: strict),
    .testTarget(name: "SetupTests", dependencies: ["Datasets", "Setup", "Syntax"], swiftSettings: strict),
    .testTarget(
      name: "RulesTests",
      dependencies: ["Confirmation", "Datasets", "glmlint", "Linting", "Rules", "Setup", "Syntax"],
      swiftSettings: strict),
    .testTarget(
      name: "ConfirmationTests",
      dependencies: ["Confirmation", "Datasets", "Linting", "ReferenceTrainer", "Setup", "Syntax"],
      swiftSettings: strict),
    .testTarget(name: "ReferenceTrainerTests", dependencies: ["ReferenceTrainer"], swiftSettings: strict),
    .testTarget(
      name: "ReportingTests", dependencies: ["Reporting", "Datasets", "Linting", "Setup", "Syntax"],
      swiftSettings: strict),
    .testTarget(
      name: "CommandTests", dependencies: ["glmlint", "Reporting", "Linting", "Setup", "Syntax"],
      swiftSettings: strict),
    .testTarget(
      name: "EndToEndTests",
      dependencies: ["glmlint", "Knowledge", "Linting", "Reporting", "Rules", "Setup", "Syntax"],
      path: "Tests/EndToEnd", swiftSettings: strict),
    .testTarget(
      name: "FuzzTests", dependencies: ["Datasets", "glmlint", "Linting", "Rules", "Setup", "Syntax"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
