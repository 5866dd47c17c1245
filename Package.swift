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
    .executableTarget(name: "glmlint", dependencies: ["Syntax"], swiftSettings: strict),
    .testTarget(name: "SyntaxTests", dependencies: ["Syntax"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
