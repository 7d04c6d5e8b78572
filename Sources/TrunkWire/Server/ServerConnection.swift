package import NIOCore

/// The server's side of one connection as a value: bytes and decisions in, events and bytes out.
///
/// No I/O, no clock: time comes in as `now`, output is appended to the owner's buffer. Nothing a client sends traps
/// or throws here; it becomes an event, an END, or the close that `endOfTurn` tells.
///
/// ```
///  awaitingPreface --preface--> awaitingHello --HELLO--> open --+
///        |                           |                    |     | GOAWAY, drain: calls finish
///        +------- violation, time, close -----------------+-----+--> closing --endOfTurn--> closed
/// ```
package struct ServerConnection: ~Copyable {
    enum State: ~Copyable {
        case awaitingPreface(UniqueBox<ServerOpening>)
        case awaitingHello(UniqueBox<ServerOpening>)
        case open(UniqueBox<ServerSession>)
        /// Over, and the owner has not been told.
        case closing(CloseReason)
        /// Over, and the owner knows.
        case closed
    }

    var state: State

    init(state: consuming State) {
        self.state = state
    }

    /// A connection that has just been accepted.
    ///
    /// - Parameters:
    ///   - limits: what this side keeps.
    ///   - settings: what it announces; made by `Settings(limits:)`.
    ///   - random: for the preface, grease and PING payloads; not a secret.
    ///   - pool: the receive pool of the process; nil = only the connection's own limit.
    package init(
        limits: WireLimits, announcing settings: Settings, random: UInt64, pool: BytePool? = nil, now: NIODeadline
    ) {
        self.state = .awaitingPreface(
            UniqueBox(
                ServerOpening(limits: limits, announced: settings, random: random, pool: pool, startedAt: now)))
    }

    /// Takes newly read bytes; follow it by `next` until it answers nil.
    package mutating func receive(_ bytes: ByteBuffer) {
        switch consume self.state {
        case .awaitingPreface(var opening):
            opening.value.decoder.append(bytes)
            self = .init(state: .awaitingPreface(opening))
        case .awaitingHello(var opening):
            opening.value.decoder.append(bytes)
            self = .init(state: .awaitingHello(opening))
        case .open(var session):
            session.value.decoder.append(bytes)
            self = .init(state: .open(session))
        case .closing(let reason): self = .init(state: .closing(reason))
        case .closed: self = .init(state: .closed)
        }
    }

    /// Puts a session back, or lets it go when it has ended.
    init(session: consuming UniqueBox<ServerSession>) {
        if let reason = session.value.closing {
            self.init(state: .closing(reason))
        } else {
            self.init(state: .open(session))
        }
    }

    /// Runs `body` on the open session; before HELLO and after the end there is none, and the answer is `otherwise`.
    mutating func inSession<Answer>(otherwise: Answer, _ body: (inout ServerSession) -> Answer) -> Answer {
        switch consume self.state {
        case .open(var session):
            let answer = body(&session.value)
            self = .init(session: session)
            return answer
        case .awaitingPreface(let opening): self = .init(state: .awaitingPreface(opening))
        case .awaitingHello(let opening): self = .init(state: .awaitingHello(opening))
        case .closing(let reason): self = .init(state: .closing(reason))
        case .closed: self = .init(state: .closed)
        }
        return otherwise
    }
}
