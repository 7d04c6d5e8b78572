import TelephonyCore
import TelephonyStore
import Testing

@Suite("The canonical bytes of an audit entry (Q-20)")
struct AuditCodingTests {
    private var full: AuditEntry {
        AuditEntry(
            action: .signIn, outcome: .rejectedAndLocked, time: WallTime(microseconds: -5), actor: "pbx",
            number: NumberID(uuid: UUIDBytes(high: 1, low: 2)), subject: "Grüße", surface: .portal, origin: "10.0.0.1",
            device: "desk", requestID: RequestID(uuid: UUIDBytes(high: 0x7000, low: 0x8000_0000_0000_0001)),
            reason: "asked for", generation: .max, evaluated: true)
    }

    @Test("an entry comes back as it was, with and without its optional parts")
    func roundTrips() {
        let bare = AuditEntry(action: .setPolicy, outcome: .done, time: WallTime(microseconds: 0), actor: "")
        #expect(AuditCoding.decode(AuditCoding.encode(full)) == full)
        #expect(AuditCoding.decode(AuditCoding.encode(bare)) == bare)
    }

    @Test("every action, outcome and surface has bytes of its own")
    func codesAreDistinct() {
        var seen: Set<[UInt8]> = []
        for action in AuditAction.allCases {
            for outcome in AuditOutcome.allCases {
                for surface in Surface.allCases + [nil] {
                    let entry = AuditEntry(
                        action: action, outcome: outcome, time: WallTime(microseconds: 1), actor: "a",
                        surface: surface)
                    #expect(AuditCoding.decode(AuditCoding.encode(entry)) == entry)
                    #expect(seen.insert(AuditCoding.encode(entry)).inserted)
                }
            }
        }
    }

    @Test("cut short at any byte, or with one byte more, it is no entry")
    func lengthIsExact() {
        let bytes = AuditCoding.encode(full)
        for count in 0..<bytes.count { #expect(AuditCoding.decode(Array(bytes.prefix(count))) == nil) }
        #expect(AuditCoding.decode(bytes + [0]) == nil)
    }

    @Test("a changed byte gives another entry or none, never the same")
    func everyByteCounts() {
        let bytes = AuditCoding.encode(full)
        for index in bytes.indices {
            for change in [UInt8(1), 0x80, 0xFF] {
                var changed = bytes
                changed[index] ^= change
                #expect(AuditCoding.decode(changed) != full)
            }
        }
    }

    @Test("format 1 is what it has been from the beginning: stored entries are verified against it for ever")
    func formatIsFixed() {
        let entry = AuditEntry(
            action: .resetPIN, outcome: .done, time: WallTime(microseconds: 258), actor: "ab", subject: "s",
            surface: .handset, origin: "", device: "", reason: "r", generation: 3, evaluated: false)
        let expected: [UInt8] =
            [1, 4, 1] + [0, 0, 0, 0, 0, 0, 1, 2] + [2, 97, 98] + [0] + [1, 115] + [2] + [0] + [0] + [0] + [1, 114]
            + [0, 0, 0, 0, 0, 0, 0, 3] + [0]
        #expect(AuditCoding.encode(entry) == expected)
    }

    @Test("the chain takes in the hash before, the place, the revision and the entry")
    func chainCoversAll() {
        let base = AuditCoding.chained(after: [1], sequence: 2, revision: 3, entry: [4])
        #expect(base == [1] + [0, 0, 0, 0, 0, 0, 0, 2] + [0, 0, 0, 0, 0, 0, 0, 3] + [4])
        #expect(base != AuditCoding.chained(after: [1], sequence: 3, revision: 2, entry: [4]))
    }
}
