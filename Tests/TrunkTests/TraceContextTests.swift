import NIOCore
import Testing

@testable import Trunk

@Suite("A place in a trace (TLV 02 and 03)")
struct TraceContextTests {
    private let context = TraceContext(
        traceIDHigh: 0x0102_0304_0506_0708, traceIDLow: 0x090A_0B0C_0D0E_0F10, spanID: 0x1112_1314_1516_1718, flags: 1,
        state: "vendor=1")

    @Test("26 bytes: version, trace, span, flags; and the state beside them")
    func bytes() throws {
        let context = try #require(context)
        #expect(context.parentBytes == ByteBuffer(bytes: [0] + Array(1...24) + [1]))
        #expect(TraceContext(parent: context.parentBytes, state: context.stateBytes) == context)
    }

    @Test("every shorter prefix is no trace")
    func prefixes() throws {
        let bytes = try #require(context).parentBytes
        for count in 0..<TraceContext.bytesCount {
            #expect(TraceContext(parent: bytes.getSlice(at: 0, length: count) ?? bytes, state: nil) == nil, "\(count)")
        }
    }

    @Test("an id of zero is no trace, and neither is version FF")
    func invalid() {
        #expect(TraceContext(traceIDHigh: 0, traceIDLow: 0, spanID: 1) == nil)
        #expect(TraceContext(traceIDHigh: 0, traceIDLow: 1, spanID: 0) == nil)
        #expect(TraceContext(traceIDHigh: 1, traceIDLow: 0, spanID: 1) != nil)
        #expect(TraceContext(parent: ByteBuffer(bytes: [0xFF] + [UInt8](repeating: 1, count: 25)), state: nil) == nil)
    }

    @Test("version 0 is exactly 26 bytes; what a later version adds is not read")
    func versions() {
        let rest = [UInt8](repeating: 1, count: 26)
        #expect(TraceContext(parent: ByteBuffer(bytes: [0] + rest), state: nil) == nil)
        #expect(TraceContext(parent: ByteBuffer(bytes: [1] + rest), state: nil)?.flags == 1)
    }

    @Test("a state that could break a log line, or is too long, is left out")
    func state() throws {
        var context = try #require(context)
        let parent = context.parentBytes
        #expect(TraceContext(parent: parent, state: ByteBuffer(string: "a=1\nb=2"))?.state == "")
        let long = String(repeating: "a", count: TraceContext.stateBytesMax)
        #expect(TraceContext(parent: parent, state: ByteBuffer(string: long))?.state == long)
        #expect(TraceContext(parent: parent, state: ByteBuffer(string: long + "a"))?.state == "")
        context.state = long + "a"
        #expect(context.stateBytes == nil)
    }
}

extension TraceContextTests {
    @Test("the text of the header traceparent, there and back")
    func text() throws {
        let context = try #require(
            TraceContext(traceIDHigh: 0xA, traceIDLow: 0xB, spanID: 0xC, flags: 1, state: "vendor=1"))
        #expect(context.traceparent == "00-000000000000000a000000000000000b-000000000000000c-01")
        #expect(TraceContext(traceparent: context.traceparent, tracestate: "vendor=1") == context)
    }

    @Test(
        "what is no traceparent is no trace",
        arguments: [
            "", "00", "00-000000000000000a000000000000000b-000000000000000c",
            "00-000000000000000A000000000000000b-000000000000000c-01",
            "00-00000000000000000000000000000000-000000000000000c-01",
            "00-000000000000000a000000000000000b-0000000000000000-01",
            "00-000000000000000a000000000000000b-000000000000000c-01-more",
            "ff-000000000000000a000000000000000b-000000000000000c-01",
            "00-+00000000000000a000000000000000b-000000000000000c-01",
            "00-00000000000000a000000000000000b-000000000000000c-01",
        ])
    func malformed(text: String) {
        #expect(TraceContext(traceparent: text) == nil)
    }

    @Test("a later version may be longer")
    func later() {
        let text = "01-000000000000000a000000000000000b-000000000000000c-01-more"
        #expect(TraceContext(traceparent: text)?.spanID == 0xC)
    }
}
