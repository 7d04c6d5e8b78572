internal import NIOCore
internal import Synchronization
internal import Trunk
internal import TrunkMessages
internal import TrunkWire

/// The caller's side of one streaming call, between its tasks and the client's loop.
///
/// Messages that came lie here until the consumer takes them, which is what their credit is for: there are never more
/// of them than the server was given. Messages to be sent lie here with their producer, until the connection takes them.
/// The loop is woken once for whatever has gathered. Reading is in `+Reading`, writing in `+Writing`.
final class ClientCallStream: ClientStream {
    typealias Next = Result<WireMessage?, RPCError>

    struct State {
        var inbox = CircularBuffer<WireMessage>()
        var reader: CheckedContinuation<Next, Never>?
        /// What the consumer has, until it asks for more.
        var current: WireMessage?
        /// What the consumer has had, for the loop to give its credit back.
        var taken: [WireMessage] = []
        var takenBytes = 0
        var outbox = CircularBuffer<StreamWrite>()
        var lastWrite: UInt64 = 0
        /// No more messages will be written.
        var isFinished: Bool
        /// The loop has been told of that, or has no need to be.
        var isFinishTaken: Bool
        /// How the call ended.
        var end: Next?
        /// The loop was asked to serve this stream, and has not begun.
        var isPosted = false
    }

    let core: ClientCore
    let call: ClientCall
    /// Credit that is given back at once, bytes: less is of no use to the server (TRK-406).
    let takenBytesMin: Int
    let state: Mutex<State>

    /// A stream whose first message, if there is one to start with, is the call's request.
    init(core: ClientCore, call: ClientCall) {
        self.core = core
        self.call = call
        takenBytesMin = Int(clamping: core.limits.initialCreditBytes) / 4
        let hasOneRequest = call.method.shape == .serverStreaming
        state = Mutex(State(isFinished: hasOneRequest, isFinishTaken: hasOneRequest))
    }

    func cancel() {
        if leave(.cancelled) { core.post(.cancel(call)) }
    }

    /// Fails the call from this side; false when it has ended.
    func leave(_ error: RPCError) -> Bool {
        close(.failure(error), refusal: error, dropsMessages: true)
    }

    // MARK: From the loop

    /// The call is over: nil is OK. What came before is read first, unless nobody wants it.
    func end(_ error: RPCError?, dropsMessages: Bool) {
        _ = close(
            error.map { .failure($0) } ?? .success(nil), refusal: error ?? .callEnded, dropsMessages: dropsMessages)
    }

    /// The loop begins to serve: messages whose credit goes back, and whether there is something to send.
    func beginServing() -> (taken: [WireMessage], hasWrites: Bool) {
        state.withLock { state in
            state.isPosted = false
            defer {
                state.taken = []
                state.takenBytes = 0
            }
            return (state.taken, !state.outbox.isEmpty)
        }
    }

    /// The call is written, perhaps again: its input is still to be ended there.
    func attemptBegins() {
        state.withLock { $0.isFinishTaken = call.method.shape == .serverStreaming }
    }

    /// Whether the call's input is to be ended now: everything was sent. True once an attempt.
    func takeFinish() -> Bool {
        state.withLock { state in
            guard state.isFinished, !state.isFinishTaken, state.outbox.isEmpty else { return false }
            state.isFinishTaken = true
            return true
        }
    }

    /// Asks the loop to serve this stream, when `change` says so and it has not been asked before.
    func post(after change: (inout State) -> Bool) {
        let isNew = state.withLock { state in
            guard change(&state), !state.isPosted, state.end == nil else { return false }
            state.isPosted = true
            return true
        }
        if isNew { core.post(.serve(call)) }
    }

    private func close(_ end: Next, refusal: RPCError, dropsMessages: Bool) -> Bool {
        var dropped = CircularBuffer<WireMessage>()
        let before = state.withLock { state -> (CheckedContinuation<Next, Never>?, CircularBuffer<StreamWrite>)? in
            if dropsMessages { swap(&state.inbox, &dropped) }
            guard state.end == nil else {
                // A call that has ended can still be left. What was not read is gone, and that is no orderly end.
                if !dropped.isEmpty { state.end = end }
                return nil
            }
            state.end = end
            state.taken = []
            defer {
                state.reader = nil
                state.outbox.removeAll()
            }
            return (state.reader, state.outbox)
        }
        if call.method.carriesSecret { dropped.forEach { $0.bytes.wipeReadableBytes() } }
        guard let (reader, writes) = before else { return false }
        reader?.resume(returning: end)
        for write in writes { write.continuation.resume(returning: .failure(refusal)) }
        return true
    }
}
