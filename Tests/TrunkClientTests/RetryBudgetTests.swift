import Testing
import Trunk

@testable import TrunkClient

@Suite("What retries may cost")
struct RetryBudgetTests {
    @Test("four failures in a row may be tried again, and the fifth may not")
    func failures() {
        var budget = RetryBudget()
        var allowed: [Bool] = []
        for _ in 0..<6 {
            budget.failed()
            allowed.append(budget.allowsRetry)
        }
        #expect(allowed == [true, true, true, true, false, false])
    }

    @Test("a success gives a tenth of a token, and never more than ten are there")
    func successes() {
        var budget = RetryBudget()
        budget.succeeded()
        #expect(budget.tenths == 100)
        for _ in 0..<5 { budget.failed() }
        #expect(budget.tenths == 50 && !budget.allowsRetry)
        budget.succeeded()
        #expect(budget.tenths == 51 && budget.allowsRetry)
    }

    @Test("what is spent never goes below nothing")
    func floor() {
        var budget = RetryBudget()
        for _ in 0..<50 { budget.failed() }
        #expect(budget.tenths == 0)
        for _ in 0..<51 { budget.succeeded() }
        #expect(budget.allowsRetry)
    }

    /// Always the highest of what may be drawn.
    private struct Highest: RandomNumberGenerator {
        func next() -> UInt64 { .max }
    }

    @Test("the wait is drawn from zero to a bound that doubles up to the longest")
    func jitter() {
        let policy = RetryPolicy(firstDelayMax: .milliseconds(50), delayMax: .milliseconds(300))
        var highest = Highest()
        let millis = (0..<5).map { policy.delay(afterRetries: $0, using: &highest).nanoseconds / 1_000_000 }
        #expect(millis == [50, 100, 200, 300, 300])
        var generator = SystemRandomNumberGenerator()
        for retries in [0, 1, 62, 63, 1_000] {
            let nanoseconds = policy.delay(afterRetries: retries, using: &generator).nanoseconds
            #expect((0...300_000_000).contains(nanoseconds))
        }
    }
}
