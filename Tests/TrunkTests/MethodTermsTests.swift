import NIOCore
import Testing

@testable import Trunk

@Suite("Terms of a method")
struct MethodTermsTests {
    private let terms = MethodTerms(defaultTimeout: .seconds(2), maximumTimeout: .seconds(5))
    private let now = NIODeadline.uptimeNanoseconds(1_000_000_000)

    @Test("a call's time is its wish, else the default, and at most the maximum (PROTOCOL §5)")
    func clamped() {
        #expect(terms.timeout(wished: nil) == .seconds(2))
        #expect(terms.timeout(wished: .seconds(3)) == .seconds(3))
        #expect(terms.timeout(wished: .seconds(6)) == .seconds(5))
        #expect(terms.timeout(wished: .seconds(-1)) == .zero)
    }

    @Test("every number of microseconds a peer can send gives a deadline between now and the maximum")
    func anyWish() {
        #expect(terms.deadline(wishedMicroseconds: 0, now: now) == now + .seconds(2))
        #expect(terms.deadline(wishedMicroseconds: 1, now: now) == now + .microseconds(1))
        #expect(terms.deadline(wishedMicroseconds: .max, now: now) == now + .seconds(5))
    }

    @Test("durations beyond an Int64 of nanoseconds are held, and microseconds round up")
    func durations() {
        #expect(Duration.seconds(Int64.max).nanosecondsClamped == .max)
        #expect(Duration.nanoseconds(-5).nanosecondsClamped == 0)
        #expect(Duration.nanoseconds(1).microsecondsClamped == 1)
        #expect(Duration.nanoseconds(2000).microsecondsClamped == 2)
    }

    @Test("a stream lives for 24 h at most, a unary call as long as its table says (PROTOCOL §5)")
    func streams() {
        let long = MethodTerms(
            defaultTimeout: .seconds(200_000), maximumTimeout: .seconds(200_000), idleTimeout: .seconds(60))
        var router = Router()
        router.add(.unary(Text.say) { request, _ in request }, terms: long)
        router.add(.serverStreaming(Text.list) { _, _, _ in }, terms: long)
        #expect(router.find(Text.say.descriptor.path)?.terms == long)
        #expect(router.find(Text.list.descriptor.path)?.terms == .stream(idleTimeout: .seconds(60)))
        #expect(MethodTerms.stream(idleTimeout: nil).maximumTimeout == .seconds(86_400))
    }
}
