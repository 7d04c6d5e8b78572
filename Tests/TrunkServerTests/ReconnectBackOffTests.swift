import NIOCore
import Testing

@testable import TrunkClient

@Suite("The wait before connecting again")
struct ReconnectBackOffTests {
    /// Always the lowest, or always the highest, of what may be drawn.
    private struct Extreme: RandomNumberGenerator {
        let value: UInt64
        func next() -> UInt64 { value }
    }

    private static func waits(_ count: Int, _ backOff: inout ReconnectBackOff, drawing value: UInt64) -> [Int64] {
        var generator = Extreme(value: value)
        return (0..<count).map { _ in backOff.next(using: &generator).nanoseconds / 1_000_000 }
    }

    @Test("it doubles from 10 ms to a second, never below half of that, and a HELLO resets it")
    func doubles() {
        var backOff = ReconnectBackOff()
        #expect(Self.waits(9, &backOff, drawing: .max) == [10, 20, 40, 80, 160, 320, 640, 1000, 1000])
        backOff.reset()
        var generator = SystemRandomNumberGenerator()
        for ceiling: Int64 in [10, 20, 40, 80, 160, 320, 640, 1000, 1000] {
            let millis = backOff.next(using: &generator).nanoseconds / 1_000_000
            #expect((ceiling / 2...ceiling).contains(millis))
        }
    }
}
