import NIOCore
import Testing
import TrunkWire

@testable import TrunkServer

@Suite("Parts of a connection")
struct ConnectionPartsTests {
    private static func call(_ stream: UInt32, slot: Int) -> ServerCall {
        ServerCall(
            id: CallID(stream: StreamID(rawValue: stream), slot: slot), stage: .running(nil), timer: nil, secret: nil)
    }

    @Test("a late answer never reaches a later call in the same slot")
    func slots() {
        var table = ServerCallTable()
        let first = Self.call(1, slot: 3)
        table.insert(first)
        #expect(table[first.id] != nil)
        let removed = table.remove(first.id)
        #expect(removed != nil)
        let second = Self.call(5, slot: 3)
        table.insert(second)
        #expect(table[first.id] == nil)
        let again = table.remove(first.id)
        #expect(again == nil)
        table.update(first.id) { $0.isTerminated = true }
        #expect(table[second.id]?.isTerminated == false)
        #expect(table.count == 1)
    }

    @Test("a call survives the way through a timer")
    func timerItem() {
        for (stream, slot) in [(1, 0), (0x7FFF_FFFF, 255), (3, 1_048_575)] as [(UInt32, Int)] {
            let id = CallID(stream: StreamID(rawValue: stream), slot: slot)
            #expect(CallID(timerItem: id.timerItem) == id)
            #expect(id.timerItem != 0)
        }
    }

    @Test("an address is counted up to its limit and forgotten when its last connection leaves")
    func addresses() {
        let table = AddressTable(connectionsMax: 2)
        #expect(table.enter("a") && table.enter("a"))
        #expect(!table.enter("a"))
        #expect(table.enter("b"))
        table.leave("a")
        #expect(table.enter("a"))
    }

    @Test("output stands still only while nothing leaves")
    func progress() {
        func at(_ seconds: UInt64) -> NIODeadline { .uptimeNanoseconds(seconds * 1_000_000_000) }
        var progress = OutputProgress()
        progress.queued(100)
        var stalled = [(100, 1), (90, 30), (90, 59), (90, 60)].map { buffered, second in
            progress.isStalled(bufferedBytes: buffered, now: at(second), limit: .seconds(30))
        }
        #expect(stalled == [false, false, false, true])
        progress.isFlowing()
        stalled = [progress.isStalled(bufferedBytes: 90, now: at(100), limit: .seconds(30))]
        #expect(stalled == [false])
    }
}
