import NIOCore
import Synchronization
import Testing

@testable import Trunk

@Suite("One direction of a stream in process")
struct InProcessPipeTests {
    private let pipe = InProcessPipe(carriesSecret: true)

    /// Writes as many bytes; the answer is whether the pipe took them at once.
    private func write(_ count: Int, _ outcome: @escaping @Sendable (RPCError?) -> Void = { _ in }) -> Write {
        let isDone = Flag()
        let task = Task.immediate { [pipe] in
            do throws(RPCError) {
                try await pipe.write(ByteBuffer(repeating: 7, count: count))
                isDone.raise()
                outcome(nil)
            } catch {
                outcome(error)
            }
        }
        return Write(task: task, isDone: isDone)
    }

    private func nextError() async -> RPCError? {
        do throws(RPCError) {
            _ = try await pipe.next()
            return nil
        } catch {
            return error
        }
    }

    private func writeError() async -> RPCError? {
        do throws(RPCError) {
            try await pipe.write(ByteBuffer())
            return nil
        } catch {
            return error
        }
    }

    private struct Write {
        let task: Task<Void, Never>
        let isDone: Flag
    }

    private final class Flag: Sendable {
        private let value = Atomic(false)
        var isRaised: Bool { value.load(ordering: .acquiring) }
        func raise() { value.store(true, ordering: .releasing) }
    }

    @Test("a message may start while credit is left, whatever its size; the next one waits (TRK-404)")
    func credit() async throws {
        #expect(write(InProcessPipe.creditBytes - InProcessPipe.messageCostBytes - 1).isDone.isRaised)
        #expect(write(1_000_000).isDone.isRaised)
        let waiting = write(0)
        #expect(!waiting.isDone.isRaised)
        #expect(try await pipe.next()?.readableBytes == InProcessPipe.creditBytes - InProcessPipe.messageCostBytes - 1)
        #expect(!waiting.isDone.isRaised)
        #expect(try await pipe.next()?.readableBytes == 1_000_000)
        await waiting.task.value
        #expect(waiting.isDone.isRaised)
        #expect(try await pipe.next()?.readableBytes == 0)
    }

    @Test("exactly no credit left is no credit")
    func edge() {
        #expect(write(InProcessPipe.creditBytes - InProcessPipe.messageCostBytes).isDone.isRaised)
        #expect(!write(0).isDone.isRaised)
        pipe.fail(.cancelled)
    }

    @Test("empty messages cost, too: they cannot pile up")
    func emptyMessages() {
        var count = 0
        while write(0).isDone.isRaised { count += 1 }
        #expect(count == InProcessPipe.creditBytes / InProcessPipe.messageCostBytes)
        pipe.fail(.cancelled)
    }

    @Test("what was written before the end can still be read; writers behind it are told why")
    func end() async throws {
        _ = write(1)
        pipe.end(RPCError(.dataLoss, ""), refusal: .callEnded)
        #expect(try await pipe.next()?.readableBytes == 1)
        let error = await nextError()
        #expect(error?.code == .dataLoss)
        let refused = await writeError()
        #expect(refused?.reason == "CALL_ENDED")
    }

    @Test("a failure drops what was not read, wipes it, and wakes both sides (ZL-9)")
    func failure() async {
        let message = ByteBuffer(string: "1234")
        try? await pipe.write(message)
        let (outcomes, says) = AsyncStream.makeStream(of: RPCError?.self)
        _ = write(InProcessPipe.creditBytes)
        let waiting = write(1) { says.yield($0) }
        pipe.fail(.idle)
        await waiting.task.value
        #expect(await outcomes.first { _ in true }??.reason == "IDLE")
        #expect(message == ByteBuffer(repeating: 0, count: 4))
        let error = await nextError()
        #expect(error?.reason == "IDLE")
    }

    @Test("a cancelled writer leaves the queue, and its message was not sent")
    func cancelledWriter() async throws {
        _ = write(InProcessPipe.creditBytes)
        let (outcomes, says) = AsyncStream.makeStream(of: RPCError?.self)
        let cancelled = write(1) { says.yield($0) }
        let next = write(2)
        cancelled.task.cancel()
        await cancelled.task.value
        #expect(await outcomes.first { _ in true }??.code == .cancelled)
        #expect(try await pipe.next()?.readableBytes == InProcessPipe.creditBytes)
        await next.task.value
        #expect(try await pipe.next()?.readableBytes == 2)
    }

    @Test("a reader that has gone gives no more credit, and finds the stream cancelled")
    func abandoned() async {
        let reader = Task.immediate { await nextError() }
        pipe.abandon()
        #expect(await reader.value?.code == .cancelled)
        #expect(write(InProcessPipe.creditBytes).isDone.isRaised)
        #expect(!write(1).isDone.isRaised)
        pipe.fail(.cancelled)
    }

    @Test("a failure behind the declared end is a failure: what was dropped must not look complete")
    func failureBehindEnd() async throws {
        _ = write(1)
        _ = write(2)
        pipe.end(nil, refusal: .requestsFinished)
        #expect(try await pipe.next()?.readableBytes == 1)
        pipe.fail(.cancelled)
        #expect(await nextError()?.code == .cancelled)
        #expect(await writeError()?.reason == "REQUESTS_FINISHED")
    }
}
