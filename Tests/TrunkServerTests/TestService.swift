import Synchronization
import Trunk
import TrunkMessages

/// The service the tests call. What its handlers see is told through streams and counters, so that no test sleeps.
final class TestService: Sendable {
    static let echo = method("Echo")
    static let identify = method("Identify")
    static let fail = method("Fail")
    static let wait = method("Wait")
    static let linger = method("Linger")
    static let stubborn = method("Stubborn")
    static let hop = method("Hop")
    static let anonymous = method("Anonymous")
    static let long = method("Long")
    static let unknown = method("Unknown")

    /// What `Long` appends to its request, bytes.
    static let longReplyBytes = 32 * 1024

    /// Yields once for every `Wait` or `Stubborn` that has begun.
    let begun: AsyncStream<String>
    /// Yields, for every `Wait` that was cancelled, its request.
    let cancelled: AsyncStream<String>
    /// Open it to let every `Stubborn` return.
    let gate = Gate()
    /// How late the handlers of `Linger` return.
    let lateness = Lateness()
    /// Methods with more than one message.
    let streams = StreamService()
    private let begin: AsyncStream<String>.Continuation
    private let cancel: AsyncStream<String>.Continuation
    private let served = Mutex(0)

    /// Handlers that have begun.
    var servedCount: Int { served.withLock { $0 } }

    init() {
        (begun, begin) = AsyncStream.makeStream()
        (cancelled, cancel) = AsyncStream.makeStream()
    }

    /// A router that has every method but `Unknown`.
    func router(maximumTimeout: Duration = .seconds(60)) -> Router {
        let terms = MethodTerms(defaultTimeout: .seconds(30), maximumTimeout: maximumTimeout)
        var router = Router()
        router.add(.unary(Self.echo) { request, _ in self.count(request) }, terms: terms)
        router.add(
            .unary(Self.long) { request, _ in
                Text(self.count(request).value + String(repeating: "x", count: Self.longReplyBytes))
            }, terms: terms)
        router.add(.unary(Self.identify) { _, context in Text(context.identity?.name ?? "nobody") }, terms: terms)
        router.add(
            .unary(Self.fail) { request, _ throws(RPCError) in
                throw RPCError(
                    .failedPrecondition, request.value, details: ErrorDetails(reason: "TEST", domain: "test"))
            }, terms: terms)
        router.add(.unary(Self.wait) { request, _ in await self.waitForCancellation(request) }, terms: terms)
        router.add(
            .unary(Self.linger) { request, _ throws(RPCError) in
                try? await Task.sleep(for: .seconds(3600))
                self.lateness.returned(request.value)
                throw .cancelled
            }, terms: terms)
        router.add(
            .unary(Self.stubborn) { request, _ in
                self.begin.yield(request.value)
                await self.gate.wait()
                return request
            }, terms: terms)
        router.add(
            .unary(Self.hop) { request, _ in
                await Elsewhere.shared.touch()
                return request
            }, terms: terms)
        router.add(
            .unary(Self.anonymous) { request, _ in request },
            terms: MethodTerms(
                defaultTimeout: .seconds(1), maximumTimeout: .seconds(1), allowsAnonymous: true))
        streams.add(to: &router, terms: terms)
        return router
    }

    private func count(_ request: Text) -> Text {
        served.withLock { $0 += 1 }
        return request
    }

    private func waitForCancellation(_ request: Text) async -> Text {
        begin.yield(request.value)
        try? await Task.sleep(for: .seconds(3600))
        if Task.isCancelled { cancel.yield(request.value) }
        return request
    }

    private static func method(_ name: String) -> Method<Text, Text> {
        Method(
            MethodDescriptor(
                path: "test.Service/\(name)", shape: .unary, idempotency: .unknown, carriesSecret: name == "Identify"))
    }
}

/// An actor without a loop: calling it leaves the event loop and comes back.
actor Elsewhere {
    static let shared = Elsewhere()
    private var touches = 0

    func touch() { touches += 1 }
}
