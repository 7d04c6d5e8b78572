import NIOCore
import Testing
import Trunk
import TrunkClient
import TrunkServer
import TrunkWire

@Suite("Compression on a socket", .timeLimit(.minutes(1)))
struct CompressionTests {
    /// HELLO of a client that inflates, with room for long messages.
    private static var opening: [UInt8] {
        var hello = RawFrame.hello()
        hello.payload += [0x08, 0, 4, 0, 0, 0, 1]
        for id in [UInt8(0x02), 0x0D] { hello.payload += [id, 0, 4] + RawFrame.big(UInt32(1_000_000)) }
        return RawFrame.clientPreface + hello.bytes
    }

    /// A text that deflates well, and no better than is believed.
    private static func text(_ count: Int) -> String {
        var random = SeededGenerator(seed: 9)
        var text = ""
        while text.utf8.count < count {
            text += String(repeating: String(UInt32.random(in: 10_000_000...99_999_999, using: &random)), count: 25)
        }
        return String(text.prefix(count))
    }

    private static func deflated(_ text: String) throws -> [UInt8] {
        var deflater = try RawDeflater()
        var output = ByteBuffer()
        let isWorth = ByteBuffer(string: text).withUnsafeReadableBytes { deflater.compress($0, into: &output) }
        #expect(isWorth)
        return Array(buffer: output)
    }

    private static func inflated(_ bytes: some Sequence<UInt8>) throws -> String {
        var buffer = ByteBuffer(bytes: bytes)
        let first = buffer.readInteger(as: UInt32.self)
        let declared = try #require(first)
        var inflater = try RawInflater()
        var output = ByteBuffer()
        var failure: RawDeflateError?
        buffer.withUnsafeReadableBytes { bytes in
            do throws(RawDeflateError) {
                try inflater.decompress(bytes, declared: declared, decodedBytesMax: 1_000_000, into: &output)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return String(buffer: output)
    }

    /// A unary REQUEST whose message is deflated, and declared as `declared` bytes long.
    private static func request(
        _ stream: UInt32, _ method: String, _ text: String, declared: Int? = nil
    ) throws -> RawFrame {
        var frame = RawFrame.request(stream, method, "", flags: 0x0B)
        frame.payload += RawFrame.big(UInt32(declared ?? text.utf8.count)) + (try deflated(text))
        return frame
    }

    @Test(
        "a reply is deflated when that saves a tenth, from 1 KiB up, and not when it holds a secret (TRK-903, TRK-904)")
    func replies() async throws {
        try await withServer { _, endpoint in
            var peer = try await RawPeer(endpoint)
            try await peer.send(Self.opening)
            _ = await peer.read(12)
            let long = String(repeating: "0123456789", count: 500)
            try await peer.send(RawFrame.request(1, "Echo", long).bytes)
            let deflated = await peer.answer()
            #expect(deflated?.flags == 0x0B)
            #expect(try Self.inflated(deflated?.payload.dropFirst(8) ?? []) == long)
            try await peer.send(RawFrame.request(3, "Echo", "short").bytes)
            #expect(await peer.answer()?.message == "short")
            var random = SeededGenerator(seed: 7)
            let noise = String(
                decoding: (0..<2000).map { _ in UInt8.random(in: 32...126, using: &random) }, as: UTF8.self)
            try await peer.send(RawFrame.request(5, "Echo", noise).bytes)
            #expect(try Self.text(of: await peer.answer()) == noise)
            try await peer.send(RawFrame.streamRequest(7, "Vault").bytes + RawFrame.message(7, long).bytes)
            let secret = await peer.answer()
            #expect(secret?.flags == 0 && secret?.text == long)
            try await peer.send(RawFrame.streamRequest(9, "Mirror").bytes + RawFrame.message(9, long).bytes)
            let message = await peer.answer()
            #expect(message?.flags == 0x02)
            #expect(try Self.inflated(message?.payload ?? []) == long)
            await peer.close()
        }
    }

    @Test("a long reply is deflated away from the loop, of a unary call and of a stream; a reset one ends without")
    func longReplies() async throws {
        let service = TestService()
        try await withServer(service) { server, endpoint in
            var peer = try await RawPeer(endpoint)
            let text = Self.text(700_000)
            let request = try Self.request(1, "Echo", text)
            var message = RawFrame.message(3, "")
            message.flags = 0x02
            message.payload = Array(request.payload.dropFirst(16 + "test.Service/Echo".utf8.count))
            try await peer.send(Self.opening + request.bytes)
            try await peer.send(RawFrame.streamRequest(3, "Mirror", credit: 1_000_000).bytes + message.bytes)
            try await peer.send(RawFrame.message(3, "behind").bytes)
            _ = await peer.read(12)
            var replies: [String] = []
            var messages: [String] = []
            while replies.count < 1 || messages.count < 2, let frame = await peer.answer() {
                if frame.type == 0x03 { replies.append(try Self.text(of: frame)) }
                if frame.type == 0x04 {
                    messages.append(frame.flags & 0x02 == 0 ? frame.text : try Self.inflated(frame.payload))
                }
            }
            #expect(replies == [text])
            #expect(messages == [text, "behind"])
            var again = request
            again.stream = 5
            try await peer.send(again.bytes)
            while service.servedCount < 2 { await Task.yield() }
            try await peer.send(RawFrame.reset(5).bytes)
            let end = await peer.answer()
            #expect(end?.stream == 5)
            await peer.close()
            while await server.statistics().handlersRunning > 0 { await Task.yield() }
        }
    }

    /// The message of a RESPONSE, deflated or not.
    private static func text(of frame: RawFrame?) throws -> String {
        guard let frame else { return "" }
        return frame.flags & 0x02 == 0 ? frame.message : try inflated(frame.payload.dropFirst(8))
    }

    @Test("a deflated request is inflated, on the loop or elsewhere", arguments: [2_000, 60_000, 900_000])
    func requests(count: Int) async throws {
        try await withServer { server, endpoint in
            var peer = try await RawPeer(endpoint)
            let text = Self.text(count)
            try await peer.send(Self.opening)
            let request = try Self.request(1, "Echo", text)
            try await peer.send(request.bytes + RawFrame.request(3, "Echo", "next").bytes)
            _ = await peer.read(12)
            var answers: [UInt32: String] = [:]
            var first: [UInt8] = []
            while answers.count < 2, let frame = await peer.answer() {
                if frame.type == 0x04 {
                    first += frame.payload
                } else if frame.flags & 0x04 != 0 {
                    first += frame.payload.dropFirst(12)
                } else {
                    answers[frame.stream] = try Self.text(of: frame)
                }
                if first.count == count { answers[1] = String(decoding: first, as: UTF8.self) }
            }
            #expect(answers == [1: text, 3: "next"])
            await peer.close()
        }
    }

    @Test(
        "what does not inflate to what was declared ends its call, short or long (TRK-902)", arguments: [2_000, 60_000])
    func malformed(count: Int) async throws {
        let service = TestService()
        try await withServer(service) { server, endpoint in
            var peer = try await RawPeer(endpoint)
            let text = Self.text(count)
            try await peer.send(Self.opening)
            try await peer.send(try Self.request(1, "Echo", text, declared: count + 1).bytes)
            _ = await peer.read(12)
            let end = await peer.answer()
            #expect(end?.type == 0x05 && end?.code == 3 && end?.flags == 0x30)
            #expect(service.servedCount == 0)
            var message = RawFrame.message(3, "")
            message.flags = 0x02
            message.payload = RawFrame.big(UInt32(count - 1)) + (try Self.deflated(text))
            try await peer.send(RawFrame.streamRequest(3, "Mirror").bytes + message.bytes)
            let ended = await peer.answer()
            #expect(ended?.type == 0x05 && ended?.code == 3 && ended?.flags == 0x20)
            while await server.statistics().handlersRunning > 0 { await Task.yield() }
            await peer.close()
        }
    }

    @Test("a deflated message of a method that carries secrets is refused (TRK-904)")
    func secret() async throws {
        try await withServer { _, endpoint in
            var peer = try await RawPeer(endpoint)
            try await peer.send(Self.opening)
            let text = String(repeating: "abcdefghij", count: 200)
            try await peer.send(try Self.request(1, "Identify", text).bytes)
            _ = await peer.read(12)
            let end = await peer.answer()
            #expect(end?.type == 0x05 && end?.code == 3 && end?.flags == 0x30)
            await peer.close()
        }
    }

    @Test("a call that is given up while its request is inflated never starts its handler")
    func abandoned() async throws {
        let service = TestService()
        try await withServer(service) { server, endpoint in
            var peer = try await RawPeer(endpoint)
            let text = Self.text(900_000)
            try await peer.send(Self.opening)
            var bytes: [UInt8] = []
            let request = try Self.request(1, "Echo", text)
            for call in 0..<20 {
                var frame = request
                frame.stream = UInt32(call * 2 + 1)
                bytes += frame.bytes + RawFrame.reset(frame.stream).bytes
            }
            try await peer.send(bytes)
            _ = await peer.read(12)
            for _ in 0..<20 {
                let end = await peer.answer()
                #expect(end?.type == 0x05 && end?.code == 1 && end?.flags == 0x10)
            }
            try await peer.send(RawFrame.request(101, "Echo", "next").bytes)
            #expect(await peer.answer()?.message == "next")
            #expect(service.servedCount == 1)
            await peer.close()
        }
    }
}
