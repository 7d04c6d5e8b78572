import NIOCore

@testable import TrunkWire

/// What one call of a random run is to do: how many messages of which sizes go each way.
struct StreamPlan {
    var shape: CallShape
    /// Sizes of the client's messages, bytes.
    var requests: [Int]
    /// Sizes of the server's messages, bytes.
    var replies: [Int]
    /// Credit the client gives in the call header; 0 = HELLO 04.
    var credit: UInt32
    /// The server ends without waiting for the client's last message.
    var endsEarly: Bool
    /// The caller gives up after so many steps; nil = never.
    var cancelledAfter: Int?

    /// A plan whose sizes lie around the edges of frames, credit and limits.
    static func random(using generator: inout SeededGenerator, mayCancel: Bool) -> StreamPlan {
        let shapes: [CallShape] = [.unary, .clientStreaming, .serverStreaming, .bidirectional]
        let shape = shapes[Int.random(in: 0..<4, using: &generator)]
        func sizes(_ isOne: Bool) -> [Int] {
            let count = isOne ? 1 : Int.random(in: 0...6, using: &generator)
            return (0..<count).map { _ in Self.size(using: &generator) }
        }
        return StreamPlan(
            shape: shape, requests: sizes(shape.hasOneRequest), replies: sizes(shape.hasOneReply),
            credit: [0, 0, 1, 2, 63, 64, 65, 1_000, 65_536].randomElement(using: &generator) ?? 0,
            endsEarly: shape == .bidirectional && Int.random(in: 0..<4, using: &generator) == 0,
            cancelledAfter: mayCancel && Int.random(in: 0..<4, using: &generator) == 0
                ? Int.random(in: 0..<20, using: &generator) : nil)
    }

    private static func size(using generator: inout SeededGenerator) -> Int {
        let edge = [0, 0, 1, 64, 200, 1_000, 1_000, 32_700, 65_472, 65_536, 65_532, 131_068, 200_000].randomElement(
            using: &generator)
        return max(0, (edge ?? 0) + Int.random(in: -3...3, using: &generator))
    }
}
