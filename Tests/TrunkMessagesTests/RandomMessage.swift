import EchoMessages
import TrunkMessages

/// Messages with fields drawn at random, each set about half of the time.
struct RandomMessage {
    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func everything() -> Everything {
        var value = Everything()
        value.int32 = number()
        value.int64 = number()
        value.uint32 = number()
        value.uint64 = number()
        value.sint32 = number()
        value.sint64 = number()
        value.fixed32 = number()
        value.fixed64 = number()
        value.sfixed32 = number()
        value.sfixed64 = number()
        if coin() { value.float = Float(bitPattern: number()) }
        if coin() { value.double = Double(bitPattern: number()) }
        value.bool = coin()
        if coin() { value.text = text() }
        if coin() { value.data = list { $0.number() } }
        value.colour = colour()
        if coin() { value.leaf = leaf() }
        if coin() { value.time = Timestamp(seconds: number(), nanos: number()) }
        if coin() { value.span = span() }
        if coin() { value.mask = FieldMask(paths: list { $0.text() }) }
        lists(&value)
        presences(&value)
        return value
    }

    private mutating func lists(_ value: inout Everything) {
        if coin() { value.numbers = list { $0.number() } }
        if coin() { value.fixedNumbers = list { $0.number() } }
        if coin() { value.doubles = list { Double(bitPattern: $0.number()) } }
        if coin() { value.bools = list { $0.coin() } }
        if coin() { value.texts = list { $0.text() } }
        if coin() { value.blobs = list { random in random.list { $0.number() } } }
        if coin() { value.colours = list { $0.colour() } }
        if coin() { value.leaves = list { $0.leaf() } }
        if coin() { value.spans = list { $0.span() } }
    }

    private mutating func presences(_ value: inout Everything) {
        if coin() { value.maybeNumber = number() }
        if coin() { value.maybeText = text() }
        if coin() { value.maybeBool = coin() }
        if coin() { value.maybeLeaf = leaf() }
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: value.choice = .chosenNumber(number())
        case 1: value.choice = .chosenText(text())
        case 2: value.choice = .chosenData(list { $0.number() })
        case 3: value.choice = .chosenColour(colour())
        case 4: value.choice = .chosenLeaf(leaf())
        case 5: value.choice = .chosenBool(coin())
        case 6: value.choice = .chosenDouble(Double(bitPattern: number()))
        default: break
        }
        if coin() { value.words = Words(in: text(), case: list { $0.text() }, switch: .return(text())) }
        if coin() { value.error = ErrorMessage(description: text()) }
    }

    private mutating func coin() -> Bool { Bool.random(using: &generator) }

    /// Zero, a small one, or any.
    private mutating func number<Number: FixedWidthInteger>() -> Number {
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: 0
        case 1: Number.random(in: 0...100, using: &generator)
        default: Number.random(in: .min ... .max, using: &generator)
        }
    }

    private mutating func text() -> String {
        let alphabet: [Character] = ["a", "Z", "0", "é", "漢", "🔑", "\u{7F}", "\u{1}"]
        return String(list { alphabet.randomElement(using: &$0.generator) ?? "a" })
    }

    private mutating func colour() -> Colour { Colour(rawValue: number()) }

    private mutating func span() -> Duration { .nanoseconds(Int64.random(in: .min ... .max, using: &generator)) }

    private mutating func leaf() -> Leaf {
        Leaf(name: text(), twigs: list { Leaf.Twig(size: $0.number(), kind: .init(rawValue: $0.number())) })
    }

    private mutating func list<Element>(_ element: (inout RandomMessage) -> Element) -> [Element] {
        (0..<Int.random(in: 0...4, using: &generator)).map { _ in element(&self) }
    }
}

extension RandomMessage {
    /// The bytes with a few of them changed, left out, doubled or put in.
    mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...3, using: &generator) where !bytes.isEmpty {
            let index = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes[index] = number()
            case 1: bytes.remove(at: index)
            case 2: bytes.insert(number(), at: index)
            default: bytes.append(contentsOf: bytes[index...].prefix(8))
            }
        }
        return bytes
    }
}
