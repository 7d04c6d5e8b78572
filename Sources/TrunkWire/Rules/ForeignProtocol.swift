internal import NIOCore

/// What a connection that does not begin with the magic seems to speak; for the log line (TRK-103).
package enum ForeignProtocol: Hashable, Sendable {
    case http
    case tls
    case ssh
    case unknown

    /// Looks at the first four bytes.
    init(first buffer: ByteBuffer) {
        switch buffer.getInteger(at: buffer.readerIndex, as: UInt32.self) {
        case .some(let word) where word >> 16 == 0x1603: self = .tls
        case 0x5353_482D: self = .ssh  // "SSH-"
        case 0x4745_5420, 0x504F_5354, 0x5055_5420, 0x4845_4144, 0x5052_4920, 0x4F50_5449, 0x4445_4C45, 0x434F_4E4E,
            0x5041_5443, 0x5452_4143:
            self = .http  // GET, POST, PUT, HEAD, PRI, OPTIONS, DELETE, CONNECT, PATCH, TRACE
        default: self = .unknown
        }
    }
}
