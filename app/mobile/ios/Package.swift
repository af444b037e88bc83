// swift-tools-version:5.3

import PackageDescription

let package = Package(
  name: "app-mobile",
  platforms: [
    .macOS(.v10_13),
    .iOS(.v14),
  ],
  products: [
    .library(name: "app-mobile", type: .static, targets: ["app-mobile"])
  ],
  dependencies: [
    // Put here by the crate's build, from the very tauri that the app is built with.
    .package(name: "Tauri", path: "../.tauri/tauri-api")
  ],
  targets: [
    .target(name: "app-mobile", dependencies: [.byName(name: "Tauri")], path: "Sources")
  ]
)
