internal import CProtobufGuard
internal import Testing

/// Tags, varints, lengths and wire types, and where exactly the blame falls.
@Suite("PC-1, PC-2: malformed wire bytes are refused with rule, offset and path")
struct WireRuleTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var type = "Scalars"
        var bytes: [UInt8]
        var rule: guard_rule
        var offset: Int
        var path = ""
    }

    static let tags = [
        Case(testDescription: "field number 0", bytes: [0x00, 0x00], rule: GUARD_RULE_FIELD_NUMBER, offset: 0),
        Case(
            testDescription: "field number 0, delimited", bytes: [0x02, 0x00], rule: GUARD_RULE_FIELD_NUMBER,
            offset: 0),
        Case(testDescription: "field number 0, overlong", bytes: [0x80, 0x00], rule: GUARD_RULE_VARINT, offset: 0),
        Case(
            testDescription: "field number 0 in five bytes", bytes: [0x80, 0x80, 0x80, 0x80, 0x00],
            rule: GUARD_RULE_VARINT, offset: 0),
        Case(
            testDescription: "field number 2^29", bytes: Wire.tag(1 << 29, 0) + [0], rule: GUARD_RULE_FIELD_NUMBER,
            offset: 0),
        Case(
            testDescription: "a tag of 64 bits", bytes: Wire.varint(.max), rule: GUARD_RULE_FIELD_NUMBER, offset: 0),
        Case(
            testDescription: "field 1 in an overlong tag", bytes: [0x88, 0x00, 0x01], rule: GUARD_RULE_VARINT, offset: 0
        ),
        Case(testDescription: "a tag that never ends", bytes: [0x88, 0x80], rule: GUARD_RULE_TRUNCATED, offset: 0),
        Case(
            testDescription: "start of a known group", bytes: [0x0B], rule: GUARD_RULE_GROUP, offset: 0,
            path: "a_int32"),
        Case(
            testDescription: "start of an unknown group", bytes: [0xA3, 0x06], rule: GUARD_RULE_GROUP, offset: 0,
            path: "100"),
        Case(testDescription: "end of a group", bytes: [0xA4, 0x06], rule: GUARD_RULE_GROUP, offset: 0, path: "100"),
        Case(
            testDescription: "wire type 6", bytes: [0x08, 0x01, 0x0E], rule: GUARD_RULE_WIRE_TYPE_UNKNOWN, offset: 2,
            path: "a_int32"),
        Case(
            testDescription: "wire type 7", bytes: [0x0F], rule: GUARD_RULE_WIRE_TYPE_UNKNOWN, offset: 0,
            path: "a_int32"),
    ]

    static let values = [
        Case(
            testDescription: "overlong zero", bytes: [0x08, 0x80, 0x00], rule: GUARD_RULE_VARINT, offset: 1,
            path: "a_int32"),
        Case(
            testDescription: "eleven bytes", bytes: [0x20] + .init(repeating: 0xFF, count: 10) + [0x01],
            rule: GUARD_RULE_VARINT, offset: 1, path: "a_int64"),
        Case(
            testDescription: "65 bits", bytes: [0x20] + .init(repeating: 0xFF, count: 9) + [0x02],
            rule: GUARD_RULE_VARINT, offset: 1, path: "a_int64"),
        Case(testDescription: "a bool of 2", bytes: [0x68, 0x02], rule: GUARD_RULE_VARINT, offset: 1, path: "a_bool"),
        Case(
            testDescription: "a fixed32 of 3 bytes", bytes: [0x1D, 1, 2, 3], rule: GUARD_RULE_TRUNCATED, offset: 1,
            path: "a_sfixed32"),
        Case(
            testDescription: "a length behind the end", bytes: [0x7A, 0x04, 0x61, 0x62], rule: GUARD_RULE_LENGTH,
            offset: 1,
            path: "a_string"),
        Case(
            testDescription: "a length of 2^31", bytes: [0x7A] + Wire.varint(1 << 31), rule: GUARD_RULE_VARINT,
            offset: 1,
            path: "a_string"),
        Case(
            testDescription: "an overlong length", bytes: [0x7A, 0x81, 0x00, 0x61], rule: GUARD_RULE_VARINT, offset: 1,
            path: "a_string"),
        Case(
            testDescription: "a sub-message's length behind its parent's end", type: "Page",
            bytes: Wire.field(1, [0x22, 0x03]) + [0x10, 0x01, 0x01], rule: GUARD_RULE_LENGTH, offset: 3,
            path: "entries[0].owner"),
        Case(
            testDescription: "a varint cut by its message's end", type: "Page",
            bytes: Wire.field(1, []) + Wire.field(1, [0x28, 0x80]) + [0x01], rule: GUARD_RULE_TRUNCATED, offset: 5,
            path: "entries[1].revision"),
        Case(
            testDescription: "packed fixed32 of 5 bytes", type: "Repeated", bytes: Wire.field(8, [1, 2, 3, 4, 5]),
            rule: GUARD_RULE_PACKED_LENGTH, offset: 2, path: "many_fixed32[0]"),
        Case(
            testDescription: "packed fixed64 of 12 bytes", type: "Repeated",
            bytes: Wire.field(10, .init(repeating: 0, count: 12)), rule: GUARD_RULE_PACKED_LENGTH, offset: 2,
            path: "many_fixed64[0]"),
        Case(
            testDescription: "a packed varint cut by its run's end", type: "Repeated",
            bytes: Wire.field(1, [1, 2, 0x80]) + [0x01], rule: GUARD_RULE_TRUNCATED, offset: 4, path: "many_int32[0]"),
        Case(
            testDescription: "a packed overlong varint", type: "Repeated", bytes: Wire.field(1, [1, 0x80, 0x00]),
            rule: GUARD_RULE_VARINT, offset: 3, path: "many_int32[0]"),
        Case(
            testDescription: "a packed bool of 2", type: "Repeated", bytes: Wire.field(13, [0, 1, 2]),
            rule: GUARD_RULE_VARINT, offset: 4, path: "many_bool[0]"),
        Case(
            testDescription: "an unknown field's length behind the end", bytes: [0xA2, 0x06, 0x01],
            rule: GUARD_RULE_LENGTH,
            offset: 2, path: "100"),
    ]

    @Test("tags", arguments: tags)
    func tag(_ it: Case) throws { try check(it) }

    @Test("values and lengths", arguments: values)
    func value(_ it: Case) throws { try check(it) }

    private func check(_ it: Case) throws {
        let verdict = try Guard.scan(it.bytes, as: it.type)
        #expect(verdict.rule == it.rule)
        #expect(verdict.offset == it.offset)
        #expect(verdict.path == it.path)
    }

    @Test("every scalar type accepts its own wire type and refuses the five others")
    func wireTypes() throws {
        let own: [UInt64] = [0, 0, 5, 0, 0, 1, 0, 5, 0, 1, 5, 1, 0, 0, 2, 2]
        let payload: [UInt64: [UInt8]] = [0: [1], 1: .init(repeating: 0, count: 8), 2: [0], 5: [0, 0, 0, 0]]
        for (index, wireType) in own.enumerated() {
            for (other, value) in payload {
                let verdict = try Guard.scan(Wire.tag(UInt64(index + 1), other) + value, as: "Scalars")
                #expect(verdict.rule == (other == wireType ? GUARD_RULE_NONE : GUARD_RULE_WIRE_TYPE_MISMATCH))
            }
        }
    }

    @Test("a repeated scalar may come packed or unpacked, whatever the schema says; strings may not be packed")
    func packing() throws {
        for bytes in [Wire.field(1, [1, 2]), Wire.number(1, 1), Wire.field(18, [1, 2]), Wire.number(18, 1)] {
            #expect(try Guard.scan(bytes, as: "Repeated").rule == GUARD_RULE_NONE)
        }
        #expect(try Guard.scan(Wire.number(15, 1), as: "Repeated").rule == GUARD_RULE_WIRE_TYPE_MISMATCH)
        #expect(try Guard.scan(Wire.field(1, [1]), as: "Scalars").rule == GUARD_RULE_WIRE_TYPE_MISMATCH)
    }

    @Test("field numbers with gaps are told from unknown ones")
    func sparseNumbers() throws {
        for known: UInt64 in [1, 15, 16, 2047, 536_870_911] {
            #expect(try Guard.scan(Wire.number(known, 1), as: "Sparse").unknown == 0)
        }
        for unknown: UInt64 in [2, 14, 17, 2046, 2049, 536_870_910] {
            #expect(try Guard.scan(Wire.number(unknown, 1), as: "Sparse").unknown == 1)
        }
        #expect(try Guard.scan(Wire.number(1, 1), as: "Empty").unknown == 1)
    }

    @Test("PC-7: enum numbers outside the enum survive a round trip", arguments: [77, UInt64(bitPattern: -1)])
    func unknownEnumNumbers(value: UInt64) throws {
        let bytes = Wire.number(14, value)
        #expect(try Guard.repack(bytes, as: try Guard.descriptor("Scalars")) == bytes)
    }

    @Test("PC-10: two map entries with one key arrive as two elements")
    func mapEntries() throws {
        let entry = Wire.field(1, Wire.text(1, "k") + Wire.number(2, 7))
        #expect(try Guard.scan(entry + entry, as: "Maps").elements == 2)
    }
}
