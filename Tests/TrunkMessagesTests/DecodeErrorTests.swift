import CProtobufGuard
import EchoMessages
import Testing
import TrunkMessages

@Suite("What is refused on the way in")
struct DecodeErrorTests {
    @Test("a refusal names message, field path, byte offset and rule (PC-2)")
    func names() throws {
        // leaves[1].name holds a NUL: two leaves, the second one bad.
        let bytes: [UInt8] = [0xE2, 0x01, 0, 0xE2, 0x01, 4, 0x0A, 2, 0x61, 0]
        let error = try #require(Codec.refusal(bytes, as: Everything.self))
        #expect(error.messageName == "echo.v1.Leaf")
        #expect(error.path == "leaves[1].name")
        #expect(error.offset == 9)
        #expect(error.rule == .nul)
        #expect(error.description == "echo.v1.Leaf, field leaves[1].name, byte 9: nul")
    }

    @Test("malformed UTF-8 is refused, never repaired (PC-5)")
    func utf8() {
        for text in [[0xC0, 0x80], [0xED, 0xA0, 0x80], [0xFF], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82]] as [[UInt8]] {
            #expect(Codec.refusal([0x0A, UInt8(text.count)] + text, as: DoRequest.self)?.rule == .utf8)
        }
    }

    @Test("a message cut at any byte is refused or reads as less, and never crashes")
    func cuts() throws {
        let bytes = try Codec.encode(Sample.extremes)
        var refused = 0
        for length in 0..<bytes.count {
            let cut = Array(bytes.prefix(length))
            if Codec.refusal(cut, as: Everything.self) != nil {
                refused += 1
            } else {
                #expect(try Codec.decode(cut, as: Everything.self) != Sample.extremes)
            }
        }
        #expect(refused > bytes.count / 2)
    }

    @Test("limits are refused by their own rules, one past each of them")
    func limits() throws {
        func refusal(_ message: Everything, _ change: (inout DecodeLimits) -> Void) throws -> DecodeRule? {
            var limits = DecodeLimits()
            change(&limits)
            let bytes = try Codec.encode(message)
            return bytes.withUnsafeBytes { raw in
                do throws(DecodeError) {
                    _ = try MessageCodec.decode(raw, as: Everything.self, limits: limits)
                    return nil
                } catch {
                    return error.rule
                }
            }
        }
        let nested = Everything(leaf: Leaf(twigs: [Leaf.Twig(size: 1)]))
        #expect(try refusal(nested) { $0.depth = 3 } == nil)
        #expect(try refusal(nested) { $0.depth = 2 } == .depth)
        #expect(try refusal(nested) { $0.fields = 3 } == nil)
        #expect(try refusal(nested) { $0.fields = 2 } == .fields)
        let many = Everything(numbers: [1, 2, 3])
        #expect(try refusal(many) { $0.elements = 3 } == nil)
        #expect(try refusal(many) { $0.elements = 2 } == .elements)
        #expect(try refusal(many) { $0.wireBytes = 6 } == nil)
        #expect(try refusal(many) { $0.wireBytes = 5 } == .messageLength)
        #expect(try refusal(many) { $0.heapBytes = 64 } == .heap)
    }

    @Test("a bomb is refused before anything is allocated for it (PC-1)")
    func bomb() {
        // Empty leaves: 3 bytes each on the wire, a whole struct each in memory.
        let bomb = [[UInt8]](repeating: [0xE2, 0x01, 0], count: 1 << 20).flatMap { $0 }
        #expect(Codec.refusal(bomb, as: Everything.self)?.rule == .elements)
    }

    @Test("every rule of the guard has its case, by the same word")
    func rules() {
        let numbers = GUARD_RULE_MESSAGE_LENGTH.rawValue...GUARD_RULE_DESCRIPTOR.rawValue
        let words = Set(numbers.map { String(cString: guard_rule_name(guard_rule(rawValue: $0))) })
        #expect(words.count == 18)
        let own = Set(DecodeRule.allCases.map(\.rawValue))
        #expect(own.subtracting(words) == ["value range", "memory"])
        #expect(words.isSubset(of: own))
    }
}
