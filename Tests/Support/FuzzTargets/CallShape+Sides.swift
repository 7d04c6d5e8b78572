internal import TrunkWire

extension CallShape {
    /// The client sends many messages.
    var isClientStream: Bool {
        switch self {
        case .unary, .serverStreaming: false
        case .clientStreaming, .bidirectional: true
        }
    }

    /// The server sends many messages.
    var isServerStream: Bool {
        switch self {
        case .unary, .clientStreaming: false
        case .serverStreaming, .bidirectional: true
        }
    }

    /// The digit that stands for it in a path of these programs.
    var digit: UInt8 {
        switch self {
        case .unary: UInt8(ascii: "0")
        case .clientStreaming: UInt8(ascii: "1")
        case .serverStreaming: UInt8(ascii: "2")
        case .bidirectional: UInt8(ascii: "3")
        }
    }

    /// The shape that a digit stands for.
    init(digit: UInt8) {
        switch digit {
        case UInt8(ascii: "1"): self = .clientStreaming
        case UInt8(ascii: "2"): self = .serverStreaming
        case UInt8(ascii: "3"): self = .bidirectional
        default: self = .unary
        }
    }
}
