internal import NIOCore
internal import TrunkWire

/// Two owners and the wire between them.
final class Pair {
    private let client: ClientOwner
    private let server: ServerOwner
    private var toServer = ByteBuffer()
    private var toClient = ByteBuffer()
    private var isClosed = false

    init(client: ClientOwner, server: ServerOwner) {
        self.client = client
        self.server = server
        server.expected = { [unowned client] stream, index, message in
            Self.demandArrival(message, of: client.sent[stream], index)
        }
        client.expected = { [unowned server] stream, index, message in
            Self.demandArrival(message, of: server.sent[stream], index)
        }
        client.ended = { [unowned server] call, reply in
            guard call.shape.isAnyStream, reply.status == .ok else { return }
            demand(
                call.receivedCount == server.sent[call.id.stream.rawValue]?.count ?? 0,
                "a stream that ends well has brought all its messages")
        }
    }

    private static func demandArrival(_ message: WireMessage, of sent: [SentMessage]?, _ index: Int) {
        guard let sent, sent.indices.contains(index) else {
            demand(false, "a message arrives that was not sent")
            return
        }
        demand(sent[index].arrived(as: message), "a message arrives as it was sent")
    }

    /// The program: acts of both sides, and deliveries of parts of what is on its way.
    func drive(_ input: inout FuzzInput) {
        while !input.isEmpty, !self.isClosed {
            let operation = input.byte()
            switch operation & 0x0F {
            case 0...3: self.client.act(&input)
            case 4...7: self.server.act(&input, anyShape: false)
            case 8, 9: self.deliverToServer(Self.count(&input))
            case 10, 11: self.deliverToClient(Self.count(&input))
            case 12: self.pump(rounds: 1)
            case 13:
                self.pump(rounds: 4)
                self.pause(Int64(input.byte()) * 20_000_000)
            case 14: self.turn(gatheredBytesMax: 0)
            default: if operation & 0xC0 == 0xC0 { self.drain(&input) }
            }
            if operation & 0x80 == 0 { self.turn(gatheredBytesMax: 262_144) }
        }
    }

    /// Everything arrives and every handler returns; then no call may be left.
    func settle() {
        var rounds = 0
        while !self.isClosed, rounds < 64 {
            self.pump(rounds: 2)
            if self.client.connection.openCallCount == 0, self.server.connection.openCallCount == 0 { break }
            for call in self.server.calls.values { self.serve(call) }
            for call in self.client.calls.values {
                for _ in call.messages { self.client.takeFirst(call) }
                if !call.isOver, !call.hasFinished { self.client.finishSending(call) }
            }
            rounds += 1
        }
        self.pump(rounds: 2)
        guard !self.isClosed else { return }
        demand(self.client.connection.openCallCount == 0, "every call ends for the client")
        demand(self.server.connection.openCallCount == 0, "every call ends for the server")
    }

    private func serve(_ call: ServerOwner.Call) {
        if call.isOffered {
            self.server.accept(call)
        } else if call.isRunning, call.inputEnded || call.isCancelled || !call.shape.isClientStream {
            self.server.end(call, EndStatus(call.shape.isServerStream ? .ok : .unavailable))
        } else {
            for _ in call.messages { self.server.takeFirst(call) }
        }
    }

    private static func count(_ input: inout FuzzInput) -> Int {
        let byte = Int(input.byte())
        return byte < 0x40 ? byte + 1 : byte < 0xC0 ? byte * 100 : .max
    }

    private func drain(_ input: inout FuzzInput) {
        if input.byte() & 1 == 0 {
            self.client.askedBytes += 512
            self.client.connection.drain(into: &self.client.out)
        } else {
            self.server.askedBytes += 1_024
            self.server.connection.drain(
                graceMillis: UInt32(input.byte()) * 50, now: self.server.now, into: &self.server.out)
        }
    }

    private func pause(_ nanoseconds: Int64) {
        guard !self.isClosed else { return }
        self.client.pause(nanoseconds)
        self.server.pause(nanoseconds)
        self.turn(gatheredBytesMax: 262_144)
        self.pump(rounds: 4)
    }

    private func turn(gatheredBytesMax: Int) {
        self.toServer.writeImmutableBuffer(self.client.endOfTurn(gatheredBytesMax: gatheredBytesMax))
        self.toClient.writeImmutableBuffer(self.server.endOfTurn(gatheredBytesMax: gatheredBytesMax))
        for reason in [self.client.closed, self.server.closed] {
            guard let reason else { continue }
            self.isClosed = true
            switch reason {
            case .drained, .inputEnded: break
            case .peerClosed(let reason), .requested(let reason):
                demand(reason == .shutdown, "an honest peer closes to shut down")
            default: demand(false, "two honest sides part in peace: \(reason)")
            }
        }
    }

    private func pump(rounds: Int) {
        for _ in 0..<rounds where !self.isClosed {
            self.turn(gatheredBytesMax: 262_144)
            self.deliverToServer(.max)
            self.deliverToClient(.max)
        }
        self.turn(gatheredBytesMax: 262_144)
    }

    private func deliverToServer(_ count: Int) {
        guard !self.isClosed, let bytes = self.toServer.readSlice(length: min(count, self.toServer.readableBytes))
        else { return }
        self.server.receive(bytes)
        self.server.pollSendable()
        self.toServer.discardReadBytes()
    }

    private func deliverToClient(_ count: Int) {
        guard !self.isClosed, let bytes = self.toClient.readSlice(length: min(count, self.toClient.readableBytes))
        else { return }
        self.client.receive(bytes)
        self.client.pollSendable()
        self.toClient.discardReadBytes()
    }
}
