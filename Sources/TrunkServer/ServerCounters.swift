internal import Trunk
internal import TrunkWire

/// What one loop counts; plain integers, because only the loop touches them.
struct ServerCounters: Sendable {
    var connectionsOpened = 0
    var connectionsClosed = 0
    /// Connections that could not be accepted for want of a descriptor.
    var acceptsFailed = 0
    var callsStarted = 0
    var handlersReturned = 0
    var bytesRead = 0
    var bytesWritten = 0
    var flushes = 0
    /// By status number; the last place counts everything above.
    private(set) var callsEnded = [Int](repeating: 0, count: Self.statusCount)
    private(set) var closes: [String: Int] = [:]

    static let statusCount = 18

    mutating func callEnded(_ code: UInt16) {
        callsEnded[min(Int(code), Self.statusCount - 1)] += 1
    }

    mutating func closed(_ label: String) {
        closes[label, default: 0] += 1
    }

    mutating func add(_ other: ServerCounters) {
        connectionsOpened += other.connectionsOpened
        connectionsClosed += other.connectionsClosed
        acceptsFailed += other.acceptsFailed
        callsStarted += other.callsStarted
        handlersReturned += other.handlersReturned
        bytesRead += other.bytesRead
        bytesWritten += other.bytesWritten
        flushes += other.flushes
        for index in callsEnded.indices { callsEnded[index] += other.callsEnded[index] }
        closes.merge(other.closes, uniquingKeysWith: +)
    }
}
