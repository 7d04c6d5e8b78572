internal import CGuardFixtures
internal import CProtobufGuard
internal import Testing

/// What is checked once at start, and the two directions of packing.
@Suite("PC-6, PC-14 ... PC-19: descriptors, versions, packing")
struct DescriptorTests {
    @Test("PC-19: the library is new enough")
    func version() {
        #expect(guard_version() >= 1_004_001)
    }

    @Test(
        "PC-6: the deepest nesting of a type is counted",
        arguments: [
            ("Leaf", 1), ("Scalars", 1), ("Empty", 1), ("Wide", 1), ("Sparse", 1), ("Repeated", 2), ("Maps", 3),
            ("Choice", 3), ("Page", 3),
        ] as [(String, UInt32)])
    func depth(name: String, depth: UInt32) throws {
        #expect(guard_check_descriptor(try Guard.descriptor(name)) == depth)
    }

    @Test("PC-6: a type that contains itself is refused")
    func recursion() throws {
        #expect(guard_check_descriptor(try Guard.descriptor("Tree")) == 0)
    }

    @Test(
        "PC-14: a broken descriptor is refused at start",
        arguments: ["magic", "order", "range", "offset", "required", "quantifier", "type", "flag"])
    func broken(how: String) throws {
        let broken: UnsafeRawPointer? = guard_fixture_broken(how)
        #expect(broken != nil)
        #expect(guard_check_descriptor(broken) == 0)
    }

    @Test("a bytes field marked as text is a sound descriptor; no descriptor is none")
    func sound() {
        #expect(guard_check_descriptor(guard_fixture_text_leaf()) == 1)
        #expect(guard_check_descriptor(nil) == 0)
    }

    @Test("PC-18: init zeroes the whole struct before setting defaults")
    func initialisation() throws {
        let descriptor = try Guard.descriptor("Choice")
        let size = guard_message_size(descriptor)
        let arena = try #require(guard_arena_create(0, 4096))
        defer { guard_arena_destroy(arena) }
        let message = try #require(guard_arena_alloc(arena, size))
        let bytes = UnsafeMutableRawBufferPointer(start: message, count: size)
        bytes.initializeMemory(as: UInt8.self, repeating: 0xA5)
        guard_message_init(descriptor, message)
        #expect(bytes.dropFirst(MemoryLayout<UnsafeRawPointer>.size).allSatisfy { $0 == 0 })
        #expect(guard_packed_size(message) == 0)
    }

    @Test("PC-15: packing writes exactly the size it announced, and gives back what was unpacked")
    func roundTrip() throws {
        let owner = Wire.text(1, "Example Ltd") + Wire.text(2, "Köln")
        let entry = Wire.text(1, "+4922112345") + Wire.number(3, 1) + Wire.field(4, owner) + Wire.field(7, [1, 2, 3])
        let bytes = Wire.field(1, entry) + Wire.field(1, []) + Wire.text(2, "next") + Wire.number(3, 300)
        #expect(try Guard.repack(bytes, as: try Guard.descriptor("Page")) == bytes)
    }

    @Test("an empty message needs no bytes, and scans from a null pointer")
    func emptyMessage() throws {
        var limits = guard_limits_default()
        var report = guard_report()
        let descriptor = try Guard.descriptor("Empty")
        #expect(guard_scan(descriptor, nil, 0, &limits, &report) == GUARD_RULE_NONE)
        #expect(report.heap_bytes == 32)
        let arena = try #require(guard_arena_create(32, 32))
        defer { guard_arena_destroy(arena) }
        try #require(guard_arena_reserve(arena, 32))
        #expect(guard_unpack(descriptor, nil, 0, arena) != nil)
    }

    @Test("a type with more fields than the scan can count is refused, by the check and by the scan")
    func tooManyFields() {
        let huge: UnsafeRawPointer? = guard_fixture_broken("fields")
        #expect(guard_check_descriptor(huge) == 0)
        if let huge {
            #expect(Guard.scan([], as: huge).rule == GUARD_RULE_DESCRIPTOR)
        }
        #expect(huge != nil)
    }
}
