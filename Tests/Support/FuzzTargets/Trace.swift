internal import NIOCore
internal import TrunkWire

/// What a connection told and wrote, in order; two traces are equal when an owner cannot tell them apart.
struct Trace: Equatable {
    private(set) var bytes = ByteBuffer()

    /// Notes an event: its kind, its call, and what it brought.
    mutating func note(_ kind: UInt8, _ id: CallID? = nil, _ content: ByteBuffer = ByteBuffer()) {
        self.bytes.writeMultipleIntegers(kind, id?.stream.rawValue ?? 0, UInt32(truncatingIfNeeded: id?.slot ?? 0))
        self.bytes.writeInteger(UInt32(truncatingIfNeeded: content.readableBytes))
        self.bytes.writeImmutableBuffer(content)
    }

    /// Notes an event with a number.
    mutating func note(_ kind: UInt8, _ id: CallID? = nil, code: some FixedWidthInteger) {
        self.note(kind, id, ByteBuffer(integer: code))
    }

    /// Notes how a turn ended.
    mutating func note(_ action: TurnAction) {
        switch action {
        case .write: self.note(0)
        case .writeThenClose(.violation(let violation)): self.note(0, code: violation.rule.rawValue)
        case .writeThenClose(.peerClosed(let reason)): self.note(0, code: UInt32(reason.rawValue))
        case .writeThenClose: self.note(0, code: UInt8(1))
        }
    }

    /// Notes a GOAWAY.
    mutating func note(_ goAway: GoAway) {
        self.note(1, code: goAway.reason.rawValue)
        self.note(1, code: goAway.lastStream.rawValue)
        self.note(1, nil, ByteBuffer(string: goAway.text))
    }
}
