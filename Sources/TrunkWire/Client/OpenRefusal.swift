/// Why a call cannot be opened on a connection. Nothing was sent.
package enum OpenRefusal: Hashable, Sendable {
    /// This side or the server has sent GOAWAY: use another connection.
    case leaving
    /// The connection has given out its last id: use another connection (TRK-214).
    case idsExhausted
    /// The connection is over.
    case closed
    /// The path is longer than 255 bytes.
    case pathTooLong
    /// The metadata is longer than the server's limit (TRK-805).
    case metadataTooLong(HitLimit)
}
