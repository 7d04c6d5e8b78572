import Testing
import Trunk
import TrunkClient
import TrunkServer

@Suite("Streams on a socket", .timeLimit(.minutes(1)))
struct StreamTests {
    @Test("a server streaming call: one request, many messages, then END(0)")
    func serverStreaming() async throws {
        try await withServer { _, endpoint in
            var peer = try await RawPeer(endpoint)
            _ = try await peer.open([RawFrame.request(1, "Count", "3")])
            for number in 0..<3 {
                let message = await peer.answer()
                #expect(message?.type == 0x04 && message?.text == "\(number)")
            }
            let end = await peer.answer()
            #expect(end?.type == 0x05 && end?.code == 0 && end?.flags == 0)
            await peer.close()
        }
    }

    @Test("a client streaming call: many messages, then one and END(0)", arguments: [true, false])
    func clientStreaming(endsWithFlag: Bool) async throws {
        try await withServer { _, endpoint in
            var peer = try await RawPeer(endpoint)
            _ = try await peer.open([RawFrame.streamRequest(1, "Collect"), .message(1, "a"), .message(1, "")])
            try await peer.send(RawFrame.message(1, "c", isLast: endsWithFlag).bytes)
            if !endsWithFlag { try await peer.send(RawFrame.end(1).bytes) }
            let reply = await peer.answer()
            #expect(reply?.type == 0x04 && reply?.text == "a||c")
            let end = await peer.answer()
            #expect(end?.type == 0x05 && end?.code == 0)
            await peer.close()
        }
    }

    @Test("a first message may ride in the REQUEST of a stream")
    func firstMessage() async throws {
        try await withServer { _, endpoint in
            var peer = try await RawPeer(endpoint)
            _ = try await peer.open([RawFrame.request(1, "Mirror", "first", flags: 0x08), .message(1, "second")])
            #expect(await peer.answer()?.text == "first")
            #expect(await peer.answer()?.text == "second")
            try await peer.send(RawFrame.end(1).bytes)
            #expect(await peer.answer()?.type == 0x05)
            await peer.close()
        }
    }

    @Test("messages go both ways in turn, on several streams and beside unary calls")
    func bidirectional() async throws {
        let service = TestService()
        try await withServer(service) { server, endpoint in
            var peer = try await RawPeer(endpoint)
            let streams: [UInt32] = [1, 3, 5]
            _ = try await peer.open(streams.map { RawFrame.streamRequest($0, "Mirror") })
            for round in 0..<50 {
                for stream in streams { try await peer.send(RawFrame.message(stream, "\(stream) \(round)").bytes) }
                try await peer.send(RawFrame.request(UInt32(7 + round * 2), "Echo", "unary").bytes)
                var answers: Set<String> = []
                for _ in 0..<4 {
                    guard let answer = await peer.answer() else { break }
                    answers.insert(answer.type == 0x04 ? answer.text : answer.message)
                }
                #expect(answers == Set(streams.map { "\($0) \(round)" } + ["unary"]))
            }
            try await peer.send(streams.flatMap { RawFrame.end($0).bytes })
            var ended: Set<UInt32> = []
            for _ in streams { ended.insert(await peer.answer()?.stream ?? 0) }
            #expect(ended == Set(streams))
            #expect(await server.statistics().handlersRunning == 0)
            await peer.close()
        }
    }

    @Test("a message of 300 KiB goes and comes in fragments within a stream, and what is short overtakes it")
    func fragments() async throws {
        try await withServer { _, endpoint in
            var peer = try await RawPeer(endpoint)
            // HELLO 01 keeps frames at 64 KiB; 0D and 02 let 400 KiB in.
            let big =
                [UInt8(0x0D), 0, 4] + RawFrame.big(UInt32(400_000)) + [0x02, 0, 4] + RawFrame.big(UInt32(400_000))
            var hello = RawFrame.hello()
            hello.payload += big
            let total = 300_000
            let bytes = (0..<total).map { UInt8($0 % 251 % 90 + 35) }
            let first = RawFrame(
                type: 0x04, flags: 0x04, stream: 1, payload: RawFrame.big(UInt32(total)) + bytes.prefix(60_000))
            let rest = stride(from: 60_000, to: total, by: 60_000).map { start in
                RawFrame(
                    type: 0x04, flags: start + 60_000 >= total ? 0 : 0x04, stream: 1,
                    payload: Array(bytes[start..<min(total, start + 60_000)]))
            }
            try await peer.send(
                RawFrame.clientPreface + hello.bytes + RawFrame.streamRequest(1, "Mirror", credit: 1_000_000).bytes)
            try await peer.send(([first] + rest).flatMap(\.bytes) + RawFrame.ping(7).bytes)
            _ = await peer.read(12)
            var echo: [UInt8] = []
            var order: [UInt8] = []
            while echo.count < total, let frame = await peer.answer() {
                if frame.type == 0x07 { continue }
                order.append(frame.type)
                guard frame.type == 0x04 else { continue }
                echo += echo.isEmpty ? Array(frame.payload.dropFirst(4)) : frame.payload
            }
            #expect(echo == bytes)
            #expect(order.firstIndex(of: 0x09).map { $0 < order.count - 1 } == true)
            try await peer.send(RawFrame.end(1).bytes)
            #expect(await peer.answer()?.type == 0x05)
            await peer.close()
        }
    }

    @Test("a server writes as long as it has credit, and goes on when there is more (TRK-404)")
    func serverCredit() async throws {
        let service = TestService()
        try await withServer(service) { _, endpoint in
            var peer = try await RawPeer(endpoint)
            _ = try await peer.open([RawFrame.request(1, "Flood", "1024")])
            // A message costs 1,088 of 65,536; the last one may begin on what is left.
            for _ in 0..<61 { #expect(await peer.answer()?.type == 0x04) }
            try await peer.send(RawFrame.ping(1).bytes)
            #expect(await peer.answer()?.type == 0x09)
            #expect(service.streams.writtenCount == 61)
            // What is below zero is owed first: 832, and two messages more.
            try await peer.send(RawFrame.credit(1, 832 + 1088 + 1).bytes)
            for _ in 0..<2 { #expect(await peer.answer()?.type == 0x04) }
            try await peer.send(RawFrame.ping(2).bytes)
            #expect(await peer.answer()?.type == 0x09)
            #expect(service.streams.writtenCount == 63)
            try await peer.send(RawFrame.reset(1).bytes)
            #expect(await service.streams.outcomes.first { _ in true } == "Flood: CANCELLED")
            let end = await peer.answer()
            #expect(end?.type == 0x05 && end?.code == 1)
            await peer.close()
        }
    }

    @Test("a client gets credit back as the handler takes its messages, and none from a handler that does not")
    func clientCredit() async throws {
        try await withServer { _, endpoint in
            var peer = try await RawPeer(endpoint)
            let text = String(repeating: "x", count: 16 * 1024 - 64)
            _ = try await peer.open([
                RawFrame.streamRequest(1, "Collect"), .message(1, text), .message(1, text), .message(1, text),
            ])
            let credit = await peer.answer()
            #expect(credit?.type == 0x07 && credit?.payload == RawFrame.big(UInt32(32 * 1024)))
            try await peer.send(RawFrame.streamRequest(3, "Ignore").bytes)
            for _ in 0..<4 { try await peer.send(RawFrame.message(3, text).bytes) }
            try await peer.send(RawFrame.ping(1).bytes)
            #expect(await peer.answer()?.type == 0x09)
            try await peer.send(RawFrame.message(3, "beyond").bytes)
            let end = await peer.answer()
            #expect(end?.type == 0x05 && end?.stream == 3 && end?.code == 13)
            await peer.close()
        }
    }

    @Test("a handler may write from several tasks and threads; each one's messages keep their order")
    func fromElsewhere() async throws {
        try await withServer { server, endpoint in
            var peer = try await RawPeer(endpoint)
            var request = RawFrame.request(1, "Fan", "200")
            request.payload.replaceSubrange(4..<8, with: RawFrame.big(UInt32(65_536)))
            _ = try await peer.open([request])
            var next = [0, 0, 0, 0]
            var received = 0
            while let message = await peer.answer(), message.type == 0x04 {
                let words = message.text.split(separator: " ").compactMap { Int($0) }
                #expect(words.count == 2 && next[words[0]] == words[1])
                next[words[0]] += 1
                received += 1
                if received % 400 == 0 { try await peer.send(RawFrame.credit(1, 65_536).bytes) }
            }
            #expect(next == [200, 200, 200, 200])
            while await server.statistics().handlersRunning > 0 { await Task.yield() }
            await peer.close()
        }
    }

    @Test("cancelling the task of a write that waits ends that write, and not the call")
    func cancelledWrite() async throws {
        try await withServer { _, endpoint in
            var peer = try await RawPeer(endpoint)
            _ = try await peer.open([RawFrame.streamRequest(1, "Impatient")])
            for _ in 0..<2 { #expect(await peer.answer()?.payload.count == 40_000) }
            // It waits for credit now. Credit only comes when it has been given up.
            try await peer.send(RawFrame.message(1, "now").bytes + RawFrame.ping(1).bytes)
            #expect(await peer.answer()?.type == 0x09)
            try await peer.send(RawFrame.credit(1, 65_536).bytes)
            #expect(await peer.answer()?.text == "now CANCELLED")
            try await peer.send(RawFrame.end(1).bytes)
            let end = await peer.answer()
            #expect(end?.type == 0x05 && end?.code == 0)
            await peer.close()
        }
    }
}
