/// Programs to begin with: one of every kind of call, and one of every act.
enum ProgramSeeds {
    private static let shapes: [UInt8] = [0, 1, 2, 3]

    /// Limits, opening, then frames and acts.
    static let server: [[UInt8]] = shapes.flatMap { shape -> [[UInt8]] in
        let isClientStream = shape & 1 == 1
        let opening: [UInt8] = [0x10, 0, 0]
        let open: [UInt8] = [0, 0, shape | (isClientStream ? 0 : 4), 1, 5]
        let fragments: [UInt8] = [0, 0, shape, 5, 5, 9, 0, 3, 1, 0, 9]
        let accept: [UInt8] = [8, 0, 0, 0, shape]
        let stream: [UInt8] = isClientStream ? [0, 3, 0, 0, 9, 8, 4, 0, 0, 3, 0, 0, 200, 8, 4, 0, 0, 6, 0] : []
        let rest: [UInt8] = shape == 0 ? [8, 2, 0, 0, 250, 0, 14] : [8, 3, 0, 250, 0, 8, 5, 0, 0, 14]
        let whole = opening + open + accept + stream + rest
        // Two messages, the second of which waits for credit, which comes.
        let held: [UInt8] = [8, 3, 0, 250, 0, 14, 8, 3, 0, 9, 0, 0, 8, 0x7F, 0, 8, 6, 8, 3, 0, 9, 0]
        return [
            whole, opening + open + accept + held, opening + fragments + accept + stream + rest,
            whole + [13, 2] + open + accept + [0, 7, 0],
            opening + open + accept + [0, 8, 0x20, 0] + rest + [15, 0, 9, 13, 4] + open + accept,
        ]
    }

    /// Limits, acts before the server's opening, opening, then frames and acts.
    static let client: [[UInt8]] = shapes.flatMap { shape -> [[UInt8]] in
        let opening: [UInt8] = [0x10, 0, 0, 0]
        let begin: [UInt8] = [8, 0, shape | 0x20, 9]
        let send: [UInt8] = shape & 1 == 1 ? [8, 2, 0, 9, 0, 8, 2, 0, 250, 0, 14, 8, 5, 0] : []
        let reply: [UInt8] = shape == 0 ? [0, 0, 0, 1, 9, 0] : [0, 3, 0, 0, 9, 8, 4, 0, 0, 8, 0x20, 0]
        let end: [UInt8] = [0, 6, 0, 0]
        let whole = opening + begin + send + reply + end
        let held: [UInt8] = [8, 2, 0, 250, 0, 14, 8, 2, 0, 9, 0, 0, 8, 0x7F, 0, 8, 6, 8, 2, 0, 9, 0]
        return [
            whole, opening + begin + held + reply + end, opening + begin + send + [8, 7, 0] + reply + end,
            whole + begin + reply + [15, 0] + end,
        ]
    }

    /// Limits of both sides, then acts of both and deliveries.
    static let pair: [[UInt8]] = shapes.flatMap { shape -> [[UInt8]] in
        let begin: [UInt8] = [0, 0, shape | 0x20, 9]
        let accept: [UInt8] = [12, 4, 0, 0, 0]
        let send: [UInt8] = shape & 1 == 1 ? [0, 2, 0, 9, 0, 0, 2, 0, 250, 0, 12, 4, 4, 0, 0, 5, 0] : []
        let reply: [UInt8] = shape == 0 ? [4, 2, 0, 0, 250, 0] : [0x84, 3, 0, 250, 0]
        let end: [UInt8] = [4, 5, 0, 0, 12]
        let whole = begin + accept + send + reply + end
        // Messages are on their way when the server ends the stream: stragglers that cost nothing.
        let message: [UInt8] = [0, 2, 0, 200, 0]
        let early = begin + [12] + message + message + message + [4, 5, 0, 1, 12, 12]
        return [
            [0, 0] + whole, [0x20, 0] + early, [0x30, 1] + whole + begin + begin + accept + accept + [0, 7, 0] + end,
        ]
    }
}
