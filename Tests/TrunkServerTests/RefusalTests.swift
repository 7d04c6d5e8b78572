import Testing
import TrunkClient
import TrunkServer

/// A call that no handler sees, and the END it gets.
struct Refusal: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let request: RawFrame
    let code: UInt16
    let flags: UInt8
    var token: String? = "good"
    /// What the status text begins with.
    var text = ""

    private static let notExecuted: UInt8 = 0x10
    private static let noRetry: UInt8 = 0x20

    static let all = [
        Refusal(
            testDescription: "a method that is not served (TRK-324)", request: .request(1, "Watch", "x"), code: 12,
            flags: notExecuted | noRetry),
        Refusal(
            testDescription: "nobody's call of a method that is served (TRK-331)", request: .request(1, "Echo", "x"),
            code: 16, flags: notExecuted, token: nil),
        Refusal(
            testDescription: "nobody's call of a method that is not served (TRK-331)",
            request: .request(1, "Watch", "x"), code: 16, flags: notExecuted, token: nil),
        Refusal(
            testDescription: "a bad token's call of a method for everybody (TRK-330)",
            request: .request(1, "Anonymous", "x"), code: 16, flags: notExecuted, token: "bad"),
        Refusal(
            testDescription: "nobody's malformed REQUEST is told what is wrong with it (TRK-326)",
            request: RawFrame(type: 0x02, flags: 0x09, stream: 1), code: 3, flags: notExecuted | noRetry, token: nil,
            text: "TRK-301 "),
        Refusal(
            testDescription: "a REQUEST without a message to a method that is not served (TRK-326)",
            request: .request(1, "Watch", "", flags: 0x01), code: 12, flags: notExecuted | noRetry),
        Refusal(
            testDescription: "a REQUEST without a message (TRK-313)", request: .request(1, "Echo", "", flags: 0x01),
            code: 3, flags: notExecuted | noRetry, text: "TRK-313 "),
        Refusal(
            testDescription: "a malformed message (TRK-901)", request: .request(1, "Echo", "!"), code: 3,
            flags: notExecuted | noRetry, text: "TRK-901 "),
    ]
}

@Suite("Calls that no handler sees", .timeLimit(.minutes(1)))
struct RefusalTests {
    @Test("a refused call ends with its status and flags, and the connection lives", arguments: Refusal.all)
    func refused(refusal: Refusal) async throws {
        let service = TestService()
        try await withServer(service) { _, endpoint in
            var peer = try await RawPeer(endpoint)
            _ = try await peer.open([refusal.request], token: refusal.token)
            let end = await peer.answer()
            #expect(end?.type == 0x05 && end?.stream == 1)
            #expect(end?.code == refusal.code)
            #expect(end?.flags == refusal.flags)
            #expect(end.map(Self.text)?.hasPrefix(refusal.text) == true)
            #expect(service.servedCount == 0)
            try await peer.send(RawFrame.request(3, "Anonymous", "next").bytes)
            if refusal.token != "bad" { #expect(await peer.answer()?.message == "next") }
            await peer.close()
        }
    }

    /// The status text: entry 20, which stands first in the metadata.
    private static func text(of end: RawFrame) -> String {
        guard end.payload.count > 11, end.payload[8] == 0x20 else { return "" }
        let count = Int(end.payload[9]) << 8 | Int(end.payload[10])
        return String(decoding: end.payload.dropFirst(11).prefix(count), as: UTF8.self)
    }
}
