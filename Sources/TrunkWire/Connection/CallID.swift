/// A call on one connection: its stream, and the small index of the slot it holds.
///
/// The slot is dense (0 up to the number of calls at one time) and used again when the call is over; the stream is
/// never used again. So an owner keeps its own state in an array indexed by `slot`, and a stale id is recognised.
package struct CallID: Hashable, Sendable {
    /// The call's stream.
    package let stream: StreamID
    /// The call's place in the connection's table.
    package let slot: Int

    /// The call `stream` in `slot`.
    package init(stream: StreamID, slot: Int) {
        self.stream = stream
        self.slot = slot
    }
}
