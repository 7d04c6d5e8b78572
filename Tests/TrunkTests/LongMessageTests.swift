import Dispatch
import NIOCore
import Synchronization
import Testing
import TrunkMessages

@testable import Trunk

@Suite("Long messages leave the event loop (PROTOCOL §9)")
struct LongMessageTests {
    /// A queue that stands in for an event loop.
    private final class Loop: TaskExecutor {
        static let key = DispatchSpecificKey<Bool>()
        let queue = DispatchQueue(label: "loop")

        init() { queue.setSpecific(key: Self.key, value: true) }

        func enqueue(_ job: consuming ExecutorJob) {
            let job = UnownedJob(job)
            queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
        }

        static var isCurrent: Bool { DispatchQueue.getSpecific(key: key) == true }
    }

    /// So many bytes, which remember where they were decoded.
    private struct Load: Message {
        static let fullName = "test.Load"
        static let carriesSecret = false
        var count = 0
        var isDecodedOnLoop = false

        init() {}

        init(_ count: Int) { self.count = count }

        init(decoding bytes: UnsafeRawBufferPointer) throws(DecodeError) {
            count = bytes.count
            isDecodedOnLoop = Loop.isCurrent
        }

        func encode(into buffer: inout ByteBuffer) throws(EncodeError) {
            buffer.writeRepeatingByte(0, count: count)
        }
    }

    private struct Outcome {
        let isDecodedOnLoop: Bool
        let isHandledOnLoop: Bool
    }

    private struct Ignore: Responder {
        func finish(_ message: some Message) {}
        func fail(_ error: RPCError) { Issue.record(error) }
    }

    private static let method = Method<Load, Load>(
        MethodDescriptor(path: "test.Service/Load", shape: .unary, idempotency: .unknown, carriesSecret: false))

    /// Runs a unary call whose bytes arrive on the loop.
    private func call(_ count: Int) async -> Outcome? {
        let (outcomes, says) = AsyncStream.makeStream(of: Outcome.self)
        let route = Route.unary(Self.method) { request, _ in
            says.yield(Outcome(isDecodedOnLoop: request.isDecodedOnLoop, isHandledOnLoop: Loop.isCurrent))
            return request
        }
        guard case .unary(let start) = route.body else { return nil }
        let loop = Loop()
        let context = CallContext(method: route.method, identity: nil, deadline: .distantFuture, peer: "test")
        loop.queue.async { _ = start(ByteBuffer(repeating: 0, count: count), context, loop, Ignore()) }
        return await outcomes.first { _ in true }
    }

    @Test(
        "a request of 64 KiB is decoded on the loop, one byte more elsewhere; the handler runs on the loop either way")
    func requests() async {
        let short = await call(64 * 1024)
        #expect(short?.isDecodedOnLoop == true && short?.isHandledOnLoop == true)
        let long = await call(64 * 1024 + 1)
        #expect(long?.isDecodedOnLoop == false && long?.isHandledOnLoop == true)
    }

    @Test("messages of a stream keep their order, long and short ones mixed")
    func order() async throws {
        let sizes = [1, 70_000, 2, 65_536, 65_537, 3, 200_000, 0]
        let texts = sizes.map { String(repeating: "x", count: $0) }
        let inbound = QueuedInbound(texts)
        let task = Task(executorPreference: Loop()) {
            var read: [Load] = []
            for try await load in MessageStream<Load>(inbound, side: .server) { read.append(load) }
            return read
        }
        let read = try await task.value
        #expect(read.map(\.count) == sizes)
        #expect(read.map(\.isDecodedOnLoop) == sizes.map { $0 <= 65_536 })
    }

    @Test("a long request that is cancelled before its handler began never starts it")
    func cancelledBeforeStart() async {
        struct Failure: Responder {
            let says: AsyncStream<RPCError>.Continuation
            func finish(_ message: some Message) { Issue.record("finished") }
            func fail(_ error: RPCError) { says.yield(error) }
        }
        let (failures, says) = AsyncStream.makeStream(of: RPCError.self)
        let route = Route.unary(Self.method) { request, _ in
            Issue.record("the handler has begun")
            return request
        }
        guard case .unary(let start) = route.body else { return }
        let loop = Loop()
        let context = CallContext(method: route.method, identity: nil, deadline: .distantFuture, peer: "test")
        // The loop is busy until the task is cancelled: the handler cannot have begun.
        loop.queue.async {
            start(ByteBuffer(repeating: 0, count: 100_000), context, loop, Failure(says: says))?.cancel()
        }
        let error = await failures.first { _ in true }
        #expect(error?.code == .cancelled && error?.notExecuted == true)
    }
}
