internal import NIOCore
internal import Trunk
internal import TrunkMessages

/// Messages to the server.
extension ClientCallStream {
    func write(_ message: some Message) async throws(RPCError) {
        let carriesSecret = call.method.carriesSecret
        var bytes = ByteBuffer()
        defer { if carriesSecret { bytes.wipeReadableBytes() } }
        do throws(EncodeError) { try message.encode(into: &bytes) } catch { throw RPCError(encoding: error) }
        let wished = call.options.compression ?? core.configuration.compression
        let outgoing =
            wished && !carriesSecret && core.compression.isWorth(bytes.readableBytes)
            ? await core.compression.compress(bytes) : OutgoingMessage(bytes)
        let id = state.withLock { state in
            state.lastWrite &+= 1
            return state.lastWrite
        }
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                enter(StreamWrite(id: id, message: outgoing, continuation: continuation))
            }
        } onCancel: {
            withdraw(id)
        }
        try outcome.get()
    }

    func finish() {
        post { state in
            defer { state.isFinished = true }
            return !state.isFinished
        }
    }

    // MARK: From the loop

    /// The write whose turn it is; nil when there is none.
    var firstWrite: StreamWrite? {
        state.withLock { $0.outbox.first }
    }

    /// Takes a write for sending; false when its producer has gone.
    func claim(_ write: StreamWrite) -> Bool {
        state.withLock { state in
            guard state.outbox.first?.id == write.id else { return false }
            state.outbox.removeFirst()
            return true
        }
    }

    private func enter(_ write: StreamWrite) {
        var refusal: RPCError?
        post { state in
            refusal = Self.refusal(state)
            if refusal == nil { state.outbox.append(write) }
            return refusal == nil
        }
        if let refusal { write.continuation.resume(returning: .failure(refusal)) }
    }

    private static func refusal(_ state: State) -> RPCError? {
        switch state.end {
        case .success: return .callEnded
        case .failure(let error): return error
        case nil: break
        }
        if state.isFinished { return .requestsFinished }
        // Cancelled before it came here: `withdraw` has not found it.
        return Task.isCancelled ? .cancelled : nil
    }

    private func withdraw(_ id: UInt64) {
        let write = state.withLock { state -> StreamWrite? in
            guard let index = state.outbox.firstIndex(where: { $0.id == id }) else { return nil }
            return state.outbox.remove(at: index)
        }
        write?.continuation.resume(returning: .failure(.cancelled))
        // The end of the requests may have waited for it.
        post { $0.isFinished && !$0.isFinishTaken }
    }
}
