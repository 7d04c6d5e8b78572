internal import Glibc
internal import Logging
internal import SQLiteStore
internal import ServiceLifecycle
internal import TelephonyCore
internal import TelephonyMessages
internal import TelephonyService
internal import TelephonyStore
internal import TelephonyVault
internal import TrunkMessages
internal import TrunkServer
internal import TrunkTelemetry
internal import TrunkTLS
internal import UnixSignals

/// Puts a server together: keys, store, services, sockets; runs it until it is told to stop; takes it apart in the
/// reverse order, so that every acknowledged write is durable and every call under way gets its answer.
struct ServerAssembly {
    /// Version of the programs.
    static let version = "0.1.0"

    /// Where it listens.
    let address: BindAddress
    /// The database file.
    let databasePath: String
    /// The key file, never in the database's directory.
    let keyPath: String
    /// Who may call.
    let callers: CallerDirectory
    /// How its connections are made secure; nil is plaintext.
    var tls: ServerTLSConfiguration?
    /// Reads again who may call; nil where there is nothing to read.
    var readCallers: (@Sendable () throws -> Void)?
    /// How long calls under way may go on after a stop.
    var grace = Duration.seconds(3)
    /// Writes a line to the log for every call.
    var logsCalls = false
    /// Event loops.
    var loopsCount = 1
    /// Connections that one address may have open, loopback too (TRK-801).
    var connectionsPerAddressMax = ServerConfiguration().connectionsPerAddressMax

    /// Why a server does not start; the text says what to do.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Runs the server. `furnish` fills a fresh store before anybody is let in; `announce` is told where it listens.
    func run(
        furnish: (SQLiteStore) async throws -> Void = { _ in }, announce: (BindAddress) throws -> Void
    ) async throws {
        try Self.checkGuard()
        let logger = Logger(label: "telephonyd")
        let tls = try tls.map { configuration throws(TLSConfigurationError) in
            try ServerTLS(configuration, logger: logger)
        }
        let keyring = try KeyFile.load(keyPath)
        let store = try openStore(keyring)
        try await furnish(store)
        let health = HealthProvider(services: TelephonyRouter.serviceNames)
        let backend = ServiceBackend(
            store: store, vault: try Vault(keyring: keyring, incarnation: store.incarnation),
            throttle: SourceThrottle(), now: SQLiteSeams.systemWallClock)
        var configuration = ServerConfiguration()
        configuration.loopsCount = loopsCount
        configuration.connectionsPerAddressMax = connectionsPerAddressMax
        configuration.software = "telephonyd/\(Self.version)"
        configuration.schemaFingerprint = TelephonySchema.digest
        let description = ServerDescription(
            name: "telephonyd", version: Self.version, limits: configuration.namedLimits)
        let server = TrunkServer(
            router: TelephonyRouter.make(backend, health: health, server: description),
            authenticator: callers, configuration: configuration, logger: logger,
            observer: logsCalls ? ServerCallLog(logger: Logger(label: "telephonyd.calls")) : nil,
            transport: tls?.transport)
        // Installed before anybody is told that the server is up: a stop right after the start is clean too.
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup)
        try announce(try await start(server))
        let group = ServiceGroup(
            services: [StoreService(store: store), ServingService(server: server, health: health, grace: grace)],
            logger: logger)
        try await run(group, tls, logger, on: signals)
    }

    private func start(_ server: TrunkServer) async throws -> BindAddress {
        do {
            return try await server.start(address)
        } catch ServerError.plaintextBeyondLoopback {
            throw Failure(
                description:
                    "plaintext is for loopback only; give --tls-certificate and --tls-key, or another --address")
        }
    }

    private func openStore(_ keyring: Keyring) throws(Failure) -> SQLiteStore {
        // EX_IOERR: a supervisor starts it again, and recovery decides what is there (RL-08).
        let seams = SQLiteSeams(onFatal: { failure in
            StandardStream.error.write("telephonyd: the store cannot be trusted any more (\(failure)); ending\n")
            _exit(74)
        })
        do throws(OpenError) {
            return try SQLiteStore(SQLiteConfiguration(path: databasePath), seams: seams) { incarnation in
                try Vault(keyring: keyring, incarnation: incarnation)
            }
        } catch {
            throw Failure(description: error.advice)
        }
    }

    /// Runs the services until a signal asks for their end; a second one ends the process at once. SIGHUP reads the files
    /// again: those of TLS are looked at every few seconds besides.
    private func run(
        _ services: ServiceGroup, _ tls: ServerTLS?, _ logger: Logger, on signals: UnixSignalsSequence
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                var count = 0
                for await signal in signals {
                    if signal == .sighup {
                        tls?.reload()
                        reload(logger)
                        continue
                    }
                    count += 1
                    if count > 1 { _exit(130) }
                    await services.triggerGracefulShutdown()
                }
            }
            if let tls { group.addTask { await tls.follow(every: Self.tlsInterval) } }
            try await services.run()
            group.cancelAll()
        }
    }

    /// How soon a new certificate is noticed.
    private static var tlsInterval: Duration { .seconds(10) }

    private func reload(_ logger: Logger) {
        guard let readCallers else { return }
        do {
            try readCallers()
            logger.notice("token file and peer file read again")
        } catch {
            logger.error("callers stay as they were", metadata: ["why": "\(error)"])
        }
    }

    /// The library underneath must be one that the guard knows, and no message may nest without bound (PC-6, PC-19).
    private static func checkGuard() throws(Failure) {
        guard ProtobufGuard.version != 0 else {
            throw Failure(description: "libprotobuf-c is older than 1.4.1; upgrade it")
        }
        for type in TrunkMessagesTypes.all + TelephonyMessagesTypes.all where ProtobufGuard.depth(of: type) == 0 {
            throw Failure(description: "the schema nests without bound at \(type.fullName)")
        }
    }
}
