import Testing
import Trunk
import TrunkMessages

@Suite("What becomes of a message that the guard refuses")
struct DecodingRefusalTests {
    private static func refusal(_ rule: DecodeRule) -> RPCError {
        RPCError(decoding: DecodeError(messageName: "test.Text", path: "value", offset: 3, rule: rule))
    }

    @Test("it is INVALID_ARGUMENT, was not executed and is not sent again (TRK-901)")
    func malformed() {
        for rule in DecodeRule.allCases where rule != .heap && rule != .messageLength {
            let error = Self.refusal(rule)
            #expect(error.code == .invalidArgument)
            #expect(error.notExecuted && error.noRetry)
            #expect(error.text == "TRK-901 test.Text, field value, byte 3: \(rule)")
            #expect(error.details?.fieldViolations.map(\.field) == ["value"])
        }
    }

    @Test("what is only too big names the limit (TRK-804)")
    func tooBig() {
        let wanted = [
            (DecodeRule.messageLength, Limit(name: "message_decoded_bytes", value: 4 << 20)),
            (.heap, Limit(name: "message_unpacked_bytes", value: 16 << 20)),
        ]
        for (rule, limit) in wanted {
            let error = Self.refusal(rule)
            #expect(error.code == .resourceExhausted)
            #expect(error.notExecuted && error.noRetry)
            #expect(error.text.hasPrefix("TRK-804 "))
            #expect(error.details?.limit == limit)
        }
    }

    @Test("a router tells a caller the methods that it may call, in order")
    func methods() {
        let terms = MethodTerms(defaultTimeout: .seconds(1), maximumTimeout: .seconds(1))
        let open = MethodTerms(defaultTimeout: .seconds(1), maximumTimeout: .seconds(1), allowsAnonymous: true)
        var router = Router { method, _ in method.path == "test.Service/Secret" ? .unauthenticated : nil }
        for (name, terms) in [("Secret", terms), ("Say", terms), ("Check", open)] {
            let method = Method<Text, Text>(
                MethodDescriptor(
                    path: "test.Service/\(name)", shape: .unary, idempotency: .unknown, carriesSecret: false))
            router.add(.unary(method) { request, _ in request }, terms: terms)
        }
        let known = router.methods(for: Somebody())
        #expect(known.map(\.path) == ["test.Service/Check", "test.Service/Say"])
        #expect(router.methods(for: nil).map(\.path) == ["test.Service/Check"])
    }
}

private final class Somebody: Identity {
    let name = "somebody"
}
