/// Which end of a call this is: the same defect has another name on the other side.
package enum CallSide: Sendable {
    /// This side made the call: what does not decode is the peer's defect.
    case client
    /// This side serves the call: what does not decode is the caller's mistake.
    case server
}
