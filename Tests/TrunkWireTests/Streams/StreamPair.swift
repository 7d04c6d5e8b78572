import NIOCore

@testable import TrunkWire

/// A client's and a server's machine joined by two pipes, and an application at each end of every call.
final class StreamPair {
    private var client: ClientConnection
    private var server: ServerConnection
    private var clientOut = ByteBuffer()
    private var serverOut = ByteBuffer()
    private var generator: SeededGenerator
    private let now = NIODeadline.uptimeNanoseconds(5_000_000_000)
    private(set) var callers: [UInt32: StreamApplication] = [:]
    private(set) var handlers: [UInt32: StreamApplication] = [:]
    private var plans: [UInt32: StreamPlan] = [:]
    private var waiting: [StreamPlan]
    /// What went wrong; empty when nothing has.
    private(set) var faults: [String] = []
    private(set) var endedCount = 0
    private var steps = 0
    private var progress = 0

    init(plans: [StreamPlan], limits: WireLimits, pool: BytePool, generator: SeededGenerator) {
        self.waiting = plans
        self.generator = generator
        self.client = ClientConnection(
            limits: limits, announcing: Settings(limits: limits), random: 11, pool: pool, now: self.now,
            into: &self.clientOut)
        self.server = ServerConnection(
            limits: limits, announcing: Settings(limits: limits), random: 12, pool: pool, now: self.now)
    }

    /// Calls still open at either end, or not begun.
    var isDone: Bool {
        self.waiting.isEmpty && self.client.openCallCount == 0 && self.server.openCallCount == 0
            && self.callers.values.allSatisfy(\.isOver)
    }

    /// Runs to the end; false when nothing moves any more and something is left.
    func run() -> Bool {
        while !self.isDone, self.faults.isEmpty {
            let before = self.progress
            var actions: [() -> Void] = [
                self.open, self.clientTurn, self.serverTurn, self.clientReads, self.serverReads, self.clientSends,
                self.serverSends, self.clientTakes, self.serverTakes, self.cancels,
            ]
            actions.shuffle(using: &self.generator)
            for action in actions { action() }
            self.steps += 1
            if self.progress == before, !self.isDone {
                // Chance holds things back: only many rounds without a step decide.
                for _ in 0..<32 {
                    for action in actions { action() }
                    if self.progress != before { break }
                }
                if self.progress == before { return self.isDone }
            }
        }
        return self.faults.isEmpty
    }

    /// By stream, so that a seed tells the whole run.
    private static func inOrder(_ applications: [UInt32: StreamApplication]) -> [StreamApplication] {
        applications.values.sorted { $0.stream < $1.stream }
    }

    private func fault(_ text: String) {
        self.faults.append("step \(self.steps): \(text)")
    }

    private func clientTurn() {
        if case .writeThenClose(let reason) = self.client.endOfTurn(now: self.now, into: &self.clientOut) {
            self.fault("the client closes: \(reason)")
        }
        while let id = self.client.nextSendable() {
            self.callers[id.stream.rawValue]?.isHeld = false
            self.progress += 1
        }
    }

    private func serverTurn() {
        if case .writeThenClose(let reason) = self.server.endOfTurn(now: self.now, into: &self.serverOut) {
            self.fault("the server closes: \(reason)")
        }
        while let id = self.server.nextSendable() {
            self.handlers[id.stream.rawValue]?.isHeld = false
            self.progress += 1
        }
    }

    /// Some of what was written, cut anywhere.
    private func some(of pipe: inout ByteBuffer) -> ByteBuffer? {
        guard pipe.readableBytes > 0 else { return nil }
        self.progress += 1
        let isAll = Bool.random(using: &self.generator)
        let count = isAll ? pipe.readableBytes : Int.random(in: 1...pipe.readableBytes, using: &self.generator)
        let taken = pipe.readSlice(length: count)
        if pipe.readableBytes == 0 { pipe = ByteBuffer() }
        return taken
    }

    private func open() {
        guard let plan = self.waiting.last else { return }
        let header = CallHeader(creditBytes: plan.credit)
        let hasFirst = plan.shape.hasOneRequest || (!plan.requests.isEmpty && Bool.random(using: &self.generator))
        switch self.client.beginRequest(
            path: "a.B/\(plan.shape)", header: header, shape: plan.shape, hasMessage: hasFirst, into: &self.clientOut)
        {
        case .hold: return
        case .refused(let refusal): return self.fault("refused: \(refusal)")
        case .opened(let id): self.begin(plan, id, firstSent: false)
        case .pack(let id, let position):
            let first = StreamApplication.bytes(plan.requests[0], stream: id.stream.rawValue, place: 0)
            self.clientOut.writeImmutableBuffer(first)
            if case .tooLong(let limit) = self.client.finishRequest(position, into: &self.clientOut) {
                // Before the server's HELLO the floors hold: it is tried again behind it.
                if self.client.peer == .floor { return }
                return self.fault("too long: \(limit)")
            }
            self.begin(plan, id, firstSent: true)
        }
    }

    private func begin(_ plan: StreamPlan, _ id: CallID, firstSent: Bool) {
        self.waiting.removeLast()
        self.progress += 1
        self.plans[id.stream.rawValue] = plan
        var caller = StreamApplication(
            id: id, stream: id.stream.rawValue, shape: plan.shape, toSend: plan.requests)
        if firstSent {
            caller.toSend.removeFirst()
            caller.sentCount = 1
        }
        if plan.shape.hasOneRequest { caller.inputEnded = true }
        self.callers[id.stream.rawValue] = caller
    }

    private func clientSends() {
        for caller in Self.inOrder(self.callers) where !caller.isOver && !caller.isHeld && !caller.inputEnded {
            let id = caller.id
            if Bool.random(using: &self.generator) { continue }
            guard let size = caller.toSend.first else {
                self.client.finishSending(id, into: &self.clientOut)
                self.callers[id.stream.rawValue]?.inputEnded = true
                self.progress += 1
                continue
            }
            switch self.client.beginMessage(id, into: &self.clientOut) {
            case .hold: self.callers[id.stream.rawValue]?.isHeld = true
            case .drop: self.fault("the client's message was dropped")
            case .pack(let position):
                self.progress += 1
                self.clientOut.writeImmutableBuffer(
                    StreamApplication.bytes(size, stream: caller.stream, place: caller.sentCount))
                let isLast = caller.toSend.count == 1 && Bool.random(using: &self.generator)
                if case .tooLong(let limit) = self.client.finishMessage(
                    position, isLast: isLast, into: &self.clientOut)
                {
                    if self.client.peer != .floor { self.fault("too long: \(limit)") }
                    continue
                }
                self.callers[id.stream.rawValue]?.toSend.removeFirst()
                self.callers[id.stream.rawValue]?.sentCount += 1
                if isLast { self.callers[id.stream.rawValue]?.inputEnded = true }
            }
        }
    }

    private func serverSends() {
        for handler in Self.inOrder(self.handlers) where !handler.isOver && !handler.isHeld {
            let id = handler.id
            if Bool.random(using: &self.generator) { continue }
            guard let plan = self.plans[handler.stream] else { continue }
            guard plan.endsEarly || handler.inputEnded || handler.shape == .bidirectional else { continue }
            guard let size = handler.toSend.first else {
                guard plan.endsEarly || handler.inputEnded else { continue }
                self.finish(handler, with: nil)
                continue
            }
            if handler.shape == .unary {
                self.finish(handler, with: size)
                continue
            }
            switch self.server.beginMessage(id, into: &self.serverOut) {
            case .hold: self.handlers[id.stream.rawValue]?.isHeld = true
            case .drop:
                // The client has reset the call: the handler learns it by `cancel`.
                break
            case .pack(let position):
                self.progress += 1
                self.serverOut.writeImmutableBuffer(
                    StreamApplication.bytes(size, stream: handler.stream, place: handler.sentCount))
                if case .tooLong(let limit) = self.server.finishMessage(position, into: &self.serverOut) {
                    self.fault("too long: \(limit)")
                }
                self.handlers[id.stream.rawValue]?.toSend.removeFirst()
                self.handlers[id.stream.rawValue]?.sentCount += 1
            }
        }
    }

    private func finish(_ handler: StreamApplication, with size: Int?) {
        self.progress += 1
        self.handlers[handler.id.stream.rawValue]?.isOver = true
        guard let size else {
            return self.server.end(handler.id, with: EndStatus(.ok), now: self.now, into: &self.serverOut)
        }
        guard case .pack(let position) = self.server.beginResponse(handler.id, now: self.now, into: &self.serverOut)
        else { return }
        self.serverOut.writeImmutableBuffer(StreamApplication.bytes(size, stream: handler.stream, place: 0))
        _ = self.server.finishResponse(position, now: self.now, into: &self.serverOut)
    }

    private func serverReads() {
        guard let bytes = self.some(of: &self.clientOut) else { return }
        self.server.receive(bytes)
        while let event = self.server.next(now: self.now, into: &self.serverOut) { self.serverHears(event) }
    }

    private func serverHears(_ event: ServerConnection.Inbound) {
        switch event {
        case .ready, .goAway: break
        case .call(let call):
            let stream = call.id.stream.rawValue
            guard let plan = self.plans[stream] else { return self.fault("a call nobody made") }
            self.handlers[call.id.stream.rawValue] = StreamApplication(
                id: call.id, stream: stream, shape: plan.shape, toSend: plan.replies)
            switch self.server.accept(call, as: plan.shape, now: self.now, into: &self.serverOut) {
            case .run(let message): self.handlerHears(call.id, message)
            case .open, .wait: break
            // The pools are at their smallest: the client is told RESOURCE_EXHAUSTED.
            case .ended: self.handlers[call.id.stream.rawValue]?.isOver = true
            }
        case .message(let id, let message): self.handlerHears(id, message)
        case .inputEnded(let id): self.handlers[id.stream.rawValue]?.inputEnded = true
        case .cancel(let id, let cause):
            if case .violation(let rule) = cause, rule != .poolExhausted {
                self.fault("the client broke \(rule.text)")
            }
            self.handlers[id.stream.rawValue]?.isOver = true
            self.server.end(id, with: EndStatus(.cancelled), now: self.now, into: &self.serverOut)
        case .abandoned(let id): self.handlers[id.stream.rawValue]?.isOver = true
        }
    }

    private func handlerHears(_ id: CallID, _ message: WireMessage) {
        if self.handlers[id.stream.rawValue]?.note(message) != true { self.fault("a request is not what was sent") }
        if self.handlers[id.stream.rawValue]?.shape.hasOneRequest == true {
            self.handlers[id.stream.rawValue]?.inputEnded = true
        }
    }

    private func clientReads() {
        guard let bytes = self.some(of: &self.serverOut) else { return }
        self.client.receive(bytes)
        while let event = self.client.next(now: self.now, into: &self.clientOut) { self.clientHears(event) }
    }

    private func clientHears(_ event: ClientConnection.Inbound) {
        switch event {
        case .ready, .goAway, .released: break
        case .message(let id, let message):
            if self.callers[id.stream.rawValue]?.note(message) != true { self.fault("a reply is not what was sent") }
        case .reply(let id, let reply):
            if let message = reply.message, self.callers[id.stream.rawValue]?.note(message) != true {
                self.fault("a reply is not what was sent")
            }
            self.check(id, reply)
        case .failed(let id, let failure):
            if failure.limit?.name != "receive_pool_bytes" { self.fault("the server broke \(failure.text)") }
            self.end(id)
        }
    }

    private func check(_ id: CallID, _ reply: Reply) {
        guard let caller = self.callers[id.stream.rawValue], let plan = self.plans[caller.stream] else { return }
        switch reply.status {
        case .ok:
            if caller.received != plan.replies { self.fault("replies \(caller.received) of \(plan.replies)") }
            if !plan.endsEarly, self.handlers[id.stream.rawValue]?.received != plan.requests {
                self.fault("requests are missing")
            }
        case .resourceExhausted: break
        default: self.fault("\(reply.status) \(reply.text)")
        }
        self.end(id)
    }

    private func end(_ id: CallID) {
        self.endedCount += 1
        self.callers[id.stream.rawValue]?.isOver = true
        self.callers[id.stream.rawValue]?.untaken = []
    }

    private func clientTakes() {
        for caller in Self.inOrder(self.callers) where !caller.untaken.isEmpty {
            let id = caller.id
            if Int.random(in: 0..<3, using: &self.generator) > 0 { continue }
            self.progress += 1
            self.callers[id.stream.rawValue]?.untaken.removeFirst()
            self.client.taken(id, caller.untaken[0], into: &self.clientOut)
        }
    }

    private func serverTakes() {
        for handler in Self.inOrder(self.handlers) where !handler.untaken.isEmpty {
            let id = handler.id
            if Int.random(in: 0..<3, using: &self.generator) > 0 { continue }
            self.progress += 1
            self.handlers[id.stream.rawValue]?.untaken.removeFirst()
            self.server.taken(id, handler.untaken[0], into: &self.serverOut)
        }
    }

    private func cancels() {
        for caller in Self.inOrder(self.callers) where !caller.isOver {
            let id = caller.id
            guard let after = self.plans[caller.stream]?.cancelledAfter, self.steps >= after else { continue }
            self.progress += 1
            self.client.cancel(id, into: &self.clientOut)
            self.end(id)
        }
    }
}
