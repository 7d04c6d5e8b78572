/// The two ends of a trunk.
package enum Side: Sendable {
    /// Opens the connection and every call.
    case client
    /// Accepts the connection and ends every call.
    case server
}
