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
        /// It will not be sent.
        case failed(RPCError)
    }

    func write(_ message: some Message) async throws(RPCError) {
        if Task.isCancelled { throw .cancelled }
        if connection.loop.eventLoop.inEventLoop, writes.isEmpty {
            switch send(message) {
            case .sent: return
            case .failed(let error): throw error
            case .hold: break
            }
        }
        try await writeLater(message)
    }

    func finish() {}

    /// Sends what waits, as far as it goes. On the loop.
    func pump() {
        while let first = writes.first {
            switch first.attempt() {
            case .sent: first.finish(.success(()))
            case .failed(let error): first.finish(.failure(error))
            case .hold: return
            }
            writes.removeFirst()
        }
    }

    private func writeLater(_ message: some Message) async throws(RPCError) {
        let ticket = WriteTicket()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Result<Void, RPCError>, Never>) in
                onLoop { stream in
                    guard !ticket.isCancelled else { return continuation.resume(returning: .failure(.cancelled)) }
                    let write = PendingWrite(continuation) { stream.send(message) }
                    ticket.write = write
                    stream.writes.append(write)
                    if stream.writes.count == 1 { stream.pump() }
                }
            }
        } onCancel: {
            onLoop { stream in stream.cancelWrite(ticket) }
        }
        try result.get()
    }

    private func cancelWrite(_ ticket: WriteTicket) {
        ticket.isCancelled = true
        guard let write = ticket.write, let index = writes.firstIndex(where: { $0 === write }) else { return }
        writes.remove(at: index)
        write.finish(.failure(.cancelled))
    }

    /// Packs a message straight into the outgoing buffer, if it may be sent now. On the loop.
    private func send(_ message: some Message) -> WriteOutcome {
        if let failure { return .failed(failure) }
        guard connection.takesOutput else {
            connection.stall(self)
            return .hold
        }
        let outcome = connection.send(message, of: self)
        if case .sent = outcome { activeAt = connection.loop.now }
        return outcome
    }
}
