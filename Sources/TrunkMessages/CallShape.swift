/// Which side of a call sends one message and which a stream.
public enum CallShape: UInt8, Sendable, Hashable {
    /// One request, one response.
    case unary
    /// A stream of requests, one response.
    case clientStreaming
    /// One request, a stream of responses.
    case serverStreaming
    /// A stream each way.
    case bidirectionalStreaming
}
