import NIOCore
import Testing
import TrunkMessages

@testable import Trunk

@Suite("Errors on the wire")
struct EncodedStatusTests {
    @Test("an error comes back as it was sent")
    func roundTrip() {
        let sent = RPCError(
            .resourceExhausted, "too many", details: ErrorDetails(reason: "LIMIT_EXCEEDED", domain: "trunk"),
            notExecuted: true, noRetry: true, retryAfter: .milliseconds(3))
        let status = EncodedStatus(sent)
        #expect(!status.truncated)
        #expect(status.retryAfterMicroseconds == 3000)
        let received = RPCError(status)
        #expect(received.code == .resourceExhausted)
        #expect(received.text == "too many")
        #expect(received.reason == "LIMIT_EXCEEDED")
        #expect(received.notExecuted && received.noRetry && !received.isLocal)
        #expect(received.retryAfter == .milliseconds(3))
    }

    @Test("text of 1,024 bytes passes, and longer text is cut between characters", arguments: [0, 1, 2, 3])
    func textIsCut(offset: Int) {
        #expect(!EncodedStatus(RPCError(.notFound, String(repeating: "a", count: 1024))).truncated)
        let text = String(repeating: "a", count: offset) + String(repeating: "\u{1F4DE}", count: 400)
        let status = EncodedStatus(RPCError(.notFound, text))
        #expect(status.truncated)
        #expect(status.text.utf8.count <= 1024 && status.text.utf8.count > 1020)
        #expect(text.hasPrefix(status.text))
    }

    @Test("details above 4 KiB lose help and violations, and keep their reason")
    func detailsAreCut() throws {
        let violations = (0..<200).map { FieldViolation(field: "f\($0)", description: "is wrong in some way") }
        let details = ErrorDetails(
            reason: "PIN_POLICY", domain: "telephony", fieldViolations: violations,
            help: String(repeating: "h", count: 5000))
        let status = EncodedStatus(RPCError(.invalidArgument, "no", details: details))
        #expect(status.truncated)
        #expect(try #require(status.details).readableBytes <= 4096)
        #expect(RPCError(status).reason == "PIN_POLICY")
    }

    @Test("details that no cut makes small enough are left out")
    func hopelessDetails() {
        let details = ErrorDetails(reason: String(repeating: "R", count: 5000), domain: "telephony")
        let status = EncodedStatus(RPCError(.invalidArgument, "no", details: details))
        #expect(status.truncated && status.details == nil)
    }

    @Test("an error never goes out as OK")
    func neverOK() {
        #expect(EncodedStatus(RPCError(.ok, "")).code == .unknown)
    }

    @Test("details that do not decode leave the rest of the error alone")
    func undecodableDetails() {
        var status = EncodedStatus(RPCError(.aborted, "text"))
        status.details = ByteBuffer(bytes: [0xFF, 0xFF, 0xFF])
        let error = RPCError(status)
        #expect(error.code == .aborted && error.text == "text" && error.details == nil)
    }
}
