package import Trunk

/// What a server has done since it started, summed over its loops when asked for.
package struct ServerStatistics: Sendable {
    private let counters: ServerCounters

    init(summing counters: [ServerCounters]) {
        self.counters = counters.reduce(into: ServerCounters()) { $0.add($1) }
    }

    /// Connections open now.
    package var connectionsOpen: Int { counters.connectionsOpened - counters.connectionsClosed }
    /// Connections accepted.
    package var connectionsAccepted: Int { counters.connectionsOpened }
    /// Attempts to accept that found the process without a free descriptor.
    package var acceptsFailed: Int { counters.acceptsFailed }
    /// Handlers that began.
    package var callsStarted: Int { counters.callsStarted }
    /// Handlers that have begun and not returned, those of connections that are gone included.
    package var handlersRunning: Int { counters.callsStarted - counters.handlersReturned }
    /// Bytes received, frames and all.
    package var bytesRead: Int { counters.bytesRead }
    /// Bytes handed to sockets.
    package var bytesWritten: Int { counters.bytesWritten }
    /// Writes to sockets; far fewer than calls when callers pipeline.
    package var flushes: Int { counters.flushes }
    /// Connections closed, by reason.
    package var closes: [String: Int] { counters.closes }

    /// Calls that ended with this status, those refused before a handler began included.
    package func callsEnded(_ code: StatusCode) -> Int {
        counters.callsEnded[min(Int(code.rawValue), ServerCounters.statusCount - 1)]
    }
}
