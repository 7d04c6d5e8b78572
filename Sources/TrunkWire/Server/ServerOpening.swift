internal import NIOCore

/// A server's connection before the client's HELLO.
struct ServerOpening {
    let limits: WireLimits
    let announced: Settings
    let random: UInt64
    let pool: BytePool?
    let startedAt: NIODeadline
    /// What is told in HELLO's place, when the client is not let in.
    var refusal: GoAway?
    var decoder = FrameDecoder()

    /// What reading has led to.
    enum Step {
        /// More bytes are needed.
        case wait
        /// The client's preface is good; preface and HELLO have been written.
        case prefaceRead
        /// The client's HELLO has been read.
        case helloRead(Settings)
        /// The connection is over.
        case close(CloseReason)
    }

    /// Reads the client's preface. Nothing is written before it is known to be one (TRK-102, TRK-103).
    mutating func readPreface(into out: inout ByteBuffer) -> Step {
        do {
            guard let offer = try self.decoder.preface() else { return .wait }
            let answer = offer.answer(random: UInt16(truncatingIfNeeded: self.random >> 48))
            answer.write(into: &out)
            guard answer.first != 0 else {
                GoAway(reason: .version, lastStream: .connection, text: Rule.noCommonVersion.text).write(into: &out)
                return .close(.noCommonVersion(highest: Preface.highestVersion))
            }
            if let refusal = self.refusal {
                refusal.write(into: &out)
                return .close(.requested(refusal.reason))
            }
            self.announced.write(from: .server, random: self.random, into: &out)
            FrameEncoder.writeGrease(random: self.random, into: &out)
            return .prefaceRead
        } catch {
            return .close(.notTrunk(error.speaks))
        }
    }

    /// Reads the client's HELLO, or the GOAWAY in its place.
    mutating func readHello(now: NIODeadline, into out: inout ByteBuffer) -> Step {
        do {
            let expected = FrameHeader.Expectation(
                sender: .client, frameBytesMax: WireLimits.helloBytesMax, helloAwaited: true, lastStream: .connection)
            guard let frame = try self.decoder.next(expected, now: now) else { return .wait }
            if frame.header.type == .goAway {
                return .close(.peerClosed(GoAwayReason(rawValue: frame.header.code)))
            }
            return .helloRead(try Settings(reading: frame.payload, from: .client))
        } catch {
            GoAway(reason: error.reason, lastStream: .connection, text: error.rule.text).write(into: &out)
            return .close(.violation(error))
        }
    }

    /// True when preface and HELLO have had their time (TRK-121).
    func isLate(now: NIODeadline) -> Bool {
        now.milliseconds(since: self.startedAt) >= self.limits.prefaceMillisMax
    }
}
