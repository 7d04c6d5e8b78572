/// The id of a call on one connection, or 0 for the connection itself (TRK-208, TRK-209).
///
/// Calls have odd ids from 1 to 7FFFFFFF. Ids only grow and none is used twice on a connection, so that
/// "this call has ended" is one comparison and a dead call needs no memory.
package struct StreamID: RawRepresentable, Hashable, Comparable, Sendable {
    /// The id as it stands in the frame header.
    package let rawValue: UInt32

    /// Any 32-bit value; whether it may stand for a call is `isCall`.
    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Stream 0: the frame is about the connection.
    package static let connection = StreamID(rawValue: 0)
    /// The first id of a fresh connection.
    package static let first = StreamID(rawValue: 1)
    /// The last id a connection can give out; after it the client opens a new connection (TRK-214).
    package static let last = StreamID(rawValue: 0x7FFF_FFFF)
    /// In GOAWAY only: "no call is refused yet, but open no more" (TRK-705).
    package static let all = StreamID(rawValue: 0xFFFF_FFFF)

    /// True for an odd id of at most 7FFFFFFF (TRK-209).
    package var isCall: Bool {
        self.rawValue & 0x8000_0001 == 1
    }

    package static func < (left: StreamID, right: StreamID) -> Bool {
        left.rawValue < right.rawValue
    }
}
