/// Programs to begin with: one of every kind of call, and one of every act.
enum ProgramSeeds {
    /// Limits, opening, then frames and acts.
    static let server: [[UInt8]] = ([0, 1, 2, 3] as [UInt8]).flatMap { shape -> [[UInt8]] in
        let open: [UInt8] = [0, 0, 0, 0, 0x00, 0x00, 0x04 | shape, 1, 5]
        let accept: [UInt8] = [8, 0, 0, 0, shape]
        let message: [UInt8] = [0, 3, 0, 0, 9]
        let send: [UInt8] = [8, 3, 0, 20, 0]
        let take: [UInt8] = [8, 4, 0]
        let reply: [UInt8] = [8, 2, 0, 0, 20, 0]
        let end: [UInt8] = [0, 6, 0]
        let finish: [UInt8] = [8, 5, 0, 0]
        let rest: [UInt8] = shape == 0 ? reply : send + finish
        let stream: [UInt8] = shape & 1 == 1 ? message + take + end : []
        return [
            open + accept + stream + rest, open + accept + stream + rest + [13, 2] + open + [0, 7, 0],
            [0x10] + open.dropFirst() + accept + [15, 0, 9] + stream + rest,
        ]
    }

    /// As above, for a client: acts first.
    static let client: [[UInt8]] = ([0, 1, 2, 3] as [UInt8]).flatMap { shape -> [[UInt8]] in
        let open: [UInt8] = [0, 0, 0, 8, 0, shape, 0, 9]
        let reply: [UInt8] = shape == 0 ? [0, 0, 0, 1, 9, 0] : [0, 3, 0, 0, 9, 8, 3, 0]
        let end: [UInt8] = [0, 6, 0, 0]
        return [open + reply + end, open + open.dropFirst(3) + [8, 2, 0] + reply + end]
    }

    /// Acts of both sides.
    static let pair: [[UInt8]] = ([0, 1, 2, 3] as [UInt8]).flatMap { shape -> [[UInt8]] in
        let open: [UInt8] = [0, 0, shape, 0, 9, 0]
        let deliver: [UInt8] = [6, 0xFF, 7, 0xFF]
        let accept: [UInt8] = [3, 0, 0, 0]
        let reply: [UInt8] = shape == 0 ? [3, 2, 0, 0, 40, 0] : [3, 3, 0, 40, 0]
        let end: [UInt8] = [3, 5, 0, 0]
        return [[0, 0] + open + deliver + accept + reply + deliver + end + deliver, [0, 0] + open + open + deliver]
    }
}
