internal import NIOCore
internal import Synchronization

/// One direction of a stream without a socket, with the flow control of the wire (TRK-404): a message may start while
/// there is credit, all of it is charged at once, and it comes back when the message is read.
final class InProcessPipe: Sendable {
    /// Bytes that may lie here before a writer waits; the last message may be one more.
    static let creditBytes = 64 * 1024
    /// What a message costs beyond its bytes.
    static let messageCostBytes = 64

    typealias Outcome = Result<Void, RPCError>
    private typealias Reader = CheckedContinuation<Result<ByteBuffer?, RPCError>, Never>

    private struct Writer {
        let id: UInt64
        let message: ByteBuffer
        let continuation: CheckedContinuation<Outcome, Never>
    }

    private struct State {
        var messages = CircularBuffer<ByteBuffer>()
        var credit = InProcessPipe.creditBytes
        var reader: Reader?
        var writers = CircularBuffer<Writer>()
        var lastWriter: UInt64 = 0
        /// What a reader finds behind the last message.
        var end: Result<ByteBuffer?, RPCError>?
        /// What a writer finds.
        var refusal: RPCError?
        var isAbandoned = false
    }

    private let carriesSecret: Bool
    private let state = Mutex(State())

    /// An empty pipe. Messages that nobody reads are wiped when they may hold a secret (ZL-9).
    init(carriesSecret: Bool) {
        self.carriesSecret = carriesSecret
    }

    /// Puts a message in, when there is credit.
    ///
    /// - Throws: `.cancelled` when the task was cancelled while it waited; why the pipe has ended.
    func write(_ message: ByteBuffer) async throws(RPCError) {
        let id = state.withLock { state in
            state.lastWriter &+= 1
            return state.lastWriter
        }
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                enter(Writer(id: id, message: message, continuation: continuation))
            }
        } onCancel: {
            cancelWriter(id)
        }
        if case .failure = outcome { discard(message) }
        try outcome.get()
    }

    /// The next message, or nil behind the last one.
    ///
    /// - Throws: Why the pipe has failed.
    func next() async throws(RPCError) -> ByteBuffer? {
        try await withCheckedContinuation { continuation in read(continuation) }.get()
    }

    /// No more messages: what is in the pipe can still be read, then `error` or the end.
    ///
    /// - Parameter refusal: what writers are told from now on.
    func end(_ error: RPCError?, refusal: RPCError) {
        close(error.map { .failure($0) } ?? .success(nil), refusal: refusal, dropsMessages: false)
    }

    /// Over at once, for both sides.
    func fail(_ error: RPCError) {
        close(.failure(error), refusal: error, dropsMessages: true)
    }

    /// The reader has gone: what is here is dropped, and no credit is given any more.
    func abandon() {
        let (reader, dropped) = state.withLock { state in
            state.isAbandoned = true
            state.end = .failure(.cancelled)
            let dropped = state.messages
            state.messages = CircularBuffer()
            defer { state.reader = nil }
            return (state.reader, dropped)
        }
        dropped.forEach(discard)
        reader?.resume(returning: .failure(.cancelled))
    }

    private func enter(_ writer: Writer) {
        let (reader, outcome) = state.withLock { state -> (Reader?, Outcome?) in
            if let refusal = state.refusal { return (nil, .failure(refusal)) }
            // Cancelled before it came here: `cancelWriter` has not found it.
            if Task.isCancelled { return (nil, .failure(.cancelled)) }
            guard state.credit > 0, state.writers.isEmpty else {
                state.writers.append(writer)
                return (nil, nil)
            }
            return (Self.take(writer.message, &state), .success(()))
        }
        reader?.resume(returning: .success(writer.message))
        if let outcome { writer.continuation.resume(returning: outcome) }
    }

    /// Puts a message in the queue, or answers the reader that waits for it.
    private static func take(_ message: ByteBuffer, _ state: inout State) -> Reader? {
        if let reader = state.reader {
            state.reader = nil
            return reader
        }
        state.credit -= message.readableBytes + messageCostBytes
        if !state.isAbandoned { state.messages.append(message) }
        return nil
    }

    private func read(_ continuation: Reader) {
        var woken: [Writer] = []
        let answer = state.withLock { state -> Result<ByteBuffer?, RPCError>? in
            guard let message = state.messages.popFirst() else {
                if state.end == nil { state.reader = continuation }
                return state.end
            }
            state.credit += message.readableBytes + Self.messageCostBytes
            while state.credit > 0, let writer = state.writers.popFirst() {
                _ = Self.take(writer.message, &state)
                woken.append(writer)
            }
            return .success(message)
        }
        for writer in woken { writer.continuation.resume(returning: .success(())) }
        if let answer { continuation.resume(returning: answer) }
    }

    private func cancelWriter(_ id: UInt64) {
        let writer = state.withLock { state -> Writer? in
            guard let index = state.writers.firstIndex(where: { $0.id == id }) else { return nil }
            return state.writers.remove(at: index)
        }
        writer?.continuation.resume(returning: .failure(.cancelled))
    }

    private func close(_ end: Result<ByteBuffer?, RPCError>, refusal: RPCError, dropsMessages: Bool) {
        var dropped = CircularBuffer<ByteBuffer>()
        let (reader, writers) = state.withLock { state in
            if state.refusal == nil { state.refusal = refusal }
            // What was dropped must not look like an orderly end.
            if state.end == nil || dropsMessages { state.end = end }
            if dropsMessages { swap(&state.messages, &dropped) }
            defer {
                state.reader = nil
                state.writers.removeAll()
            }
            return (state.reader, state.writers)
        }
        dropped.forEach(discard)
        reader?.resume(returning: end)
        for writer in writers { writer.continuation.resume(returning: .failure(refusal)) }
    }

    private func discard(_ message: ByteBuffer) {
        if carriesSecret { message.wipeReadableBytes() }
    }
}
