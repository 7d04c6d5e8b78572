internal import EchoMessages
internal import EchoService
internal import Trunk
internal import TrunkMessages

/// What the probe serves: the echo service, and its own methods.
struct ProbeRoutes {
    let ledger = EffectLedger()
    let gauge = HandlerGauge()
    /// A stream without messages for so long ends.
    var idleTimeout: Duration?

    /// A router that lets everybody in.
    func router() -> Router {
        var router = Router(interceptors: [gauge])
        EchoServer().register(in: &router) { method in
            switch method.descriptor.shape {
            case .unary: Self.unaryTerms
            default: .stream(idleTimeout: idleTimeout, allowsAnonymous: true)
            }
        }
        let ledger = ledger
        router.add(
            .unary(ProbeMethods.add) { (request, _) async throws(RPCError) in
                ledger.add(request.what)
                return DoResponse(done: request.what)
            }, terms: Self.unaryTerms)
        router.add(
            .unary(ProbeMethods.addOnce) { (request, _) async throws(RPCError) in
                ledger.addOnce(request.what)
                return DoResponse(done: request.what)
            }, terms: Self.unaryTerms)
        router.add(
            .unary(ProbeMethods.stubborn) { (request, _) async throws(RPCError) in
                // A task of its own is not cancelled with this one.
                await Task { try? await Task.sleep(for: .milliseconds(100)) }.value
                return DoResponse(done: request.what)
            }, terms: Self.unaryTerms)
        router.add(
            .serverStreaming(EchoServiceMethods.`repeat`) { (request, responses, _) async throws(RPCError) in
                try await Self.repeat(request, responses)
            }, terms: .stream(idleTimeout: idleTimeout, allowsAnonymous: true))
        return router
    }

    private static let unaryTerms = MethodTerms(
        defaultTimeout: .seconds(10), maximumTimeout: .seconds(60), allowsAnonymous: true)

    /// As the echo service does it, but on a fixed schedule, and with the time of sending in the first eight bytes of a
    /// payload that has room for it.
    private static func `repeat`(
        _ request: RepeatRequest, _ responses: MessageWriter<RepeatResponse>
    ) async throws(RPCError) {
        let begin = ContinuousClock.now
        var due = begin
        var payload = request.payload
        for index in 0..<request.count {
            if index > 0, let interval = request.interval {
                due = max(due + interval, .now - .seconds(1))
                do { try await Task.sleep(until: due, clock: .continuous) } catch { throw RPCError.cancelled }
            }
            if payload.count >= 8, request.interval != nil {
                let now = UInt64(bitPattern: MonotonicClock.nanoseconds)
                for byte in 0..<8 { payload[byte] = UInt8(truncatingIfNeeded: now >> UInt64(8 * byte)) }
            }
            try await responses.write(RepeatResponse(payload: payload, index: index))
        }
    }
}
