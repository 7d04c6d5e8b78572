/// How many messages go each way; known once the method has been looked up.
package enum CallShape: Sendable {
    /// One message each way.
    case unary
    /// Many from the client, one from the server.
    case clientStreaming
    /// One from the client, many from the server.
    case serverStreaming
    /// Many each way.
    case bidirectional
}
