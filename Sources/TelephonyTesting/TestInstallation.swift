internal import Logging
package import SQLiteStore
internal import Synchronization
package import TelephonyCore
internal import TelephonyService
internal import TelephonyStore
package import TelephonyVault
package import Trunk
internal import TrunkClient
internal import TrunkServer

/// A whole service for tests: real store in a directory of its own, real vault, real router, and a real socket when it
/// is asked for. Nothing but the clock is a double.
package final class TestInstallation: Sendable {
    /// How callers reach the service.
    package enum Wire: Sendable {
        /// Through the router, encoded and decoded as on the wire.
        case inProcess
        /// Over TCP on loopback.
        case socket
    }

    /// How long a number rests after its deactivation here: short, since request ids carry the real time.
    package static let cooldown = Duration.seconds(300)

    /// The clock that everything goes by.
    package let clock: ManualClock
    /// Counts comparisons of PINs inside decisions.
    package let probe: ProbedVault<Vault>.Probe
    /// The store, for what no service tells.
    package let store: SQLiteStore
    private let router: Router
    private let tokens = TestTokens()
    private let server: TrunkServer
    private let address: Mutex<BindAddress?> = Mutex(nil)
    private let clients: Mutex<[TrunkClient]> = Mutex([])

    /// Runs `body` with a fresh installation and takes it away afterwards.
    ///
    /// - Parameter isThrottled: whether sources that fail too often must wait, as in a real installation.
    package static func run(
        over wire: Wire, isThrottled: Bool = true, _ body: (TestInstallation) async throws -> Void
    ) async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let throttle = isThrottled ? SourceThrottle() : SourceThrottle(origin: .none, principal: .none)
        let installation = try TestInstallation(in: directory, throttle)
        do {
            if wire == .socket { try await installation.listen() }
            try await body(installation)
        } catch {
            await installation.stop()
            throw error
        }
        await installation.stop()
    }

    private init(in directory: TemporaryDirectory, _ throttle: SourceThrottle) throws {
        let clock = ManualClock(SQLiteSeams.systemWallClock())
        var random = SystemRandomNumberGenerator()
        let keyring = Keyring(random: &random)
        var terms = DomainTerms()
        terms.cooldown = Self.cooldown
        var seams = SQLiteSeams(onFatal: { _ in })
        seams.wallClock = { clock.now }
        let probe = ProbedVault<Vault>.Probe()
        let store = try SQLiteStore(
            SQLiteConfiguration(path: directory.path + "/test.db"), terms: terms, seams: seams
        ) { ProbedVault(try Vault(keyring: keyring, incarnation: $0), probe: probe) }
        let backend = ServiceBackend(
            store: store, vault: try Vault(keyring: keyring, incarnation: store.incarnation),
            throttle: throttle, now: { clock.now })
        self.clock = clock
        self.probe = probe
        self.store = store
        router = TelephonyRouter.make(backend, health: HealthProvider(services: TelephonyRouter.serviceNames))
        server = TrunkServer(
            router: router, authenticator: tokens.directory, logger: Logger(label: "test", factory: Self.silence))
    }

    /// A caller for an actor: through the router, or over a connection of its own with a token of its own.
    package func caller(as actor: Actor) -> any Caller {
        guard let address = address.withLock({ $0 }) else {
            return InProcessCaller(router, identity: Principal(actor: actor))
        }
        let endpoint: Endpoint =
            switch address {
            case .tcp(let host, let port): .tcp(host: host, port: port)
            case .unix(let path): .unix(path: path)
            }
        let client = TrunkClient(endpoint, configuration: ClientConfiguration(token: tokens.token(for: actor)))
        clients.withLock { $0.append(client) }
        return client
    }

    private func listen() async throws {
        let bound = try await server.start(.tcp(host: "127.0.0.1", port: 0))
        address.withLock { $0 = bound }
    }

    private func stop() async {
        for client in clients.withLock({ $0 }) { await client.close() }
        if address.withLock({ $0 }) != nil { await server.drain(grace: .zero) }
        await store.close()
    }

    private static func silence(_ label: String) -> any LogHandler { SwiftLogNoOpLogHandler() }
}
