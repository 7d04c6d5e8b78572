import NIOCore
import Testing

@testable import TrunkWire

@Suite("Budgets and pools") struct BudgetTests {
    private func at(_ millis: UInt64) -> NIODeadline { .uptimeNanoseconds(millis * 1_000_000) }

    // #expect does not take a mutating call on a variable; an inout argument it does.
    private static func charge(_ budget: inout AbuseBudget, _ cost: Int, _ now: NIODeadline) -> Bool {
        budget.charge(cost, now: now)
    }

    private static func draw(_ allowance: inout StragglerAllowance, _ bytes: Int) -> Bool {
        allowance.draw(payloadBytes: bytes)
    }

    @Test("points come back with time and with completed calls, never beyond the maximum (TRK-809)")
    func abuse() {
        var budget = AbuseBudget(limits: WireLimits(), now: self.at(0))
        #expect(Self.charge(&budget, 1_000, self.at(0)))
        #expect(!Self.charge(&budget, 1, self.at(0)))
        #expect(Self.charge(&budget, 0, self.at(10)))
        #expect(!Self.charge(&budget, 1, self.at(10)))
        var refilled = AbuseBudget(limits: WireLimits(), now: self.at(0))
        _ = refilled.charge(1_000, now: self.at(0))
        #expect(Self.charge(&refilled, 100, self.at(1_000)))
        refilled.callCompleted()
        #expect(Self.charge(&refilled, 1, self.at(1_000)))
        #expect(Self.charge(&refilled, 1_000, self.at(1_000_000)))
        #expect(!Self.charge(&refilled, 1, self.at(1_000_000)))
        var full = AbuseBudget(limits: WireLimits(), now: self.at(50))
        full.callCompleted()
        #expect(Self.charge(&full, 1_000, self.at(20)))
        #expect(!Self.charge(&full, 1, self.at(20)))
    }

    @Test("the allowance for stragglers is what ended calls leave, up to the pool (TRK-405)")
    func stragglers() {
        var allowance = StragglerAllowance(bytesMax: 100_000)
        #expect(!Self.draw(&allowance, 0))
        allowance.add(inFlightBytes: 0)
        #expect(allowance.bytes == 320)
        #expect(Self.draw(&allowance, 256))
        #expect(!Self.draw(&allowance, 0))
        allowance.add(inFlightBytes: 65_536)
        #expect(allowance.bytes == 65_536 + 256 + 128)
        allowance.add(inFlightBytes: Int(UInt32.max))
        #expect(allowance.bytes == 100_000)
    }

    @Test("a reservation fits whole or changes nothing (TRK-403, TRK-810)")
    func pools() {
        let process = BytePool(bytesMax: 100)
        #expect(process.reserve(100))
        #expect(!process.reserve(1))
        process.release(100)
        #expect(process.reserve(1))
        #expect(!process.reserve(.max))
        #expect(process.bytesReserved == 1)
        var pool = ReceivePool(bytesMax: 50, shared: process)
        let answers = [pool.reserve(50), pool.reserve(1)]
        pool.release(20)
        let again = pool.reserve(20)
        #expect(answers == [true, false])
        #expect(again)
        #expect(process.bytesReserved == 51)
    }

    @Test("a pool shared by threads neither loses nor invents a byte")
    func concurrentPool() async {
        let process = BytePool(bytesMax: 1_000)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for bytes in 1...2_000 where process.reserve(bytes % 200) { process.release(bytes % 200) }
                }
            }
        }
        #expect(process.bytesReserved == 0)
    }
}
