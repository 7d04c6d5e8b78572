internal import CGuardFixtures
internal import CProtobufGuard
internal import Testing

/// Valid messages cut and damaged: the scan may accept or refuse, but what it accepts unpacks at the predicted price.
@Suite("PC-1, PC-12: damaged messages")
struct DamageTests {
    @Test("a message cut anywhere is accepted exactly where one of its fields ends")
    func truncation() throws {
        let owner = Wire.text(1, "Example Ltd") + Wire.text(2, "Köln")
        let entry =
            Wire.text(1, "+4922112345") + Wire.field(4, owner) + Wire.number(5, 1 << 40) + Wire.field(7, [1, 2, 3])
        let fields = [
            Wire.field(1, entry), Wire.text(2, "next"), Wire.number(3, 300), Wire.field(1, []), Wire.number(9, 1),
        ]
        let ends = fields.reduce(into: [0]) { ends, field in ends.append((ends.last ?? 0) + field.count) }
        let bytes = Array(fields.joined())
        for length in 0...bytes.count {
            let verdict = try Guard.scan(Array(bytes.prefix(length)), as: "Page")
            #expect((verdict.rule == GUARD_RULE_NONE) == ends.contains(length), "cut to \(length)")
            #expect(verdict.offset <= length)
        }
    }

    @Test("60,000 mutations: accepted means unpacked, in exactly the predicted heap")
    func mutations() throws {
        let descriptors = Guard.descriptors
        let capacity = 2048
        var accepted = 0
        for index in 0..<60_000 {
            let start: UInt64 = 0x4444_0000 + UInt64(index)
            var seed = start
            let descriptor = descriptors[index % descriptors.count]
            let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
                let length = guard_fixture_message(descriptor, &seed, buffer.baseAddress, capacity)
                count = guard_fixture_mutate(&seed, buffer.baseAddress, length, capacity)
            }
            let verdict = Guard.scan(bytes, as: descriptor)
            guard verdict.rule == GUARD_RULE_NONE else {
                try #require(verdict.offset <= bytes.count, "seed \(start)")
                continue
            }
            accepted += 1
            let used = try Guard.heapUsed(bytes, as: descriptor, reserving: verdict.heapBytes)
            try #require(used == verdict.heapBytes, "seed \(start)")
        }
        #expect(accepted > 6_000, "mutations that change nothing essential have to stay in the mix")
        #expect(accepted < 54_000, "mutations have to hurt")
    }

    @Test("PC-8: unknown fields are kept in their message, where the decoder can count and drop them")
    func unknownFieldsKept() throws {
        let bytes = Wire.number(100, 1) + Wire.text(1, "name") + Wire.field(101, [1])
        let descriptor = try Guard.descriptor("Leaf")
        let heap = Guard.scan(bytes, as: descriptor).heapBytes
        let arena = try #require(guard_arena_create(heap, heap))
        defer { guard_arena_destroy(arena) }
        try #require(guard_arena_reserve(arena, heap))
        let message = try #require(guard_unpack(descriptor, bytes, bytes.count, arena))
        #expect(guard_message_unknown_count(message) == 2)
    }
}
