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

    /// The client sends its one message with REQUEST, and nothing behind it.
    var hasOneRequest: Bool {
        switch self {
        case .unary, .serverStreaming: true
        case .clientStreaming, .bidirectional: false
        }
    }

    /// The server sends one message.
    var hasOneReply: Bool {
        switch self {
        case .unary, .clientStreaming: true
        case .serverStreaming, .bidirectional: false
        }
    }
}
