internal import NIOCore

/// PING and PONG of one side: who asked when, what is still to be answered (TRK-701 to TRK-703).
struct KeepAlive {
    private var heardAt: NIODeadline
    private var pingHeardAt: NIODeadline?
    private var unanswered: UInt64?
    private var sentAt: NIODeadline?
    private var awaited: UInt64?
    private var nextPayload: UInt64

    /// Nothing asked, nothing to answer; `random` makes the payloads hard to guess.
    init(random: UInt64, now: NIODeadline) {
        self.heardAt = now
        self.nextPayload = random
    }

    /// Any frame has come.
    mutating func heard(now: NIODeadline) {
        self.heardAt = now
    }

    /// The owner has not been reading for so many nanoseconds: an answer may lie unread all that time.
    mutating func stoodStill(nanoseconds: UInt64) {
        let pause = TimeAmount.nanoseconds(Int64(clamping: nanoseconds))
        self.heardAt = self.heardAt + pause
        self.sentAt = self.sentAt.map { $0 + pause }
    }

    /// A PING has come. Only the newest is answered. False when it came too soon: half the interval this side
    /// announced is tolerated, because the network may bunch what was sent in time.
    mutating func pingReceived(_ payload: UInt64, intervalMillisMin: UInt32, now: NIODeadline) -> Bool {
        self.unanswered = payload
        defer { self.pingHeardAt = now }
        guard let previous = self.pingHeardAt else { return true }
        return now.milliseconds(since: previous) >= UInt64(intervalMillisMin / 2)
    }

    /// A PONG has come. False when nobody asked for it.
    mutating func pongReceived(_ payload: UInt64) -> Bool {
        guard self.awaited == payload else { return false }
        self.awaited = nil
        return true
    }

    /// Writes the PONG that is due, if one is.
    mutating func answer(into out: inout ByteBuffer) {
        guard let payload = self.unanswered else { return }
        self.unanswered = nil
        FrameEncoder.write(.pong, payload: payload, into: &out)
    }

    /// Writes a PING.
    mutating func ask(now: NIODeadline, into out: inout ByteBuffer) {
        let payload = self.nextPayload
        self.nextPayload = payload &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        self.awaited = payload
        self.sentAt = now
        FrameEncoder.write(.ping, payload: payload, into: &out)
    }

    /// Time since anything was heard, ms.
    func silenceMillis(now: NIODeadline) -> UInt64 {
        now.milliseconds(since: self.heardAt)
    }

    /// True when silence asks for a PING and the peer's interval allows one.
    func shouldAsk(limits: WireLimits, peerIntervalMillisMin: UInt32, now: NIODeadline) -> Bool {
        guard self.awaited == nil, self.silenceMillis(now: now) >= limits.keepAliveMillis else { return false }
        guard let sentAt = self.sentAt else { return true }
        return now.milliseconds(since: sentAt) >= UInt64(peerIntervalMillisMin)
    }

    /// True when a PING has waited for its answer too long.
    func isUnanswered(limits: WireLimits, now: NIODeadline) -> Bool {
        guard self.awaited != nil, let sentAt = self.sentAt else { return false }
        return now.milliseconds(since: sentAt) >= limits.pingAnswerMillisMax
    }
}
