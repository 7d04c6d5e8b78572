internal import NIOCore
internal import Trunk
internal import TrunkWire

/// What the handler takes.
extension ServerCallStream {
    func next() async throws(RPCError) -> ByteBuffer? {
        if connection.loop.eventLoop.inEventLoop, let result = take() {
            guard let message = try result.get() else { return nil }
            return try await bytes(of: message)
        }
        let result = await withCheckedContinuation { continuation in
            onLoop { $0.wait(continuation) }
        }
        guard let message = try result.get() else { return nil }
        return try await bytes(of: message)
    }

    func cancel() {
        onLoop { stream in
            stream.isReadingOver = true
            stream.dropReceived()
            guard let reader = stream.reader else { return }
            stream.reader = nil
            reader.resume(returning: .failure(.cancelled))
        }
    }

    /// The next message if there is one, the end, or the failure; nil when it has to be waited for. On the loop.
    private func take() -> Result<WireMessage?, RPCError>? {
        giveBackTaken()
        if let failure { return .failure(failure) }
        if isReadingOver { return .failure(.cancelled) }
        if let message = received.popFirst() {
            taken = message
            return .success(message)
        }
        return hasInputEnded ? .success(nil) : nil
    }

    private func wait(_ continuation: CheckedContinuation<Result<WireMessage?, RPCError>, Never>) {
        if let result = take() ?? (reader == nil ? nil : .failure(.cancelled)) {
            continuation.resume(returning: result)
        } else {
            reader = continuation
        }
    }

    /// The handler has done with the message before: the client may send as much again. On the loop.
    func giveBackTaken() {
        connection.requests.giveBack(heldBytes)
        heldBytes = 0
        guard let taken else { return }
        self.taken = nil
        connection.messageTaken(id, taken)
    }

    /// The message as it was before it was compressed. Long ones are charged for being unpacked, and inflated elsewhere.
    private func bytes(of message: WireMessage) async throws(RPCError) -> ByteBuffer {
        let count = message.decodedBytes ?? message.bytes.readableBytes
        // The request of a server streaming call is held by its call, from before its handler began.
        if count > RequestHold.uncountedBytesMax, !hasOneRequest { try await hold(count) }
        guard message.decodedBytes != nil else { return message.bytes }
        let result: Result<ByteBuffer, RawDeflateError>
        if count <= LoopCompression.inflatedOnLoopBytesMax, connection.loop.eventLoop.inEventLoop {
            result = connection.inflate(message)
        } else {
            result = await connection.loop.shared.longCompression.inflate(message)
        }
        switch result {
        case .success(let bytes): return bytes
        case .failure:
            cancel()
            throw .deflateMalformed(notExecuted: false)
        }
    }

    private func hold(_ count: Int) async throws(RPCError) {
        let refusal = await withCheckedContinuation { continuation in
            onLoop { stream in
                var refusal: RPCError?
                do throws(RequestHold.Refusal) {
                    stream.heldBytes = try stream.connection.requests.take(count)
                } catch {
                    refusal = stream.connection.error(for: error, notExecuted: false)
                }
                continuation.resume(returning: refusal)
            }
        }
        if let refusal { throw refusal }
    }
}
