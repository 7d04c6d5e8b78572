internal import NIOCore
internal import Trunk
internal import TrunkMessages
internal import TrunkWire

/// What the handler sends.
extension ServerCallStream {
    /// What became of an attempt to send.
    enum WriteOutcome {
        /// The connection has it.
        case sent
        /// No credit, or the socket takes nothing: the stream is told when that changes.
        case hold
        /// It is to be compressed first, elsewhere; nothing of it is sent.
        case long(ByteBuffer)
        /// It will not be sent.
        case failed(RPCError)
    }

    /// How a write ends: nil when the message is sent, its bytes when it is to be compressed first.
    typealias WriteResult = Result<ByteBuffer?, RPCError>

    func write(_ message: some Message) async throws(RPCError) {
        let long = try await write { $0.send(message) }
        guard let long else { return }
        let encoded = await connection.loop.shared.longCompression.deflate(long)
        _ = try await write { $0.send(encoded) }
    }

    func finish() {}

    /// Sends what waits, as far as it goes. On the loop.
    func pump() {
        while let first = writes.first {
            guard let result = Self.result(of: first.attempt()) else { return }
            first.finish(result)
            writes.removeFirst()
        }
    }

    /// Sends at once where that is possible, else when it becomes so.
    private func write(
        _ attempt: @escaping @Sendable (ServerCallStream) -> WriteOutcome
    ) async throws(RPCError) -> ByteBuffer? {
        if Task.isCancelled { throw .cancelled }
        if connection.loop.eventLoop.inEventLoop, writes.isEmpty, let result = Self.result(of: attempt(self)) {
            return try result.get()
        }
        return try await writeLater(attempt)
    }

    private func writeLater(
        _ attempt: @escaping @Sendable (ServerCallStream) -> WriteOutcome
    ) async throws(RPCError) -> ByteBuffer? {
        let ticket = WriteTicket()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<WriteResult, Never>) in
                onLoop { stream in
                    guard !ticket.isCancelled else { return continuation.resume(returning: .failure(.cancelled)) }
                    let write = PendingWrite(continuation) { attempt(stream) }
                    ticket.write = write
                    stream.writes.append(write)
                    if stream.writes.count == 1 { stream.pump() }
                }
            }
        } onCancel: {
            onLoop { stream in stream.cancelWrite(ticket) }
        }
        return try result.get()
    }

    private static func result(of outcome: WriteOutcome) -> WriteResult? {
        switch outcome {
        case .sent: .success(nil)
        case .long(let bytes): .success(bytes)
        case .failed(let error): .failure(error)
        case .hold: nil
        }
    }

    private func cancelWrite(_ ticket: WriteTicket) {
        ticket.isCancelled = true
        guard let write = ticket.write, let index = writes.firstIndex(where: { $0 === write }) else { return }
        writes.remove(at: index)
        write.finish(.failure(.cancelled))
    }

    /// Packs a message straight into the outgoing buffer, if it may be sent now. On the loop.
    private func send(_ message: some Message) -> WriteOutcome {
        checked { connection.send(message, of: self) }
    }

    private func send(_ message: EncodedMessage) -> WriteOutcome {
        checked { connection.send(message, of: self) }
    }

    private func checked(_ send: () -> WriteOutcome) -> WriteOutcome {
        if let failure { return .failed(failure) }
        guard connection.takesOutput else {
            connection.stall(self)
            return .hold
        }
        let outcome = send()
        if case .sent = outcome { activeAt = connection.loop.now }
        return outcome
    }
}
