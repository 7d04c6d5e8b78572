internal import NIOCore
internal import Trunk
internal import TrunkWire

/// The client's half that lives on one event loop: turns of work, mail from other threads, and what all calls share.
/// Admission and deadlines are in `+Admission`, what follows a failed attempt in `+Retries`, the end in `+Closing`,
/// and where calls go is `ConnectionSet`.
///
/// `@unchecked Sendable`: everything but the mailbox and the constants is touched on `eventLoop` alone.
final class ClientCore: @unchecked Sendable {
    let eventLoop: any EventLoop
    let configuration: ClientConfiguration
    /// The limits every connection keeps.
    let limits: WireLimits
    let compression: ClientCompression
    private let mailbox = ClientMailbox()

    /// Read once per turn.
    private(set) var now = NIODeadline.now()
    private var letters: [ClientMailbox.Letter] = []
    private(set) lazy var connections = ConnectionSet(core: self, servers)
    private let servers: [ConnectionSet.Server]
    var calls = SlotTable<ClientCall>()
    var waiting = CircularBuffer<ClientCall>()
    var timers: ClientTimers
    var budget = RetryBudget()
    /// Who waits for the end of this client.
    var watchers: [EventLoopPromise<Void>] = []
    var isClosed = false
    /// The scheduled end of the grace after `close`.
    var graceEnd: Scheduled<Void>?
    private var isFlushing = false
    private var needsTurn = false

    init(eventLoop: any EventLoop, servers: [ConnectionSet.Server], configuration: ClientConfiguration) {
        self.eventLoop = eventLoop
        self.servers = servers
        self.configuration = configuration
        limits = configuration.connectionLimits
        compression = ClientCompression(decodedBytesMax: limits.messageDecodedBytesMax)
        timers = ClientTimers(eventLoop: eventLoop)
    }

    // MARK: From any thread

    func post(_ letter: ClientMailbox.Letter) {
        if mailbox.post(letter) { eventLoop.execute { self.readMail() } }
    }

    // MARK: On the loop

    /// The loop begins to work for this client.
    func beginTurn() {
        now = .now()
    }

    /// The work is done: writes what can be written.
    func endTurn() {
        writeWaiting()
        // A call that was given up holds its slot until the server's END; nobody waits for that.
        if isClosed, calls.count == 0 { connections.finish() }
        isFlushing = true
        connections.flush()
        isFlushing = false
        finishClosing()
        guard needsTurn else { return }
        needsTurn = false
        turnSoon()
    }

    /// Work that is only what waits.
    func turn() {
        beginTurn()
        endTurn()
    }

    /// A turn that begins when this one is over.
    func turnSoon() {
        eventLoop.execute { self.turn() }
    }

    /// A call waits again.
    func requeue(_ call: ClientCall, first: Bool) {
        call.stage = .waiting
        if first { waiting.prepend(call) } else { waiting.append(call) }
        wantTurn()
    }

    /// Something has changed for calls that wait: what comes out of the turn's last writes needs another turn.
    func wantTurn() {
        if isFlushing { needsTurn = true }
    }

    private func readMail() {
        beginTurn()
        mailbox.collect(into: &letters)
        for letter in letters { open(letter) }
        letters.removeAll(keepingCapacity: true)
        endTurn()
    }

    private func open(_ letter: ClientMailbox.Letter) {
        switch letter {
        case .start(let call): admit(call)
        case .cancel(let call):
            if call.isAdmitted { giveUp(call, .cancelled) }
        case .serve(let call):
            if case .sent(let id, let connection) = call.stage { connection.serve(call, id) }
        case .close(let promise): close(promise)
        case .watch(let promise): watchers.append(promise)
        case .abandon: abandon()
        }
    }
}
