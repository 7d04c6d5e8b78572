import NIOCore

@testable import TrunkWire

/// A sequence for rules that are not in a table of frames: a transcript, and what the document wants of it.
struct DirectedSequence: Sendable {
    let rules: Set<Int>
    let name: String
    let wanted: String
    let play: @Sendable () -> [String]

    init(_ rules: Set<Int>, _ name: String, _ wanted: String, _ play: @escaping @Sendable () -> [String]) {
        self.rules = rules
        self.name = name
        self.wanted = wanted
        self.play = play
    }

    static let all: [DirectedSequence] =
        Self.opening + Self.turnedAway + Self.ending + Self.credit + Self.turns + Self.status + Self.keepAlive
        + Self.drain + Self.leaving + Self.limits

    static let report: ConformanceReport = {
        var report = ConformanceReport()
        for sequence in Self.all {
            report.expect(reaction(sequence.play()), sequence.wanted, rules: sequence.rules, sequence.name)
        }
        return report
    }()
}

extension ServerBench {
    /// What is written by the end of the turn, and whether the connection is over.
    func turn() -> [String] {
        let closed = self.endOfTurn()
        return self.written() + (closed == nil ? [] : ["closed"])
    }

    /// A unary call that runs.
    func running(_ stream: UInt32 = 5) {
        _ = self.read(.request(stream, "m"))
        _ = self.accept(stream)
    }

    /// A stream that runs.
    func streaming(_ stream: UInt32 = 5, as shape: CallShape = .bidirectional) {
        _ = self.read(.request(stream, flags: 0, ByteBuffer()))
        _ = self.accept(stream, as: shape)
    }
}

extension ClientBench {
    /// What is written by the end of the turn, and whether the connection is over.
    func turn() -> [String] {
        let closed = self.endOfTurn()
        return self.written() + (closed == nil ? [] : ["closed"])
    }
}

extension Bytes {
    /// A preface of these two versions, with other random bytes than the bench's.
    static func preface(_ first: UInt8, _ second: UInt8) -> Bytes {
        Bytes(buffer: ByteBuffer(bytes: [0x89, 0x54, 0x52, 0x4B, 0x0D, 0x0A, 0x1A, 0x0A, first, second, 0xAB, 0xCD]))
    }

    /// A HELLO of a client that reads messages of 1 MiB.
    static let roomyHello = Bytes.hello(Bytes.number(0x02, 1 << 20), Bytes.number(0x0D, 1 << 20))
}
