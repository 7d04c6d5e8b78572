internal import ServiceLifecycle
internal import TelephonyService
internal import TrunkServer

/// The sockets as a service of the process: a graceful shutdown drains them (PROTOCOL §8), and health says so first.
struct ServingService: Service {
    let server: TrunkServer
    let health: HealthProvider
    /// How long calls under way may go on.
    let grace: Duration

    func run() async {
        await withGracefulShutdownHandler {
            await server.waitUntilClosed()
        } onGracefulShutdown: {
            health.stopServing()
            Task { await server.drain(grace: grace) }
        }
    }
}
