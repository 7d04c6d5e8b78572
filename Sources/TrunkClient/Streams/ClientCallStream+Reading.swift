internal import NIOCore
internal import Trunk
internal import TrunkWire

/// Messages from the server.
extension ClientCallStream {
    func next() async throws(RPCError) -> ByteBuffer? {
        var result = takeNow()
        if result == nil { result = await withCheckedContinuation { read($0) } }
        guard let result, let message = try result.get() else { return nil }
        do throws(RPCError) {
            return try await core.compression.plain(message)
        } catch {
            if leave(error) { core.post(.cancel(call)) }
            throw error
        }
    }

    /// A message has come.
    func deliver(_ message: WireMessage) {
        let reader = state.withLock { state -> CheckedContinuation<Next, Never>? in
            guard state.end == nil else { return nil }
            guard let reader = state.reader else {
                state.inbox.append(message)
                return nil
            }
            state.reader = nil
            state.current = message
            return reader
        }
        reader?.resume(returning: .success(message))
    }

    /// What there is without waiting; nil when there is nothing yet.
    private func takeNow() -> Next? {
        var result: Next?
        post { state in
            let isDue = giveBack(&state)
            result = Self.take(&state)
            return isDue
        }
        return result
    }

    private func read(_ continuation: CheckedContinuation<Next, Never>) {
        let result = state.withLock { state -> Next? in
            if let result = Self.take(&state) { return result }
            state.reader = continuation
            return nil
        }
        if let result { continuation.resume(returning: result) }
    }

    private static func take(_ state: inout State) -> Next? {
        guard let message = state.inbox.popFirst() else { return state.end }
        state.current = message
        return .success(message)
    }

    /// The consumer is done with what it had; true when so much has gathered that the server should have it back.
    private func giveBack(_ state: inout State) -> Bool {
        guard let message = state.current else { return false }
        state.current = nil
        // Unpacked by now, and nobody else's.
        if call.method.carriesSecret { message.bytes.wipeReadableBytes() }
        guard state.end == nil else { return false }
        state.taken.append(message)
        state.takenBytes += message.bytes.readableBytes + WireLimits.stragglerFrameBytes
        return state.takenBytes >= takenBytesMin
    }
}
