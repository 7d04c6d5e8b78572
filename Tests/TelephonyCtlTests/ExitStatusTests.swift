import Testing
import Trunk
import TrunkMessages

@testable import TelephonyCommandLine

@Suite("Exit statuses (DESIGN §6)")
struct ExitStatusTests {
    @Test(
        "every status code of a call has its exit status",
        arguments: [
            (StatusCode.cancelled, ExitStatus.tryAgain), (.unknown, .internalError), (.invalidArgument, .badData),
            (.deadlineExceeded, .tryAgain), (.notFound, .notFound), (.alreadyExists, .exists),
            (.permissionDenied, .notAllowed), (.resourceExhausted, .tryAgain), (.failedPrecondition, .no),
            (.aborted, .tryAgain), (.outOfRange, .badData), (.unimplemented, .protocolMismatch),
            (.internalError, .internalError), (.unavailable, .unavailable), (.dataLoss, .internalError),
            (.unauthenticated, .notAllowed), (StatusCode(rawValue: 99), .internalError),
        ])
    func codes(_ code: StatusCode, _ status: ExitStatus) {
        #expect(ExitStatus(RPCError(code, "")) == status)
    }

    @Test("the reason wins where it says more than the code")
    func reasons() {
        let locked = RPCError(.failedPrecondition, "", details: ErrorDetails(reason: "PIN_LOCKED", domain: "telephony"))
        #expect(ExitStatus(locked) == .locked)
        let malformed = RPCError(.internalError, "", details: ErrorDetails(reason: "REPLY_MALFORMED", domain: "trunk"))
        #expect(ExitStatus(malformed) == .protocolMismatch)
        #expect(ExitStatus(RPCError(.cancelled, "", isLocal: true)) == .interrupted)
    }

    @Test("the numbers are those of the design")
    func numbers() {
        #expect(ExitStatus.allCases.map(\.rawValue) == [0, 1, 3, 64, 65, 66, 69, 70, 73, 75, 76, 77, 78, 130])
    }

    @Test("an error is one line, its violations, and the next step")
    func lines() {
        let error = RPCError(
            .invalidArgument, "the request is wrong",
            details: ErrorDetails(
                reason: "FIELD_INVALID", domain: "telephony",
                fieldViolations: [
                    FieldViolation(field: "numbers[3].extension", description: "not 2 to 8 digits", reason: "FORMAT")
                ], limit: Limit(name: "numbers", value: 1000), help: "send fewer"))
        #expect(
            Problem(error).lines(program: "telephonyctl") == [
                "telephonyctl: FIELD_INVALID: the request is wrong",
                "  numbers[3].extension: not 2 to 8 digits (FORMAT)", "  limit numbers = 1000", "next: send fewer",
            ])
    }

    @Test("the wait that a server asks for is told")
    func waits() {
        let error = RPCError(.resourceExhausted, "too many", retryAfter: .seconds(90))
        #expect(
            Problem(error).lines(program: "p") == [
                "p: RESOURCE_EXHAUSTED: too many", "next: wait 1m 30s, then try again",
            ])
    }

    @Test("a server cannot move the cursor of whoever reads its error")
    func harmless() {
        let lines = Problem(RPCError(.unknown, "a\u{1B}[2Jb\nc\u{202E}d")).lines(program: "p")
        #expect(lines == ["p: UNKNOWN: a\u{FFFD}[2Jb\u{FFFD}c\u{FFFD}d"])
    }
}
