package import NIOCore

/// The client's side of one connection as a value: calls and bytes in, events and bytes out.
///
/// No I/O, no clock: time comes in as `now`, output is appended to the owner's buffer. Nothing a server sends traps
/// or throws here; it becomes a reply, a failed call, or the close that `endOfTurn` tells.
///
/// ```
///  awaitingPreface --preface--> awaitingHello --HELLO--> open      calls may be sent in all three
///        |                           |                    |
///        +------- violation, time, GOAWAY, close ---------+--> closing --endOfTurn--> closed
/// ```
package struct ClientConnection: ~Copyable {
    enum State: ~Copyable {
        case awaitingPreface(UniqueBox<ClientSession>)
        case awaitingHello(UniqueBox<ClientSession>)
        case open(UniqueBox<ClientSession>)
        /// Over, and the owner has not been told.
        case closing(CloseReason)
        /// Over, and the owner knows.
        case closed
    }

    var state: State

    init(state: consuming State) {
        self.state = state
    }

    /// A connection that has just been made; writes preface and HELLO, behind which calls may follow at once (TRK-101).
    ///
    /// - Parameters:
    ///   - limits: what this side keeps.
    ///   - settings: what it announces; made by `Settings(limits:)`.
    ///   - random: for the preface, grease and PING payloads; not a secret.
    ///   - firstStream: the id of the first call; another than 1 only in tests of the last ids.
    ///   - pool: the receive pool of the process; nil = only the connection's own limit.
    package init(
        limits: WireLimits, announcing settings: Settings, random: UInt64, firstStream: StreamID = .first,
        pool: BytePool? = nil, now: NIODeadline, into out: inout ByteBuffer
    ) {
        Preface.offer(random: UInt16(truncatingIfNeeded: random >> 48)).write(into: &out)
        settings.write(from: .client, random: random, into: &out)
        FrameEncoder.writeGrease(random: random, into: &out)
        self.state = .awaitingPreface(
            UniqueBox(
                ClientSession(limits: limits, random: random, firstStream: firstStream, pool: pool, now: now)))
    }

    /// Which of the three states with a session a connection is in.
    enum Stage {
        case preface
        case hello
        case open
    }

    /// Puts a session back, or lets it go when it has ended.
    init(session: consuming UniqueBox<ClientSession>, stage: Stage) {
        if let reason = session.value.closing {
            self.init(state: .closing(reason))
            return
        }
        switch stage {
        case .preface: self.init(state: .awaitingPreface(session))
        case .hello: self.init(state: .awaitingHello(session))
        case .open: self.init(state: .open(session))
        }
    }

    /// Runs `body` on the session; after the end there is none, and the answer is `otherwise`.
    mutating func inSession<Answer>(
        otherwise: Answer, _ body: (inout ClientSession, inout Stage) -> Answer
    ) -> Answer {
        var stage: Stage
        var session: UniqueBox<ClientSession>
        switch consume self.state {
        case .awaitingPreface(let held):
            stage = .preface
            session = held
        case .awaitingHello(let held):
            stage = .hello
            session = held
        case .open(let held):
            stage = .open
            session = held
        case .closing(let reason):
            self = .init(state: .closing(reason))
            return otherwise
        case .closed:
            self = .init(state: .closed)
            return otherwise
        }
        let answer = body(&session.value, &stage)
        self = .init(session: session, stage: stage)
        return answer
    }
}
