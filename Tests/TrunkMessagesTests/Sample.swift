import EchoMessages
import TrunkMessages

/// Messages that tests send.
enum Sample {
    /// Every field set, to values at the edges of their types.
    static var extremes: Everything {
        var value = Everything(
            int32: .min, int64: .min, uint32: .max, uint64: .max, sint32: .min, sint64: .min, fixed32: .max,
            fixed64: .max, sfixed32: .min, sfixed64: .min, float: .leastNonzeroMagnitude, double: -.infinity,
            bool: true, text: "zoë 🔑 \u{10FFFF}", data: [0, 255, 0], colour: .infrared)
        value.leaf = Leaf(name: "a", twigs: [Leaf.Twig(size: 7, kind: .dry), Leaf.Twig()])
        value.time = Timestamp(seconds: -1, nanos: 999_999_999)
        value.span = .nanoseconds(-1_500_000_001)
        value.mask = FieldMask(paths: ["a", "b.c"])
        value.numbers = [.min, -1, 0, 1, .max]
        value.fixedNumbers = [0, .max]
        value.doubles = [0.1, -0.0, .greatestFiniteMagnitude]
        value.bools = [true, false, true]
        value.texts = ["", "x", "é"]
        value.blobs = [[], [0], [1, 2, 3]]
        value.colours = [.red, .default, .unspecified, .infrared]
        value.leaves = [Leaf(), Leaf(name: "b")]
        value.spans = [.zero, .seconds(3)]
        value.maybeNumber = 0
        value.maybeText = ""
        value.maybeBool = false
        value.maybeLeaf = Leaf()
        value.choice = .chosenText("")
        value.words = words
        value.error = ErrorMessage(description: "e")
        return value
    }

    /// Fields named by words of Swift and C (PC-17).
    static var words: Words {
        Words(
            in: "in", class: "class", self_: "self", init_: "init", default: 4, operator: true, case: ["case"],
            description: "description", hashValue_: "hash", type: "type", mixedCase: "mixed",
            switch: .int("int"))
    }
}
