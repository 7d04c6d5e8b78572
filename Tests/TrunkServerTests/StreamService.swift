import Synchronization
import Trunk
import TrunkMessages

/// The streaming half of what the tests call. How its handlers end is told through `outcomes`.
final class StreamService: Sendable {
    /// Yields `name: code` for every handler that has failed, or `name: ok`.
    let outcomes: AsyncStream<String>
    private let outcome: AsyncStream<String>.Continuation
    private let state = Mutex((written: 0, running: 0, runningMax: 0))

    /// Messages that `Flood` has written.
    var writtenCount: Int { state.withLock { $0.written } }
    /// The most handlers that ran at one time.
    var runningMax: Int { state.withLock { $0.runningMax } }
    /// Handlers that run.
    var runningCount: Int { state.withLock { $0.running } }

    init() {
        (outcomes, outcome) = AsyncStream.makeStream()
    }

    /// Adds every method.
    func add(to router: inout Router, terms: MethodTerms) {
        router.add(
            .clientStreaming(Self.method("Collect", .clientStreaming)) { (messages, _) async throws(RPCError) in
                try await self.observed("Collect") { () async throws(RPCError) in
                    var all: [String] = []
                    for try await message in messages { all.append(message.value) }
                    return Text(all.joined(separator: "|"))
                }
            }, terms: terms)
        router.add(
            .serverStreaming(Self.method("Count", .serverStreaming)) { (request, writer, _) async throws(RPCError) in
                for number in 0..<(Int(request.value) ?? 0) { try await writer.write(Text("\(number)")) }
            }, terms: terms)
        router.add(
            .serverStreaming(Self.method("Flood", .serverStreaming)) { (request, writer, _) async throws(RPCError) in
                try await self.observed("Flood") { () async throws(RPCError) in
                    let text = Text(String(repeating: "x", count: Int(request.value) ?? 0))
                    while true {
                        try await writer.write(text)
                        self.state.withLock { $0.written += 1 }
                    }
                }
            }, terms: terms)
        addBidirectional(to: &router, terms: terms)
        addFromElsewhere(to: &router, terms: terms)
    }

    private func addBidirectional(to router: inout Router, terms: MethodTerms) {
        for (name, carriesSecret) in [("Mirror", false), ("Vault", true)] {
            router.add(
                .bidirectional(Self.method(name, .bidirectionalStreaming, carriesSecret: carriesSecret)) {
                    (messages, writer, _) async throws(RPCError) in
                    try await self.observed(name) { () async throws(RPCError) in
                        for try await message in messages { try await writer.write(message) }
                    }
                }, terms: terms)
        }
        let idle = MethodTerms(
            defaultTimeout: .seconds(30), maximumTimeout: .seconds(60), idleTimeout: .milliseconds(50))
        for (name, terms) in [("Hang", terms), ("Idle", idle)] {
            router.add(
                .bidirectional(Self.method(name, .bidirectionalStreaming)) {
                    (messages, writer, _) async throws(RPCError) in
                    try await self.observed(name) { () async throws(RPCError) in
                        try await writer.write(Text("begun"))
                        for try await _ in messages {}
                    }
                }, terms: terms)
        }
        router.add(
            .bidirectional(Self.method("Ignore", .bidirectionalStreaming)) {
                (_, writer, _) async throws(RPCError) in
                try await self.observed("Ignore") { () async throws(RPCError) in
                    try? await Task.sleep(for: .seconds(3600))
                    throw .cancelled
                }
            }, terms: terms)
    }

    /// `Fan`, which writes from tasks that run elsewhere, and `Impatient`, which gives up a write that waits.
    private func addFromElsewhere(to router: inout Router, terms: MethodTerms) {
        router.add(
            .serverStreaming(Self.method("Fan", .serverStreaming)) { (request, writer, _) async throws(RPCError) in
                let count = Int(request.value) ?? 0
                let writers = (0..<4).map { part in
                    Task.detached {
                        for number in 0..<count { try await writer.write(Text("\(part) \(number)")) }
                    }
                }
                for task in writers {
                    do { try await task.value } catch { throw (error as? RPCError) ?? .cancelled }
                }
            }, terms: terms)
        router.add(
            .bidirectional(Self.method("Impatient", .bidirectionalStreaming)) {
                (messages, writer, _) async throws(RPCError) in
                let text = Text(String(repeating: "x", count: 40_000))
                let writes = Task { () async -> RPCError? in
                    do throws(RPCError) { while true { try await writer.write(text) } } catch { return error }
                }
                for try await message in messages {
                    writes.cancel()
                    let error = await writes.value
                    try await writer.write(Text("\(message.value) \(error?.code.description ?? "")"))
                }
            }, terms: terms)
    }

    /// Runs a handler's body and tells how it ended.
    private func observed<Answer>(
        _ name: String, _ body: () async throws(RPCError) -> Answer
    ) async throws(RPCError) -> Answer {
        state.withLock { state in
            state.running += 1
            state.runningMax = max(state.runningMax, state.running)
        }
        defer { state.withLock { $0.running -= 1 } }
        do throws(RPCError) {
            let answer = try await body()
            outcome.yield("\(name): ok")
            return answer
        } catch {
            outcome.yield("\(name): \(error.code)")
            throw error
        }
    }

    static func method(
        _ name: String, _ shape: CallShape, carriesSecret: Bool = false
    ) -> Method<Text, Text> {
        Method(
            MethodDescriptor(
                path: "test.Service/\(name)", shape: shape, idempotency: .unknown, carriesSecret: carriesSecret))
    }
}
