import EchoMessages
import NIOCore
import Testing
import TrunkMessages

@Suite("What cannot be encoded")
struct EncodeErrorTests {
    private func refusal(_ message: some Message) -> EncodeError? {
        var buffer = ByteBuffer(string: "before")
        defer { #expect(buffer == ByteBuffer(string: "before"), "the buffer is unchanged") }
        do throws(EncodeError) {
            try message.encode(into: &buffer)
            return nil
        } catch {
            return error
        }
    }

    @Test("a NUL in a string is refused wherever it stands, by the path of the field (PC-16)")
    func nul() {
        let cases: [(Everything, String)] = [
            (Everything(text: "a\0b"), "text"),
            (Everything(text: "\0"), "text"),
            (Everything(leaf: Leaf(name: "a\0")), "leaf.name"),
            (Everything(texts: ["a", "b", "c\0"]), "texts[2]"),
            (Everything(leaves: [Leaf(), Leaf(name: "\0")]), "leaves[1].name"),
            (Everything(maybeText: "\0"), "maybe_text"),
            (Everything(choice: .chosenText("\0")), "chosen_text"),
            (Everything(mask: FieldMask(paths: ["\0"])), "mask.paths[0]"),
        ]
        for (message, path) in cases {
            let error = refusal(message)
            #expect(error == EncodeError(messageName: "echo.v1.Everything", path: path, rule: .nul))
        }
    }

    @Test("a NUL in bytes is a byte like any other")
    func nulInBytes() throws {
        #expect(try Codec.roundTrip(Everything(data: [0, 0])).data == [0, 0])
    }

    @Test("4 MiB are encoded, one byte more is refused (PC-15)")
    func length() throws {
        // Tag and a length of four bytes stand before the data.
        let most = DecodeLimits.wireBytesMax - 5
        let fits = Everything(data: [UInt8](repeating: 7, count: most))
        #expect(try Codec.encode(fits).count == DecodeLimits.wireBytesMax)
        #expect(try Codec.roundTrip(fits).data.count == most)
        let error = refusal(Everything(data: [UInt8](repeating: 7, count: most + 1)))
        #expect(error == EncodeError(messageName: "echo.v1.Everything", rule: .messageLength))
    }

    @Test("a message that would need more than the arena holds is refused, and the next one is not")
    func arenaFull() throws {
        let error = refusal(Everything(data: [UInt8](repeating: 7, count: 33 << 20)))
        #expect(error == EncodeError(messageName: "echo.v1.Everything", path: "data", rule: .memory))
        #expect(try Codec.roundTrip(Sample.extremes) == Sample.extremes)
    }

    @Test("an error reads as one line, without the value")
    func description() {
        let error = refusal(Everything(text: "mailbox\0"))
        #expect(error?.description == "echo.v1.Everything, field text: nul")
        #expect(EncodeError(messageName: "a.B", rule: .messageLength).description == "a.B: message length")
    }
}
