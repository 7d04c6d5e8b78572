internal import CGuardFixtures
internal import CProtobufGuard
internal import Testing

/// What the scan says an unpack will cost, against figures worked out on paper and against what it does cost.
///
/// On paper: a struct is 24 bytes of base plus its members; everything is rounded up to 16; pointers and counts take 8.
@Suite("PC-1, PC-3: the scan predicts the heap to the byte")
struct HeapPredictionTests {
    /// An encoding, and the sum that its unpack must come to.
    struct Sum: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var type: String
        var bytes: [UInt8]
        var heap: Int
    }

    static let sums = [
        Sum(testDescription: "an empty Leaf: 24 + 8 + 16 + 4, padded to 56", type: "Leaf", bytes: [], heap: 64),
        Sum(testDescription: "a string and its NUL", type: "Leaf", bytes: Wire.text(1, "abc"), heap: 64 + 16),
        Sum(
            testDescription: "15 characters fill 16 bytes with the NUL", type: "Leaf",
            bytes: Wire.text(1, "123456789012345"), heap: 64 + 16),
        Sum(
            testDescription: "16 characters do not", type: "Leaf", bytes: Wire.text(1, "1234567890123456"),
            heap: 64 + 32),
        Sum(testDescription: "an empty string is one NUL", type: "Leaf", bytes: Wire.text(1, ""), heap: 64 + 16),
        Sum(testDescription: "empty bytes take nothing", type: "Leaf", bytes: Wire.field(2, []), heap: 64),
        Sum(
            testDescription: "16 bytes have no NUL", type: "Leaf", bytes: Wire.field(2, .init(repeating: 0, count: 16)),
            heap: 64 + 16),
        Sum(
            testDescription: "a string said three times is copied three times", type: "Leaf",
            bytes: Wire.text(1, "a") + Wire.text(1, "b") + Wire.text(1, "c"), heap: 64 + 3 * 16),
        Sum(
            testDescription: "an unknown varint: an entry of 24, a copy of 1", type: "Leaf", bytes: Wire.number(4, 1),
            heap: 64 + 32 + 16),
        Sum(
            testDescription: "two unknown fields share one array of 48", type: "Leaf",
            bytes: Wire.number(4, 1) + Wire.field(5, [1, 2, 3]), heap: 64 + 48 + 2 * 16),
        Sum(
            testDescription: "one sub-message in a list: array of 8, Entry of 88", type: "Page",
            bytes: Wire.field(1, []),
            heap: 64 + 16 + 96),
        Sum(
            testDescription: "16 tags need no list of their own", type: "Page",
            bytes: Wire.repeating([0x0A, 0x00], bytes: 32), heap: 64 + 128 + 16 * 96),
        Sum(
            testDescription: "the 17th tag brings a slab of 32 entries of 32 bytes", type: "Page",
            bytes: Wire.repeating([0x0A, 0x00], bytes: 34), heap: 64 + 144 + 17 * 96 + 1024),
        Sum(
            testDescription: "the 49th tag brings a slab of 64 entries", type: "Page",
            bytes: Wire.repeating([0x0A, 0x00], bytes: 98), heap: 64 + 400 + 49 * 96 + 1024 + 2048),
        Sum(
            testDescription: "three packed int32", type: "Repeated", bytes: Wire.field(1, [1, 2, 3]), heap: 320 + 16),
        Sum(
            testDescription: "packed and unpacked share one array: 5 of 4 bytes", type: "Repeated",
            bytes: Wire.field(1, [1, 2, 3]) + Wire.number(1, 4) + Wire.number(1, 5), heap: 320 + 32),
        Sum(
            testDescription: "an empty packed run takes nothing", type: "Repeated", bytes: Wire.field(1, []),
            heap: 320),
        Sum(
            testDescription: "two bytes values: array of 32, copies", type: "Repeated",
            bytes: Wire.field(16, [1]) + Wire.field(16, []), heap: 320 + 32 + 16),
        Sum(
            testDescription: "140 fields: 584 and a bitmap of 18", type: "Wide", bytes: [], heap: 592 + 32),
        Sum(
            testDescription: "a map entry is a sub-message: array 8, struct 40, key 2", type: "Maps",
            bytes: Wire.field(1, Wire.text(1, "k") + Wire.number(2, 7)), heap: 80 + 16 + 48 + 16),
    ]

    @Test("sums worked out on paper", arguments: sums)
    func handComputed(_ sum: Sum) throws {
        let descriptor = try Guard.descriptor(sum.type)
        let verdict = Guard.scan(sum.bytes, as: descriptor)
        #expect(verdict.rule == GUARD_RULE_NONE)
        #expect(verdict.heapBytes == sum.heap)
        #expect(try Guard.heapUsed(sum.bytes, as: descriptor, reserving: sum.heap) == sum.heap)
        #expect(try Guard.heapUsed(sum.bytes, as: descriptor, reserving: sum.heap - 16) == nil)
    }

    @Test("5,000 random valid messages of every fixture type are accepted and cost what was predicted")
    func randomMessages() throws {
        let descriptors = Guard.descriptors
        let capacity = 4096
        for index in 0..<5_000 {
            let start: UInt64 = 0x1111_0000 + UInt64(index)
            var seed = start
            let descriptor = descriptors[index % descriptors.count]
            let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
                count = guard_fixture_message(descriptor, &seed, buffer.baseAddress, capacity)
            }
            let verdict = Guard.scan(bytes, as: descriptor)
            try #require(verdict.rule == GUARD_RULE_NONE, "seed \(start): \(verdict)")
            let used = try Guard.heapUsed(bytes, as: descriptor, reserving: verdict.heapBytes)
            try #require(used == verdict.heapBytes, "seed \(start)")
        }
    }

    @Test("PC-12: whatever allocation of an unpack is the first to fail, it fails cleanly")
    func everySmallerReservation() throws {
        let descriptor = try Guard.descriptor("Repeated")
        var seed: UInt64 = 0x2222_0000
        var bytes: [UInt8] = []
        var heap = 0
        while heap < 3_000 {
            bytes = [UInt8](unsafeUninitializedCapacity: 2048) { buffer, count in
                count = guard_fixture_message(descriptor, &seed, buffer.baseAddress, 2048)
            }
            heap = Guard.scan(bytes, as: descriptor).heapBytes
        }
        for smaller in stride(from: 0, to: heap, by: 16) {
            #expect(try Guard.heapUsed(bytes, as: descriptor, reserving: smaller) == nil)
        }
        var failures = 0
        while guard_fixture_unpack_failing(descriptor, bytes, bytes.count, failures) {
            failures += 1
        }
        #expect(failures > 8)
    }
}
