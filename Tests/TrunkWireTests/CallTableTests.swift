import Testing

@testable import TrunkWire

@Suite("Call table") struct CallTableTests {
    /// The ids a test draws from: ordinary ones, and ones that share their home buckets.
    private static func stream(_ index: UInt32, stride: UInt32) -> StreamID {
        StreamID(rawValue: (index &* stride) & 0x7FFF_FFFE | 1)
    }

    @Test("behaves as a dictionary with small stable slots", arguments: [UInt32(2), 16, 4_096, 0x10_0000])
    func model(stride: UInt32) {
        var random = SeededGenerator(seed: UInt64(stride))
        var table = CallTable(empty: -1)
        var model: [StreamID: (id: CallID, value: Int)] = [:]
        for step in 0..<5_000 {
            let stream = Self.stream(UInt32.random(in: 0..<100, using: &random), stride: stride)
            if let known = model[stream] {
                #expect(table.id(of: stream) == known.id)
                #expect(table.holds(known.id))
                #expect(table[open: known.id] == known.value)
                if Bool.random(using: &random) {
                    table.remove(open: known.id)
                    #expect(!table.holds(known.id))
                    model[stream] = nil
                } else {
                    table[open: known.id] = step
                    model[stream]?.value = step
                }
            } else {
                #expect(table.id(of: stream) == nil)
                model[stream] = (table.insert(stream, step), step)
            }
            #expect(table.count == model.count)
        }
        #expect(table.slotCount <= 100)
        let slots = model.values.map(\.id.slot)
        #expect(Set(slots).count == slots.count)
        for slot in 0..<table.slotCount {
            #expect((table.id(inSlot: slot) != nil) == slots.contains(slot))
        }
        #expect(table.id(inSlot: table.slotCount) == nil)
        #expect(table.id(inSlot: -1) == nil)
    }
}
