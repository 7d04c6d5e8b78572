internal import TrunkMessages
internal import TrunkWire

extension TrunkWire.CallShape {
    /// How many messages go each way, as the schema says.
    init(_ shape: TrunkMessages.CallShape) {
        switch shape {
        case .unary: self = .unary
        case .clientStreaming: self = .clientStreaming
        case .serverStreaming: self = .serverStreaming
        case .bidirectionalStreaming: self = .bidirectional
        }
    }
}

extension TrunkMessages.CallShape {
    /// The client sends one message.
    var hasOneRequest: Bool { self == .unary || self == .serverStreaming }
}
