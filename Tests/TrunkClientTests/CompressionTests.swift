import Testing
import Trunk
import TrunkClient

@Suite("Compressed messages of a client", .timeLimit(.minutes(1)))
struct CompressionTests {
    @Test("a call can ask for compression by itself, and can decline it", arguments: [true, false])
    func compressedCall(isAsked: Bool) async throws {
        var configuration = ClientConfiguration()
        configuration.compression = !isAsked
        try await withServer(configure: { $0.limits.acceptsDeflate = true }) { [configuration] server, endpoint in
            try await withTrunkClient(endpoint, configuration: configuration) { (client) async throws in
                let first = try await client.call(TestMethod.echo, "hello")
                #expect(first == "hello")
                let text = Self.digits(500_000)
                let options = CallOptions(compression: isAsked)
                let answer = try await client.unary(TestMethod.echo, text, options: options)
                #expect(answer == text)
                #expect((await server.statistics().bytesRead < 300_000) == isAsked)
            }
        }
    }

    /// Text that deflate makes shorter, but not by a hundred times.
    private static func digits(_ length: Int) -> Text {
        var text = ""
        var number = 0
        while text.utf8.count < length {
            text += "\(number) "
            number += 7
        }
        return Text(String(text.prefix(length)))
    }

    @Test("a message that shrinks more than its reader believes is sent as it is (ZL-5)")
    func tooGood() async throws {
        var configuration = ClientConfiguration()
        configuration.compression = true
        try await withServer(configure: { $0.limits.acceptsDeflate = true }) { [configuration] server, endpoint in
            try await withTrunkClient(endpoint, configuration: configuration) { (client) async throws in
                let first = try await client.call(TestMethod.echo, "hello")
                #expect(first == "hello")
                let answer = try await client.clientStreaming(TestMethod.collect, options: .defaults) { writer in
                    try await writer.write(Text(bytes: 900_000))
                }
                #expect(answer.value == "900000")
                #expect(await server.statistics().bytesRead > 900_000)
            }
        }
    }

    @Test("compressed messages of streams arrive as they were", arguments: [true, false])
    func compressed(isServers: Bool) async throws {
        var configuration = ClientConfiguration()
        configuration.compression = true
        try await withServer(configure: { $0.limits.acceptsDeflate = isServers }) { [configuration] server, endpoint in
            try await withTrunkClient(endpoint, configuration: configuration) { (client) async throws in
                let first = try await client.call(TestMethod.echo, "hello")
                #expect(first == "hello")
                let before = await server.statistics()
                try await client.bidirectional(TestMethod.mirror, options: .defaults) { call in
                    var answers = call.responses.makeAsyncIterator()
                    for length in [0, 1_024, 1_025, 40_000, 900_000] {
                        let text = Self.digits(length)
                        try await call.requests.write(text)
                        #expect(try await answers.next() == text)
                    }
                }
                let text = Self.digits(500_000)
                let answer = try await client.unary(TestMethod.echo, text, options: .defaults)
                #expect(answer == text)
                let after = await server.statistics()
                #expect((after.bytesRead - before.bytesRead < 1_000_000) == isServers)
            }
        }
    }
}
