internal import NIOCore
internal import Trunk
internal import TrunkWire

/// Why a connection ended, for its one line in the log and for the counters. Holds nothing of what the peer sent.
struct ConnectionEnd: Sendable {
    /// One word or two, a key of `ServerStatistics.closes`.
    let label: String
    /// More, for people; may be empty.
    let detail: String
    /// Worth more than a debug line: the peer misbehaved, or something here did.
    let isNotable: Bool

    private init(_ label: String, detail: String = "", isNotable: Bool) {
        self.label = label
        self.detail = detail
        self.isNotable = isNotable
    }

    /// The peer closed without being asked.
    static let peerClosed = ConnectionEnd("peer closed", isNotable: false)
    /// The peer did not read its replies for too long.
    static let outputStalled = ConnectionEnd("output stalled", isNotable: true)

    /// The socket failed.
    static func failed(_ error: any Error) -> ConnectionEnd {
        // The transport has logged why: it knows the peer better.
        if error is any TransportRefusal { return ConnectionEnd("transport refused", isNotable: false) }
        let code = (error as? IOError).map { "errno \($0.errnoCode)" } ?? String(describing: type(of: error))
        return ConnectionEnd("socket error", detail: code, isNotable: false)
    }

    /// The state machine asked for it.
    init(_ reason: CloseReason) {
        switch reason {
        case .notTrunk(let foreign): self.init("not trunk", detail: "looks like \(foreign)", isNotable: true)
        case .noCommonVersion: self.init("no common version", isNotable: true)
        case .violation(let violation): self.init("violation", detail: violation.rule.text, isNotable: true)
        case .prefaceTimeout: self.init("preface timeout", isNotable: true)
        case .keepAliveTimeout: self.init("keep-alive timeout", isNotable: true)
        case .drained: self.init("drained", isNotable: false)
        case .peerClosed(let reason): self.init("peer closed", detail: "goaway \(reason.rawValue)", isNotable: false)
        case .inputEnded: self.init("input ended", isNotable: false)
        case .requested(let reason): self.init("requested", detail: "goaway \(reason.rawValue)", isNotable: false)
        }
    }
}
