import Testing
import TrunkWire

@Suite("Stream ids") struct StreamIDTests {
    @Test("a call's id is odd and at most 7FFFFFFF (TRK-209)")
    func callIDs() {
        #expect(StreamID.first.isCall)
        #expect(StreamID.last.isCall)
        for raw: UInt32 in [0, 2, 4, 0x7FFF_FFFE, 0x8000_0000, 0x8000_0001, 0xFFFF_FFFF] {
            #expect(!StreamID(rawValue: raw).isCall, "\(raw)")
        }
    }
}
