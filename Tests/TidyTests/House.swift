/// The house: every module, its row, and what it may import of ours and of others. ARCHITECTURE.md draws it.
enum House {
    /// What a module of `Sources` may import.
    struct Room {
        /// Row, 1 (C) to 5 (programs).
        let row: Int
        /// Modules of ours.
        let ours: Set<String>
        /// Modules of others.
        let others: Set<String>

        init(_ row: Int, ours: Set<String> = [], others: Set<String> = []) {
            self.row = row
            self.ours = ours
            self.others = others
        }
    }

    private static let nio: Set<String> = ["NIOCore", "NIOPosix", "NIOConcurrencyHelpers"]
    private static let system: Set<String> = ["Glibc", "Synchronization"]

    /// Every module with Swift in it.
    static let rooms: [String: Room] = [
        "TrunkWire": Room(2, ours: ["CZlib"], others: ["NIOCore", "Synchronization"]),
        "TrunkMessages": Room(
            2, ours: ["CProtobufGuard", "CTrunkMessages"], others: ["NIOCore", "Glibc"]),
        "TelephonyCore": Room(2),
        "ProcessHygiene": Room(2, ours: ["CProcessHygiene"], others: ["Glibc"]),
        "TelephonyMessages": Room(
            2, ours: ["CTelephonyMessages", "TrunkMessages"], others: ["NIOCore", "Glibc"]),
        "Trunk": Room(3, ours: ["TrunkMessages"], others: ["NIOCore", "Synchronization"]),
        "TelephonyStore": Room(3, ours: ["TelephonyCore"], others: ["Synchronization"]),
        "SQLiteStore": Room(
            3, ours: ["TelephonyStore", "TelephonyCore"], others: system.union(["GRDB", "GRDBSQLite", "Crypto"])),
        "TelephonyVault": Room(3, ours: ["TelephonyCore"], others: system.union(["Crypto"])),
        "TrunkServer": Room(
            4, ours: ["Trunk", "TrunkWire", "TrunkMessages"], others: nio.union(system).union(["Logging"])),
        "TrunkClient": Room(4, ours: ["Trunk", "TrunkWire", "TrunkMessages"], others: nio.union(system)),
        "TrunkTLS": Room(
            4, ours: ["Trunk", "TrunkClient"],
            others: nio.union(system).union(["NIOTLS", "NIOSSL", "X509", "SwiftASN1", "Crypto", "Logging"])),
        "TrunkTelemetry": Room(
            4, ours: ["Trunk", "TrunkMessages"],
            others: ["Synchronization", "Logging", "CoreMetrics", "Tracing"]),
        "TelephonyService": Room(
            4,
            ours: [
                "Trunk", "TrunkMessages", "TelephonyMessages", "TelephonyCore", "TelephonyStore", "TelephonyVault",
            ], others: ["NIOCore", "Synchronization"]),
        "TelephonyClient": Room(
            4, ours: ["Trunk", "TrunkMessages", "TelephonyMessages", "TrunkClient"], others: system),
        "TelephonyTesting": Room(
            5,
            ours: [
                "Trunk", "TrunkMessages", "TrunkServer", "TrunkClient", "TelephonyMessages", "TelephonyCore",
                "TelephonyStore", "TelephonyVault", "TelephonyService", "TelephonyClient", "SQLiteStore",
            ], others: nio.union(system).union(["Logging"])),
        "telephonyd": Room(
            5,
            ours: [
                "Trunk", "TrunkServer", "TelephonyCore", "TelephonyStore", "SQLiteStore", "TelephonyVault",
                "TelephonyService", "TelephonyMessages", "TrunkMessages", "TrunkTLS", "TrunkTelemetry",
                "ProcessHygiene",
            ],
            others: nio.union(system).union([
                "ArgumentParser", "Logging", "ServiceLifecycle", "UnixSignals", "X509", "SwiftASN1", "Crypto",
                "FoundationEssentials",
            ])),
        "TelephonyCommandLine": Room(
            5, ours: ["ProcessHygiene", "Trunk", "TrunkMessages", "TrunkClient", "TrunkTLS", "TelephonyMessages"],
            others: system.union(["ArgumentParser"])),
        "telephonyctl": Room(
            5,
            ours: ["TelephonyCommandLine", "TelephonyClient", "TelephonyMessages", "Trunk", "TrunkMessages"],
            others: system.union(["ArgumentParser"])),
        "telephony-load": Room(
            5,
            ours: [
                "TelephonyCommandLine", "TelephonyClient", "TelephonyMessages", "Trunk", "TrunkClient", "TrunkMessages",
            ], others: system.union(["ArgumentParser", "Histogram"])),
    ]

    /// C modules: each is imported by exactly one Swift file.
    static let cModules: Set<String> = [
        "CProtobufGuard", "CTrunkMessages", "CTelephonyMessages", "CZlib", "CProcessHygiene", "CLibPQ",
    ]
    /// Storage backends: only the server program may name them.
    static let backends: Set<String> = ["SQLiteStore", "PostgresStore"]
}
