// swift-tools-version: 6.2
import PackageDescription

// The protoc plugin behind scripts/generate. A package of its own, so that building the product needs none of this.
let package = Package(
    name: "codegen",
    products: [.executable(name: "protoc-gen-trunk-swift", targets: ["protoc-gen-trunk-swift"])],
    dependencies: [.package(url: "https://github.com/apple/swift-protobuf", exact: "1.39.0")],
    targets: [
        .executableTarget(
            name: "protoc-gen-trunk-swift",
            dependencies: [
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
                .product(name: "SwiftProtobufPluginLibrary", package: "swift-protobuf"),
            ],
            swiftSettings: [.treatAllWarnings(as: .error)])
    ]
)
