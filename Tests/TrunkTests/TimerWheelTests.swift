import NIOCore
import Testing

@testable import Trunk

@Suite("Timer wheel")
struct TimerWheelTests {
    private static func at(_ milliseconds: UInt64) -> NIODeadline { .uptimeNanoseconds(milliseconds * 1_000_000) }

    private static func expired(_ wheel: inout TimerWheel, at milliseconds: UInt64) -> [UInt64] {
        var tokens: [TimerWheel.Token] = []
        wheel.takeExpired(now: at(milliseconds), into: &tokens)
        return tokens.map(\.item).sorted()
    }

    private static func token(_ item: UInt64) -> TimerWheel.Token { TimerWheel.Token(owner: 7, item: item) }

    @Test("a timer expires after its time, never before it, and once")
    func expiresOnce() {
        var wheel = TimerWheel(now: Self.at(1000))
        _ = wheel.add(Self.token(1), at: Self.at(1012), now: Self.at(1000))
        #expect(Self.expired(&wheel, at: 1012).isEmpty)
        #expect(wheel.nextWake == Self.at(1015))
        #expect(Self.expired(&wheel, at: 1015) == [1])
        #expect(Self.expired(&wheel, at: 60_000).isEmpty)
        #expect(wheel.nextWake == nil)
    }

    @Test("a cancelled timer does not expire, and its name does not reach a later timer")
    func cancelled() {
        var wheel = TimerWheel(now: Self.at(0))
        let first = wheel.add(Self.token(1), at: Self.at(100), now: Self.at(0))
        wheel.cancel(first)
        _ = wheel.add(Self.token(2), at: Self.at(100), now: Self.at(0))
        wheel.cancel(first)
        #expect(wheel.count == 1)
        #expect(Self.expired(&wheel, at: 200) == [2])
    }

    @Test("timers of one bucket and different revolutions expire each in its own time")
    func revolutions() {
        var wheel = TimerWheel(now: Self.at(0))
        let revolution: UInt64 = 4096 * 5
        _ = wheel.add(Self.token(1), at: Self.at(50), now: Self.at(0))
        _ = wheel.add(Self.token(2), at: Self.at(50 + revolution), now: Self.at(0))
        _ = wheel.add(Self.token(3), at: Self.at(50 + 3 * revolution), now: Self.at(0))
        #expect(Self.expired(&wheel, at: 60) == [1])
        #expect(Self.expired(&wheel, at: 60 + revolution) == [2])
        #expect(Self.expired(&wheel, at: 60 + 2 * revolution).isEmpty)
        #expect(Self.expired(&wheel, at: 60 + 3 * revolution) == [3])
    }

    @Test("a loop that slept longer than a revolution finds everything that fell due meanwhile")
    func longSleep() {
        var wheel = TimerWheel(now: Self.at(0))
        for item in 1...100 as ClosedRange<UInt64> {
            _ = wheel.add(Self.token(item), at: Self.at(item * 997), now: Self.at(0))
        }
        #expect(Self.expired(&wheel, at: 1_000_000) == Array(1...100))
    }

    @Test("a timer in the past expires at the next look")
    func inThePast() {
        var wheel = TimerWheel(now: Self.at(10_000))
        _ = wheel.add(Self.token(1), at: Self.at(3), now: Self.at(10_000))
        #expect(Self.expired(&wheel, at: 10_000) == [1])
    }

    @Test("it agrees with a sorted list on 20,000 random additions, cancellations and looks", arguments: [1, 2, 3])
    func agreesWithAModel(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var wheel = TimerWheel(now: Self.at(0))
        var model: [UInt64: (due: UInt64, id: TimerWheel.ID)] = [:]
        var now: UInt64 = 0
        for item in 0..<20_000 as Range<UInt64> {
            switch random.next() % 4 {
            case 0, 1:
                let due = now + random.next() % 50_000
                model[item] = (due, wheel.add(Self.token(item), at: Self.at(due), now: Self.at(now)))
            case 2:
                guard let victim = model.keys.min() else { continue }
                if let id = model.removeValue(forKey: victim)?.id { wheel.cancel(id) }
            default:
                now += random.next() % 300
                let due = Set(Self.expired(&wheel, at: now))
                let mustBe = Set(model.filter { $0.value.due / 5 + 1 <= now / 5 }.keys)
                #expect(due == mustBe, "seed \(seed), item \(item)")
                for item in due { model[item] = nil }
            }
            #expect(wheel.count == model.count)
        }
    }
}
