import Testing
import Trunk
import TrunkClient
import TrunkServer

/// Hands on what it is told.
private final class Recorder: CallObserver {
    let records: AsyncStream<CallRecord>
    private let record: AsyncStream<CallRecord>.Continuation

    init() { (records, record) = AsyncStream.makeStream() }

    func callEnded(_ record: CallRecord) { self.record.yield(record) }
}

@Suite("Observed calls", .timeLimit(.minutes(1)))
struct ObserverTests {
    @Test("every call that ends is told once, with its figures: answered, refused, cancelled, too late, streams")
    func records() async throws {
        let recorder = Recorder()
        let service = TestService()
        try await withServer(service, observer: recorder) { _, endpoint in
            var records = recorder.records.makeAsyncIterator()
            var peer = try await RawPeer(endpoint)
            _ = try await peer.open([.request(1, "Echo", "hello")])
            var record = await records.next()
            #expect(record?.method?.path == "test.Service/Echo" && record?.code == .ok)
            #expect(record?.identity == "good" && record?.peer == "127.0.0.1")
            #expect(record?.requestBytes == 5 && record?.replyBytes == 5)
            #expect(record?.messagesIn == 1 && record?.messagesOut == 1)

            try await peer.send(RawFrame.request(3, "Unknown", "x").bytes)
            record = await records.next()
            #expect(record?.method == nil && record?.code == .unimplemented && record?.notExecuted == true)

            try await peer.send(RawFrame.request(5, "Fail", "x").bytes)
            record = await records.next()
            #expect(record?.code == .failedPrecondition && record?.reason == "TEST" && record?.notExecuted == false)

            try await peer.send(RawFrame.request(7, "Wait", "x", timeoutMicros: 20_000).bytes)
            record = await records.next()
            #expect(record?.code == .deadlineExceeded && record?.messagesOut == 0)
            #expect(record.map { $0.durationNanoseconds >= 20_000_000 } == true)

            try await peer.send(RawFrame.request(9, "Linger", "x").bytes + RawFrame.reset(9).bytes)
            record = await records.next()
            #expect(record?.code == .cancelled && record?.method?.path == "test.Service/Linger")

            try await peer.send(RawFrame.request(11, "Echo", "!").bytes)
            record = await records.next()
            #expect(record?.code == .invalidArgument && record?.notExecuted == true)
            await peer.close()
        }
    }

    @Test("a stream is told with the messages and bytes that went each way")
    func streams() async throws {
        let recorder = Recorder()
        try await withServer(observer: recorder) { _, endpoint in
            var records = recorder.records.makeAsyncIterator()
            var peer = try await RawPeer(endpoint)
            _ = try await peer.open([.streamRequest(1, "Mirror"), .message(1, "ab"), .message(1, "cde", isLast: true)])
            var record = await records.next()
            #expect(record?.code == .ok && record?.method?.path == "test.Service/Mirror")
            #expect(record?.messagesIn == 2 && record?.requestBytes == 5)
            #expect(record?.messagesOut == 2 && record?.replyBytes == 5)

            try await peer.send(RawFrame.request(3, "Count", "4").bytes)
            record = await records.next()
            #expect(record?.messagesIn == 1 && record?.messagesOut == 4)

            try await peer.send(RawFrame.streamRequest(5, "Hang").bytes)
            try await peer.send(RawFrame.ping(1).bytes)
            await peer.close()
            record = await records.next()
            #expect(record?.code == .cancelled && record?.messagesOut == 1)
        }
    }

    @Test("a call's label and trace context are told")
    func labels() async throws {
        let recorder = Recorder()
        try await withServer(observer: recorder) { _, endpoint in
            var records = recorder.records.makeAsyncIterator()
            var peer = try await RawPeer(endpoint)
            var request = RawFrame.request(1, "Echo", "hello")
            let trace = [UInt8(0)] + Array(1...24) + [1]
            let metadata = [UInt8(0x02), 0, 26] + trace + [0x04, 0, 3] + Array("a\nb".utf8)
            let path = "test.Service/Echo"
            request.payload.replaceSubrange(0..<2, with: RawFrame.big(UInt16(metadata.count)))
            request.payload.insert(contentsOf: metadata, at: 16 + path.utf8.count)
            _ = try await peer.open([request])
            let record = await records.next()
            #expect(record?.callID == "a?b")
            #expect(record?.traceContext?.traceIDHigh == 0x0102_0304_0506_0708)
            #expect(record?.traceContext?.spanID == 0x1112_1314_1516_1718 && record?.traceContext?.flags == 1)
            await peer.close()
        }
    }

    @Test("a reply tells the load: the connection's open calls of its limit, at least")
    func load() async throws {
        let service = TestService()
        try await withServer(service, configure: { $0.limits.concurrentStreamsMax = 16 }) { _, endpoint in
            var peer = try await RawPeer(endpoint)
            _ = try await peer.open((0..<8).map { RawFrame.request(UInt32($0 * 2 + 1), "Stubborn", "") })
            try await peer.send(RawFrame.request(101, "Echo", "").bytes)
            let answer = await peer.answer()
            let load = answer.map { Int($0.payload[2]) << 8 | Int($0.payload[3]) } ?? 0
            #expect(answer?.stream == 101)
            #expect((5000...10_000).contains(load))
            await peer.close()
        }
    }
}
