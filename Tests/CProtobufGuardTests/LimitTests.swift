internal import CProtobufGuard
internal import Testing

/// Every limit from both sides: what it allows, and one more.
@Suite("PC-1, PC-8: each limit allows exactly its value")
struct LimitTests {
    /// Sets one limit and scans.
    private func verdict(
        _ bytes: [UInt8], as type: String, _ limit: WritableKeyPath<guard_limits, UInt32>, _ value: UInt32
    ) throws -> Guard.Verdict {
        var limits = guard_limits_default()
        limits[keyPath: limit] = value
        return try Guard.scan(bytes, as: type, limits: limits)
    }

    @Test("depth: 1 allows no sub-message, 0 allows nothing")
    func depth() throws {
        #expect(try verdict([], as: "Tree", \.depth, 0).rule == GUARD_RULE_DEPTH)
        #expect(try verdict([], as: "Tree", \.depth, 1).rule == GUARD_RULE_NONE)
        for levels in 2...32 {
            let bytes = Wire.nested(levels: levels)
            #expect(try verdict(bytes, as: "Tree", \.depth, UInt32(levels)).rule == GUARD_RULE_NONE)
            #expect(try verdict(bytes, as: "Tree", \.depth, UInt32(levels) - 1).rule == GUARD_RULE_DEPTH)
        }
        #expect(try verdict(Wire.nested(levels: 33), as: "Tree", \.depth, .max).rule == GUARD_RULE_DEPTH)
    }

    @Test("fields count at every level, known or not")
    func fields() throws {
        let bytes = Wire.field(1, Wire.text(1, "n") + Wire.number(100, 1)) + Wire.number(3, 1)
        #expect(try verdict(bytes, as: "Page", \.fields, 4).rule == GUARD_RULE_NONE)
        let refused = try verdict(bytes, as: "Page", \.fields, 3)
        #expect(refused.rule == GUARD_RULE_FIELDS)
        #expect(refused.path == "revision")
        #expect(refused.offset == bytes.count - 2)
    }

    @Test("unknown fields count over all levels together")
    func unknownFields() throws {
        let bytes = Wire.number(100, 1) + Wire.field(1, Wire.field(100, [1, 2])) + Wire.tag(200, 5) + [1, 2, 3, 4]
        #expect(try verdict(bytes, as: "Page", \.unknown_fields, 3).unknown == 3)
        let refused = try verdict(bytes, as: "Page", \.unknown_fields, 2)
        #expect(refused.rule == GUARD_RULE_UNKNOWN_FIELDS)
        #expect(refused.path == "200")
        #expect(try verdict(bytes, as: "Page", \.unknown_fields, 0).path == "100")
    }

    @Test("elements count per field of one message, packed and unpacked together")
    func elements() throws {
        let bytes = Wire.field(1, [1, 2, 3]) + Wire.number(1, 4) + Wire.field(7, [1, 2, 3, 4])
        #expect(try verdict(bytes, as: "Repeated", \.elements, 4).elements == 8)
        let refused = try verdict(bytes, as: "Repeated", \.elements, 3)
        #expect(refused.rule == GUARD_RULE_ELEMENTS)
        #expect(refused.path == "many_int32[3]")
        let perMessage = Wire.field(1, Wire.field(7, [1, 2])) + Wire.field(1, Wire.field(7, [1, 2]))
        #expect(try verdict(perMessage, as: "Page", \.elements, 2).rule == GUARD_RULE_NONE)
    }

    @Test("message length: refused before the first byte is looked at")
    func messageLength() throws {
        let bytes = Wire.text(1, "12345678")
        var limits = guard_limits_default()
        limits.message_bytes = bytes.count
        #expect(try Guard.scan(bytes, as: "Leaf", limits: limits).rule == GUARD_RULE_NONE)
        limits.message_bytes -= 1
        let refused = try Guard.scan(bytes, as: "Leaf", limits: limits)
        #expect(refused.rule == GUARD_RULE_MESSAGE_LENGTH)
        #expect(refused.fields == 0)
        #expect(refused.message == "guard.fixtures.v1.Leaf")
    }

    @Test("heap: the sum of structs, arrays and copies may reach the limit")
    func heap() throws {
        let bytes = Wire.field(1, []) + Wire.field(1, Wire.text(2, "name"))
        var limits = guard_limits_default()
        limits.heap_bytes = 64 + 16 + 2 * 96 + 16
        #expect(try Guard.scan(bytes, as: "Page", limits: limits).rule == GUARD_RULE_NONE)
        limits.heap_bytes -= 1
        let leaf = try Guard.scan(bytes, as: "Page", limits: limits)
        #expect(leaf.rule == GUARD_RULE_HEAP)
        #expect(leaf.path == "entries[1].display_name")
        limits.heap_bytes = 64 + 16 + 2 * 96 - 1
        let message = try Guard.scan(bytes, as: "Page", limits: limits)
        #expect(message.path == "entries[1]")
        #expect(message.message == "guard.fixtures.v1.Entry")
        limits.heap_bytes = 63
        #expect(try Guard.scan(bytes, as: "Page", limits: limits).path == "")
    }

    @Test("a path is cut to its buffer and still tells its length")
    func pathBuffer() throws {
        var limits = guard_limits_default()
        var report = guard_report()
        let bytes = Wire.field(1, Wire.field(4, Wire.field(2, [0xFF])))
        let descriptor = try Guard.descriptor("Page")
        #expect(guard_scan(descriptor, bytes, bytes.count, &limits, &report) == GUARD_RULE_UTF8)
        let whole = "entries[0].owner.site"
        #expect(Guard.path(of: report) == whole)
        for capacity in 1...whole.utf8.count + 1 {
            var buffer = [CChar](repeating: 0x7F, count: capacity)
            #expect(guard_report_path(&report, &buffer, capacity) == whole.utf8.count)
            let written = buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
            #expect(written == Array(whole.utf8.prefix(capacity - 1)))
        }
    }

    @Test("every rule has a name of its own")
    func ruleNames() {
        let names = (0...GUARD_RULE_DESCRIPTOR.rawValue).map { String(cString: guard_rule_name(guard_rule($0))) }
        #expect(Set(names).count == names.count)
        #expect(!names.contains("unknown"))
    }
}
