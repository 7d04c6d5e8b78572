import NIOCore

@testable import TrunkWire

extension DirectedSequence {
    private static let long = ByteBuffer(repeating: 0x61, count: 150_000)

    /// How calls end, section 5.
    static let ending: [DirectedSequence] = [
        .init([320, 503], "END at the deadline, and none when the handler returns", "END 5 4 ; drop; 0") {
            let server = ServerBench.open()
            server.running()
            server.terminate(5, EndStatus(.deadlineExceeded))
            return server.written() + [server.respond(5, "late")] + server.turn() + ["\(server.openCallCount)"]
        },
        .init([321], "RESET of a running call that fails", "cancel 5; END 5 5 none") {
            let server = ServerBench.open()
            server.running()
            let events = server.read(.reset(5))
            server.end(5, EndStatus(.notFound, text: "none"))
            return events + server.turn()
        },
        .init([321], "RESET of a running call that succeeds", "drop; END 5 0 ") {
            let server = ServerBench.open()
            server.running()
            _ = server.read(.reset(5))
            return [server.respond(5, "m")] + server.turn()
        },
        .init([321], "RESET before the handler began", "abandoned 5; END 5 [NOT_EXECUTED] 1 ") {
            let server = ServerBench.open()
            return server.read(.request(5, "m") + .reset(5)).suffix(1) + server.turn()
        },
        .init([322], "a cancelled call keeps its slot until it is ended", "RESET 1 1 ; hold; released 1; sent 3") {
            var limits = WireLimits()
            limits.concurrentStreamsMax = 1
            let client = ClientBench.open(limits: limits)
            _ = client.call("m")
            _ = client.written()
            client.cancel(1)
            return client.written() + [client.call("n")] + client.read(.response(1, "late")) + [client.call("n")]
        },
        .init(
            [323, 807], "a slot is free when the handler has returned",
            "END 7 [NOT_EXECUTED] 8 TRK-807; END 5 1 ; call 9 a.B/C 1"
        ) {
            let server = Self.single()
            server.running()
            _ = server.read(.reset(5) + .request(7, "m"))
            server.end(5, EndStatus(.cancelled))
            return server.written() + server.read(.request(9, "m"))
        },
        .init(
            [323, 807], "a slot is free when the last fragment has gone",
            "END 7 [NOT_EXECUTED] 8 TRK-807; MESSAGE 5 [MORE] 65536 bytes; MESSAGE 5 [END] 18940 bytes; call 9 a.B/C 1"
        ) {
            let server = Self.single()
            server.running()
            _ = server.respond(5, Self.long)
            _ = server.written()
            _ = server.read(.request(7, "m"))
            return server.written() + server.turn() + server.read(.request(9, "m"))
        },
        .init([323], "RESET while fragments wait", "END 5 0 ") {
            let server = Self.single()
            server.running()
            _ = server.respond(5, Self.long)
            _ = server.written()
            return server.read(.reset(5)) + server.turn()
        },
        .init(
            [325], "a reply above the client's limit", "too long: message_wire_bytes 49152; END 5 [NO_RETRY] 8 TRK-803"
        ) {
            let server = ServerBench.open()
            server.running()
            return [server.respond(5, ByteBuffer(repeating: 0, count: 49_153))] + server.turn()
        },
        .init([502], "the clock starts with the last byte", "1007") {
            let server = ServerBench.open()
            var bytes = Bytes.request(5, "m").buffer
            _ = server.read(Bytes(buffer: bytes.readSlice(length: 20) ?? ByteBuffer()))
            server.nowMillis += 7
            _ = server.read(Bytes(buffer: bytes))
            return [server.opened[5].map { "\($0.receivedAt.uptimeNanoseconds / 1_000_000 - 999_000)" } ?? ""]
        },
        .init([504, 604], "expired before the handler began", "END 5 [NOT_EXECUTED] 4 ") {
            let server = ServerBench.open()
            _ = server.read(.request(5, "m"))
            server.terminate(5, EndStatus(.deadlineExceeded))
            return server.turn()
        },
        .init([604], "refused", "END 5 [NOT_EXECUTED NO_RETRY] 12 ") {
            let server = ServerBench.open()
            _ = server.read(.request(5, "m"))
            server.refuse(5, EndStatus(.unimplemented, flags: .noRetry))
            return server.turn()
        },
    ]

    private static func single() -> ServerBench {
        var limits = WireLimits()
        limits.concurrentStreamsMax = 1
        return .open(limits: limits, hello: .roomyHello)
    }

    /// Credit, section 6.
    static let credit: [DirectedSequence] = [
        .init([404], "a sender without credit holds its message", "sent; hold; 1; sent") {
            let server = ServerBench.open(hello: .roomyHello)
            server.streaming()
            let first = server.send(5, ByteBuffer(repeating: 0, count: 65_536 - 64))
            let held = server.send(5, "x")
            _ = server.read(.credit(5, 65_536))
            return [first, held, "\(server.sendable().count)", server.send(5, "x")]
        },
        .init([404], "a client that sends 65,536 bytes on 64 of credit, and one more", "cancel 5 TRK-404") {
            let server = ServerBench.open()
            server.streaming()
            _ = server.read(.message(5, flags: 0, String(repeating: "x", count: 65_536 - 128)))
            _ = server.read(.message(5, flags: 0, String(repeating: "x", count: 65_536)))
            return server.read(.message(5, flags: 0, ""))
        },
        .init([406], "credit is renewed at half of it, and not when the sender has ended", "; CREDIT 5 32768; ") {
            let server = ServerBench.open()
            server.streaming()
            let half = String(repeating: "x", count: 32_768 - 128)
            _ = server.read(.message(5, flags: 0, half) + .message(5, flags: 0, ""))
            server.take(5)
            let early = server.written().joined()
            server.take(5)
            let due = server.written().joined()
            _ = server.read(.message(5, String(repeating: "x", count: 40_000)))
            server.take(5)
            return [early, due, server.written().joined()]
        },
        .init([407, 403], "a stream without room in the pool", "ended; END 5 [NOT_EXECUTED] 8 TRK-403") {
            var limits = WireLimits()
            limits.receivePoolBytesMax = 65_535
            let server = ServerBench.open(limits: limits)
            _ = server.read(.request(5, flags: 0, ByteBuffer()))
            return [server.accept(5, as: .bidirectional)] + server.turn()
        },
        .init([407, 810], "a client holds a stream back without room in its pool", "opened 1; hold") {
            var limits = WireLimits()
            limits.receivePoolBytesMax = 65_536
            let client = ClientBench.open(limits: limits)
            return [client.open(.bidirectional), client.open(.bidirectional)]
        },
        .init([810, 403], "fragments above the process's pool", "END 5 [NOT_EXECUTED] 8 TRK-403") {
            let server = ServerBench.open(pool: BytePool(bytesMax: 1_000))
            return server.read(.request(5, total: 1_001, "a")) + server.turn()
        },
    ]

    /// Long messages take turns, section 6.
    static let turns: [DirectedSequence] = [
        .init(
            [408], "two long replies, and a PONG",
            "PONG 1; MESSAGE 5 [MORE] 65536 bytes; MESSAGE 7 [MORE] 65536 bytes; MESSAGE 5 [END] 18940 bytes; "
                + "MESSAGE 7 [END] 18940 bytes"
        ) {
            let server = ServerBench.open(hello: .roomyHello)
            server.running(5)
            server.running(7)
            _ = server.respond(5, Self.long)
            _ = server.respond(7, Self.long)
            _ = server.written()
            return server.read(.ping(1)) + server.turn()
        },
        .init([408], "a failure discards what waits", "END 5 5 ") {
            let server = ServerBench.open(hello: .roomyHello)
            server.streaming()
            _ = server.send(5, Self.long)
            _ = server.written()
            server.end(5, EndStatus(.notFound))
            return server.turn()
        },
        .init(
            [408], "a good end waits for its message",
            "MESSAGE 5 [MORE] 65536 bytes; MESSAGE 5 18932 bytes; END 5 0 "
        ) {
            let server = ServerBench.open(hello: .roomyHello)
            server.streaming()
            _ = server.send(5, Self.long)
            _ = server.written()
            server.end(5, EndStatus(.ok))
            return server.turn()
        },
        .init([408], "RESET discards what waits, at the client", "RESET 1 1 ") {
            let client = ClientBench.open(hello: .roomyHello)
            _ = client.call(Self.long)
            _ = client.written()
            client.cancel(1)
            return client.turn()
        },
    ]

    /// Section 9.
    static let status: [DirectedSequence] = [
        .init([601], "a text of 1,025 bytes", "1024 TRUNCATED") {
            Self.status(EndStatus(.notFound, text: String(repeating: "x", count: 1_025)))
        },
        .init([601], "a text of 1,024 bytes", "1024") {
            Self.status(EndStatus(.notFound, text: String(repeating: "x", count: 1_024)))
        },
        .init([602], "details of 4,097 bytes", "1 TRUNCATED") {
            Self.status(EndStatus(.notFound, text: "x", details: ByteBuffer(repeating: 0, count: 4_097)))
        },
        .init([603], "details that do not fit the client's limit", "1000 TRUNCATED") {
            let text = String(repeating: "x", count: 1_000)
            return Self.status(EndStatus(.notFound, text: text, details: ByteBuffer(repeating: 0, count: 3_091)))
        },
        .init([603], "a reply whose metadata does not fit", "drop; END 5 [NO_RETRY] 8 TRK-805") {
            let server = ServerBench.open()
            server.running()
            var metadata = Metadata()
            metadata.append(.padding, ByteBuffer(repeating: 0, count: 4_094))
            return [server.respond(5, ByteBuffer(string: "m"), metadata: metadata)] + server.turn()
        },
    ]

    private static func status(_ status: EndStatus) -> [String] {
        let server = ServerBench.open()
        server.running()
        server.end(5, status)
        return server.turn().map { line in
            let isCut = line.contains("TRUNCATED")
            return "\(line.split(separator: " ").last?.count ?? 0)\(isCut ? " TRUNCATED" : "")"
        }
    }
}
