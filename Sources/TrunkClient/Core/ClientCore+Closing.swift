internal import NIOCore
internal import Trunk

/// How a client ends.
extension ClientCore {
    /// Opens no more calls; those that run have until their deadline, or the end of the grace.
    func close(_ promise: EventLoopPromise<Void>?) {
        if let promise { watchers.append(promise) }
        guard !isClosed else { return }
        isClosed = true
        endUnsent()
        connections.stopConnecting()
        connections.drain()
        guard calls.count > 0 else { return }
        let grace = TimeAmount.nanoseconds(configuration.closeGrace.nanosecondsClamped)
        graceEnd = eventLoop.scheduleTask(in: grace) { [weak self] in self?.cutCalls() }
    }

    /// The owner has gone without a `close`: what it has made and not sent ends, and a stream it left behind breaks.
    func abandon() {
        isClosed = true
        endUnsent()
        connections.stopConnecting()
        connections.closeNow()
    }

    /// Ends the calls that wait, for a connection or for their next attempt.
    private func endUnsent() {
        waiting.removeAll()
        for key in calls.keys {
            if let call = calls[key], call.isHere { end(call, .failure(.clientClosed)) }
        }
    }

    /// Tells who waits that everything is closed, when it is.
    func finishClosing() {
        guard isClosed, connections.isEmpty, !watchers.isEmpty else { return }
        graceEnd?.cancel()
        for promise in watchers { promise.succeed() }
        watchers = []
    }

    private func cutCalls() {
        beginTurn()
        for key in calls.keys {
            if let call = calls[key] { giveUp(call, .cutByClose) }
        }
        endTurn()
    }
}
