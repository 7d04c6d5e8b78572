import TelephonyClient
import TelephonyService
import Testing
import Trunk
import TrunkMessages

@Suite("Whoever watches the server's health")
struct HealthWatchTests {
    private final class Watcher: Identity {
        let name = "watcher"
    }

    private let health = HealthProvider(services: ["pin.v1.PinService"])

    private func client(_ identity: (any Identity)? = Watcher()) -> HealthClient {
        var router = Router()
        health.register(in: &router) { MethodTable.row(of: $0).terms }
        return HealthClient(InProcessCaller(router, identity: identity))
    }

    private func all(_ service: String = "") async throws -> [HealthCheckResponse.ServingStatus] {
        try await client().watch(HealthCheckRequest(service: service)).reduce(into: []) { $0.append($1.status) }
    }

    @Test("is told at once that it serves, and when it stops; the stream then holds up no drain (PROTOCOL §7)")
    func change() async throws {
        for service in ["", "pin.v1.PinService"] {
            let health = HealthProvider(services: ["pin.v1.PinService"])
            var router = Router()
            health.register(in: &router) { MethodTable.row(of: $0).terms }
            let client = HealthClient(InProcessCaller(router, identity: Watcher()))
            var watch = try await client.watch(HealthCheckRequest(service: service)).makeAsyncIterator()
            #expect(try await watch.next()?.status == .serving)
            health.stopServing()
            #expect(try await watch.next()?.status == .notServing)
            #expect(try await watch.next() == nil)
        }
    }

    @Test("is told at once when it came too late")
    func late() async throws {
        health.stopServing()
        #expect(try await all() == [.notServing])
    }

    @Test("is told that there is no such service, and no more")
    func unknown() async throws {
        var watch = try await client().watch(HealthCheckRequest(service: "other")).makeAsyncIterator()
        #expect(try await watch.next()?.status == .serviceUnknown)
        health.stopServing()
        #expect(try await watch.next() == nil)
    }

    @Test("needs a name: only Check is for everybody (PROTOCOL §3)")
    func anonymous() async throws {
        let stream = try await client(nil).watch(HealthCheckRequest())
        let error = await #expect(throws: RPCError.self) { for try await _ in stream {} }
        #expect(error?.code == .unauthenticated)
    }

    @Test("may leave and is forgotten; the others are still told")
    func leaving() async throws {
        let client = client()
        for try await _ in try await client.watch(HealthCheckRequest()) { break }
        var stays = try await client.watch(HealthCheckRequest()).makeAsyncIterator()
        #expect(try await stays.next()?.status == .serving)
        health.stopServing()
        #expect(try await stays.next()?.status == .notServing)
    }
}
