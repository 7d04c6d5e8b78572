internal import CProtobufGuard
internal import Testing

/// Inputs that make protobuf-c 1.4.1 overflow the stack, exhaust memory or burn processor time.
@Suite("PC-1: what hurts protobuf-c never reaches it")
struct HostileInputTests {
    /// Half the default stack of a thread overflows at 519 levels, the whole of it at 8,730.
    @Test("nesting is refused at the first level too many", arguments: [33, 519, 8_730])
    func nesting(levels: Int) throws {
        let verdict = try Guard.scan(Wire.nested(levels: levels), as: "Tree")
        #expect(verdict.rule == GUARD_RULE_DEPTH)
        #expect(verdict.path == Array(repeating: "child", count: 32).joined(separator: "."))
        #expect(verdict.fields == 32)
    }

    @Test("32 levels are accepted, and unpack")
    func deepestNesting() throws {
        let bytes = Wire.nested(levels: 32)
        let descriptor = try Guard.descriptor("Tree")
        let verdict = Guard.scan(bytes, as: descriptor)
        #expect(verdict.rule == GUARD_RULE_NONE)
        #expect(try Guard.heapUsed(bytes, as: descriptor, reserving: verdict.heapBytes) == verdict.heapBytes)
    }

    @Test("nesting through lists counts like nesting through singular fields")
    func nestingThroughLists() throws {
        var bytes: [UInt8] = []
        for _ in 1..<33 {
            bytes = Wire.field(2, bytes)
        }
        let verdict = try Guard.scan(bytes, as: "Tree")
        #expect(verdict.rule == GUARD_RULE_DEPTH)
        #expect(verdict.path == Array(repeating: "children[0]", count: 32).joined(separator: "."))
    }

    @Test("4 MiB of empty repeated sub-messages stop at the element limit")
    func emptySubMessages() throws {
        let verdict = try Guard.scan(Wire.repeating([0x0A, 0x00], bytes: 4 << 20), as: "Page")
        #expect(verdict.rule == GUARD_RULE_ELEMENTS)
        #expect(verdict.offset == 2 * 65_536)
        #expect(verdict.path == "entries[65536]")
    }

    @Test("without an element limit they stop at the heap limit")
    func emptySubMessagesHeap() throws {
        var limits = guard_limits_default()
        limits.elements = .max
        limits.fields = .max
        let verdict = try Guard.scan(Wire.repeating([0x0A, 0x00], bytes: 4 << 20), as: "Page", limits: limits)
        #expect(verdict.rule == GUARD_RULE_HEAP)
        #expect(verdict.heapBytes > limits.heap_bytes)
        #expect(verdict.heapBytes < 2 * limits.heap_bytes)
    }

    @Test("4 MiB of unknown fields stop at the unknown limit")
    func unknownFields() throws {
        let verdict = try Guard.scan(Wire.repeating([0x50, 0x01], bytes: 4 << 20), as: "Page")
        #expect(verdict.rule == GUARD_RULE_UNKNOWN_FIELDS)
        #expect(verdict.unknown == 64)
        #expect(verdict.offset == 2 * 64)
        #expect(verdict.path == "10")
    }

    @Test("4 MiB of empty strings, and of unpacked numbers, stop at the element limit", arguments: [0x7A, 0x08])
    func emptyElements(tag: UInt8) throws {
        let verdict = try Guard.scan(Wire.repeating([tag, 0x00], bytes: 4 << 20), as: "Repeated")
        #expect(verdict.rule == GUARD_RULE_ELEMENTS)
        #expect(verdict.elements == 65_536)
    }

    @Test("a 4 MiB packed run counts its elements before an array is made for them")
    func packedRun() throws {
        let verdict = try Guard.scan(Wire.field(1, .init(repeating: 1, count: (4 << 20) - 8)), as: "Repeated")
        #expect(verdict.rule == GUARD_RULE_ELEMENTS)
    }

    @Test("a singular sub-message sent over and over is refused at the second time, not merged")
    func repeatedSingular() throws {
        let once = Wire.field(19, Wire.number(3, 1))
        let verdict = try Guard.scan(Wire.repeating(once, bytes: 1 << 20), as: "Repeated")
        #expect(verdict.rule == GUARD_RULE_REPEATED_SINGULAR)
        #expect(verdict.offset == once.count)
        #expect(verdict.fields == 3)
        #expect(verdict.path == "single")
    }

    @Test("a singular sub-message inside each element of a list is no repetition")
    func singularPerElement() throws {
        let entry = Wire.field(1, Wire.field(4, Wire.text(1, "o")))
        #expect(try Guard.scan(entry + entry, as: "Page").rule == GUARD_RULE_NONE)
    }

    /// A oneof's member is freed when the next one comes; two sub-messages of one oneof would be work for nothing.
    @Test("a oneof holds at most one sub-message, and the last of several scalars")
    func oneofs() throws {
        let text = Wire.text(1, "t")
        let leaf = Wire.field(2, Wire.text(1, "l"))
        let list = Wire.field(3, Wire.number(1, 1))
        let other = Wire.field(5, [])
        let descriptor = try Guard.descriptor("Choice")
        for accepted in [text + leaf, leaf + text, text + text, leaf + other, Wire.field(7, [1]) + text + leaf] {
            let verdict = Guard.scan(accepted, as: descriptor)
            #expect(verdict.rule == GUARD_RULE_NONE)
            #expect(try Guard.heapUsed(accepted, as: descriptor, reserving: verdict.heapBytes) == verdict.heapBytes)
        }
        for (refused, path) in [(leaf + leaf, "leaf"), (leaf + list, "list"), (list + text + leaf, "leaf")] {
            let verdict = Guard.scan(refused, as: descriptor)
            #expect(verdict.rule == GUARD_RULE_REPEATED_SINGULAR)
            #expect(verdict.path == path)
        }
    }
}
