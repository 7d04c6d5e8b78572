// swift-tools-version: 6.2
import PackageDescription

// One list for every target of ours. Features: SE-0409 (access level on imports), SE-0335 (explicit `any`).
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
]

let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let certificates = Target.Dependency.product(name: "X509", package: "swift-certificates")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let memoryLog = Target.Dependency.product(name: "InMemoryLogging", package: "swift-log")
let metrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let metricsTests = Target.Dependency.product(name: "MetricsTestKit", package: "swift-metrics")
let tracing = Target.Dependency.product(name: "Tracing", package: "swift-distributed-tracing")
let memoryTracing = Target.Dependency.product(name: "InMemoryTracing", package: "swift-distributed-tracing")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let swiftProtobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")
let histogram = Target.Dependency.product(name: "Histogram", package: "hdrhistogram-swift")

/// A Swift target in `Sources/`, with the one list of settings.
func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// A program in `Sources/`.
func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// A test target in `Tests/`.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
    name: "telephony",
    products: [
        .library(
            name: "TelephonyClient",
            targets: ["TelephonyClient", "TelephonyMessages", "Trunk", "TrunkClient", "TrunkTLS"]),
        .library(name: "TrunkTelemetry", targets: ["TrunkTelemetry"]),
        .executable(name: "telephonyd", targets: ["telephonyd"]),
        .executable(name: "telephonyctl", targets: ["telephonyctl"]),
        .executable(name: "telephony-load", targets: ["telephony-load"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    ],
    targets: [
        // Row 1: C.
        .target(name: "CProtobufGuard", linkerSettings: [.linkedLibrary("protobuf-c")]),
        .target(
            name: "CTrunkMessages", publicHeadersPath: "Generated", linkerSettings: [.linkedLibrary("protobuf-c")]),
        .target(
            name: "CTelephonyMessages", dependencies: ["CTrunkMessages"], publicHeadersPath: "Generated",
            linkerSettings: [.linkedLibrary("protobuf-c")]),
        .target(name: "CZlib", linkerSettings: [.linkedLibrary("z")]),
        .target(name: "CProcessHygiene"),

        // Row 2: values.
        module("TrunkWire", [nioCore, "CZlib"]),
        module("TrunkMessages", [nioCore, "CProtobufGuard", "CTrunkMessages"]),
        module("TelephonyCore", []),
        module("ProcessHygiene", ["CProcessHygiene"]),
        module("TelephonyMessages", [nioCore, "TrunkMessages", "CTelephonyMessages"]),

        // Row 3: middle.
        module("Trunk", [nioCore, "TrunkMessages"]),
        module("TelephonyStore", ["TelephonyCore"]),
        module("SQLiteStore", ["TelephonyStore", "TelephonyCore", grdb, sqlite, crypto]),
        module("TelephonyVault", ["TelephonyCore", crypto]),

        // Row 4: edges.
        module("TrunkServer", ["Trunk", "TrunkWire", "TrunkMessages", nioCore, nioPosix, logging]),
        module("TrunkClient", ["Trunk", "TrunkWire", "TrunkMessages", nioCore, nioPosix]),
        module(
            "TrunkTLS",
            ["Trunk", "TrunkClient", nioCore, nioPosix, nioTLS, nioSSL, certificates, asn1, crypto, logging]),
        module("TrunkTelemetry", ["Trunk", "TrunkMessages", logging, metrics, tracing]),
        module(
            "TelephonyService",
            [
                "Trunk", "TrunkMessages", "TelephonyMessages", "TelephonyCore", "TelephonyStore", "TelephonyVault",
                nioCore,
            ]
        ),
        module("TelephonyClient", ["Trunk", "TrunkMessages", "TelephonyMessages", "TrunkClient"]),
        module(
            "TelephonyTesting",
            [
                "Trunk", "TrunkServer", "TrunkClient", "TelephonyCore", "TelephonyStore", "SQLiteStore",
                "TelephonyVault", "TelephonyService", logging,
            ]),

        // Row 5: programs.
        program(
            "telephonyd",
            [
                "ProcessHygiene", "Trunk", "TrunkServer", "TrunkTLS", "TrunkTelemetry", "TrunkMessages",
                "TelephonyMessages",
                "TelephonyCore", "TelephonyStore", "SQLiteStore", "TelephonyVault", "TelephonyService", arguments,
                logging, lifecycle, signals, certificates, asn1, crypto,
            ]),
        module(
            "TelephonyCommandLine",
            ["ProcessHygiene", "Trunk", "TrunkMessages", "TrunkClient", "TrunkTLS", "TelephonyMessages", arguments]),
        program(
            "telephonyctl",
            ["TelephonyCommandLine", "TelephonyClient", "TelephonyMessages", "Trunk", "TrunkMessages", arguments]),
        program(
            "telephony-load",
            [
                "TelephonyCommandLine", "TelephonyClient", "TelephonyMessages", "Trunk", "TrunkClient", "TrunkMessages",
                arguments, histogram,
            ]),

        // Tests. Echo is a service of its own: it shows that the BYTES column stands without telephony.
        .target(
            name: "CGuardFixtures", path: "Tests/Support/CGuardFixtures", exclude: ["guard_fixtures.proto"],
            linkerSettings: [.linkedLibrary("protobuf-c")]),
        .target(
            name: "CEchoMessages", dependencies: ["CTrunkMessages"], path: "Tests/Echo/CEchoMessages",
            publicHeadersPath: "Generated", linkerSettings: [.linkedLibrary("protobuf-c")]),
        .target(
            name: "EchoMessages", dependencies: ["CEchoMessages", "TrunkMessages", nioCore],
            path: "Tests/Echo/EchoMessages", swiftSettings: strict),
        .target(
            name: "EchoService", dependencies: ["EchoMessages", "Trunk", "TrunkMessages"],
            path: "Tests/Echo/EchoService", swiftSettings: strict),
        // The oracle is another implementation's generated code: our settings are not for it.
        .target(name: "EchoOracle", dependencies: [swiftProtobuf], path: "Tests/Echo/EchoOracle"),
        // What fuzzing calls, and a plain test with what it has found. See scripts/fuzz.
        .target(
            name: "FuzzTargets",
            dependencies: [
                "TrunkWire", "TrunkMessages", "TelephonyMessages", "EchoMessages", "CProtobufGuard", "CGuardFixtures",
                nioCore,
            ], path: "Tests/Support/FuzzTargets", swiftSettings: strict),
        tests("FuzzCorpusTests", ["FuzzTargets"]),
        // Server and callers for scripts/endurance.
        .executableTarget(
            name: "TrunkProbe",
            dependencies: [
                "TrunkServer", "TrunkClient", "TrunkWire", "Trunk", "TrunkMessages", "EchoMessages", "EchoService",
                "TelephonyClient", "TelephonyMessages", logging, arguments,
            ], path: "Tests/Support/TrunkProbe", swiftSettings: strict),
        // Our client, for the server half of Tests/Peer/conformance.py.
        .executableTarget(
            name: "ClientUnderTest", dependencies: ["TrunkClient", "Trunk", "EchoMessages", "EchoService"],
            path: "Tests/Support/ClientUnderTest", swiftSettings: strict),
        tests("TidyTests", []),
        tests("CProtobufGuardTests", ["CProtobufGuard", "CGuardFixtures"]),
        tests("TrunkWireTests", ["TrunkWire", nioCore]),
        tests(
            "TrunkMessagesTests",
            [
                "TrunkMessages", "EchoMessages", "EchoService", "EchoOracle", "Trunk", "CProtobufGuard", nioCore,
                swiftProtobuf,
            ]),
        tests("TelephonyMessagesTests", ["TelephonyMessages", "TrunkMessages", "CProtobufGuard", nioCore]),
        tests("TrunkTests", ["Trunk", "TrunkMessages", nioCore]),
        tests(
            "TrunkServerTests",
            [
                "TrunkServer", "TrunkClient", "TrunkWire", "Trunk", "TrunkMessages", nioCore, nioPosix, nioEmbedded,
                logging,
            ]),
        tests(
            "TrunkClientTests",
            [
                "TrunkClient", "TrunkServer", "TrunkWire", "Trunk", "TrunkMessages", nioCore, nioPosix, logging,
            ]),
        tests(
            "TrunkTLSTests",
            [
                "TrunkTLS", "TrunkServer", "TrunkClient", "Trunk", "TrunkMessages", nioCore, nioPosix, nioTLS, nioSSL,
                certificates, asn1, crypto, logging,
            ]),
        tests(
            "TrunkTelemetryTests",
            [
                "TrunkTelemetry", "TrunkServer", "TrunkClient", "Trunk", "TrunkMessages", logging, memoryLog, metrics,
                metricsTests, tracing, memoryTracing,
            ]),
        tests("TelephonyCoreTests", ["TelephonyCore"]),
        tests("TelephonyStoreTests", ["TelephonyStore", "TelephonyCore"]),
        tests(
            "SQLiteStoreTests",
            ["SQLiteStore", "TelephonyStore", "TelephonyCore", "TelephonyVault", "TelephonyTesting", grdb]),
        tests("TelephonyVaultTests", ["TelephonyVault", "TelephonyCore"]),
        tests(
            "TelephonyCtlTests",
            [
                "telephonyctl", "telephony-load", "TelephonyCommandLine", "TelephonyClient", "TelephonyMessages",
                "Trunk", "TrunkClient", "TrunkMessages", nioCore, arguments, histogram,
            ]),
        tests(
            "ReadmeTests", ["TelephonyClient", "TelephonyMessages", "Trunk", "TrunkClient", "TrunkServer", logging]),
        tests(
            "RequirementTests",
            [
                "TelephonyTesting", "TelephonyClient", "TelephonyMessages", "TrunkMessages", "Trunk", "TelephonyCore",
                "TelephonyStore", "SQLiteStore", "TelephonyService",
            ]),
    ]
)

// Benchmarks are targets of this package, since another could not see what is `package`; built on request only.
if Context.environment["TELEPHONY_DEV"] == "1" {
    package.targets.append(
        .executableTarget(
            name: "EchoBenchmark",
            dependencies: [
                "TrunkServer", "TrunkClient", "Trunk", "TrunkMessages", "EchoMessages", "EchoService", logging,
            ], path: "Benchmarks/EchoBenchmark", swiftSettings: strict))
}

// Links with scripts/fuzz alone, which says where libFuzzer is.
if Context.environment["TELEPHONY_FUZZ"] == "1" {
    package.targets += [
        .target(name: "CFuzzDriver", path: "Benchmarks/FuzzDriver"),
        .executableTarget(
            name: "FuzzRunner", dependencies: ["FuzzTargets", "CFuzzDriver"], path: "Benchmarks/FuzzRunner",
            swiftSettings: strict),
    ]
}
