import Synchronization
import Trunk
import TrunkMessages

/// What a real server serves in these tests. How its handlers fare is told through streams and counters.
final class TestService: Sendable {
    /// Open it to let every `Hold`, and every `Deaf` that has not begun to read, go on.
    let gate = Gate()
    /// Yields the name of every handler of a stream that has ended with an error, and its code.
    let failures: AsyncStream<String>
    /// Yields once for every `Hold` that has begun.
    let begun: AsyncStream<String>
    private let fail: AsyncStream<String>.Continuation
    private let begin: AsyncStream<String>.Continuation
    private let state = Mutex((written: 0, read: 0))

    /// Messages that `Flood` has written.
    var writtenCount: Int { state.withLock { $0.written } }
    /// Messages that `Deaf` has read.
    var readCount: Int { state.withLock { $0.read } }

    init() {
        (failures, fail) = AsyncStream.makeStream()
        (begun, begin) = AsyncStream.makeStream()
    }

    func router() -> Router {
        let terms = MethodTerms(
            defaultTimeout: .seconds(60), maximumTimeout: .seconds(60), allowsAnonymous: true)
        var router = Router()
        router.add(.unary(TestMethod.echo) { request, _ in request }, terms: terms)
        router.add(
            .unary(TestMethod.hold) { request, _ in
                self.begin.yield(request.value)
                await self.gate.wait()
                return request
            }, terms: terms)
        router.add(
            .unary(TestMethod.identify) { _, context in
                let pairs = context.metadata.map { "\($0.name)=\(String(decoding: $0.value, as: UTF8.self))" }
                return Text((pairs + [context.traceContext.map { "\($0.traceIDLow)" } ?? ""]).joined(separator: ","))
            }, terms: terms)
        addStreams(to: &router, terms: terms)
        return router
    }

    private func addStreams(to router: inout Router, terms: MethodTerms) {
        router.add(
            .clientStreaming(TestMethod.collect) { (messages, _) async throws(RPCError) in
                var lengths: [String] = []
                for try await message in messages { lengths.append("\(message.value.utf8.count)") }
                return Text(lengths.joined(separator: " "))
            }, terms: terms)
        router.add(
            .serverStreaming(TestMethod.count) { (request, writer, _) async throws(RPCError) in
                for length in request.value.split(separator: " ") {
                    try await writer.write(Text(bytes: Int(length) ?? 0))
                }
            }, terms: terms)
        router.add(
            .serverStreaming(TestMethod.flood) { (request, writer, _) async throws(RPCError) in
                try await self.observed("Flood") { () async throws(RPCError) in
                    while true {
                        try await writer.write(request)
                        self.state.withLock { $0.written += 1 }
                    }
                }
            }, terms: terms)
        router.add(
            .bidirectional(TestMethod.mirror) { (messages, writer, _) async throws(RPCError) in
                try await self.observed("Mirror") { () async throws(RPCError) in
                    for try await message in messages { try await writer.write(message) }
                }
            }, terms: terms)
        router.add(
            .bidirectional(TestMethod.deaf) { (messages, _, _) async throws(RPCError) in
                await self.gate.wait()
                for try await _ in messages { self.state.withLock { $0.read += 1 } }
            }, terms: terms)
    }

    private func observed(_ name: String, _ body: () async throws(RPCError) -> Void) async throws(RPCError) {
        do throws(RPCError) { try await body() } catch {
            fail.yield("\(name) \(error.code)")
            throw error
        }
    }
}
