/// One stream of a run: its kind, the sizes of its messages, and when its caller leaves.
struct StreamPlan: Sendable {
    /// The kinds of the echo service.
    enum Kind: CaseIterable, Sendable {
        case repeated, collected, chat
    }

    let kind: Kind
    /// Payload bytes of each message; of a repeated one only the first counts, as often as there are sizes.
    let sizes: [Int]
    /// The caller leaves after so many answers.
    let answersMax: Int?
    /// The server answers a collection at this message, whatever else comes.
    let lastAt: Int?

    /// A payload that tells a wrong one, of a message in this place.
    static func payload(_ size: Int, _ place: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: size) { bytes, count in
            for index in 0..<size { bytes[index] = UInt8(truncatingIfNeeded: index &* 31 &+ place &* 7 &+ index >> 8) }
            count = size
        }
    }

    /// Plans of a run; what they hold together stays near `bytesMax`.
    static func plans(_ count: Int, bytesMax: Int, _ generator: inout SeededGenerator) -> [StreamPlan] {
        var left = bytesMax
        return (0..<count).map { _ in
            let kind = Kind.allCases[Int.random(in: 0..<3, using: &generator)]
            let messages = Int.random(in: 0..<6, using: &generator)
            let sizes = (0..<messages).map { _ in
                let size = size(&generator)
                // Without room for it a small one.
                let kept = left >= size ? size : size % 97
                left -= kept
                return kept
            }
            let leaves = Int.random(in: 0..<8, using: &generator) == 0
            let stops = kind == .collected && messages > 0 && Int.random(in: 0..<6, using: &generator) == 0
            return StreamPlan(
                kind: kind, sizes: sizes, answersMax: leaves ? Int.random(in: 0..<3, using: &generator) : nil,
                lastAt: stops ? Int.random(in: 0..<messages, using: &generator) : nil)
        }
    }

    /// Edges: of a frame, of the initial credit (a message costs 64 bytes more than it has), of half of it, at which
    /// credit is renewed, and of two frames.
    private static let edges = [0, 1, 64, 1024, 32_704, 32_768, 65_472, 65_536, 131_008, 131_072]

    private static func size(_ generator: inout SeededGenerator) -> Int {
        switch Int.random(in: 0..<10, using: &generator) {
        case 0..<5: Int.random(in: 0..<200, using: &generator)
        case 5: Int.random(in: 0..<200_000, using: &generator)
        default:
            // What protobuf puts around a payload is less than 16 bytes.
            max(0, (edges.randomElement(using: &generator) ?? 0) + Int.random(in: -20...20, using: &generator))
        }
    }
}
