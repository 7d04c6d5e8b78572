import NIOCore
import NIOEmbedded
import Testing
import Trunk
@testable import TrunkServer

/// The clocks that run against a client stand still while the server does not read what it sent.
@Suite("Clocks of a client that is not read", .timeLimit(.minutes(1)))
struct HeldClockTests {
    private static func router() -> Router {
        TestService().router()
    }

    /// Lets `milliseconds` pass on the clock the server looks at.
    private static func pass(_ milliseconds: Int64) {
        let end = NIODeadline.now() + .milliseconds(milliseconds)
        while NIODeadline.now() < end {}
    }

    /// The server's own look at its limits, as the wheel would have it.
    private static func tick(_ connection: EmbeddedConnection) {
        connection.loop.executor.beginTurn()
        connection.handler.timerExpired(item: 0)
        connection.loop.executor.endTurn()
    }

    @Test("half a frame is not late while input is held, and is when it is read again (TRK-802)")
    func frame() throws {
        let connection = try EmbeddedConnection(Self.router()) { $0.limits.frameArrivalMillisMax = 30 }
        try connection.send(ByteBuffer(bytes: [0, 0, 0]))
        connection.channel.isWritable = false
        connection.channel.pipeline.fireChannelWritabilityChanged()
        connection.channel.pipeline.read()
        Self.pass(40)
        Self.tick(connection)
        #expect(try EmbeddedConnection.frames(connection.written()).isEmpty)
        connection.channel.isWritable = true
        connection.channel.pipeline.fireChannelWritabilityChanged()
        Self.tick(connection)
        #expect(try EmbeddedConnection.frames(connection.written()).isEmpty)
        Self.pass(40)
        Self.tick(connection)
        #expect(try EmbeddedConnection.frames(connection.written()).map(\.code) == [4])
        connection.close()
    }

    @Test("a PING is not unanswered while its answer could not be read (TRK-703)")
    func ping() throws {
        let connection = try EmbeddedConnection(Self.router()) { configuration in
            configuration.limits.keepAliveMillis = 1
            configuration.limits.pingAnswerMillisMax = 30
        }
        try connection.send(ByteBuffer(bytes: RawFrame.request(1, "Stubborn", "x").bytes))
        Self.pass(2)
        Self.tick(connection)
        #expect(try EmbeddedConnection.frames(connection.written()).map(\.type) == [0x08])
        connection.channel.isWritable = false
        connection.channel.pipeline.fireChannelWritabilityChanged()
        connection.channel.pipeline.read()
        Self.pass(40)
        Self.tick(connection)
        #expect(connection.handler.isOpen)
        connection.channel.isWritable = true
        connection.channel.pipeline.fireChannelWritabilityChanged()
        Self.pass(40)
        Self.tick(connection)
        #expect(!connection.handler.isOpen)
        connection.close()
    }

    @Test("a loop that was busy for long reads what has come before it judges whether it came in time")
    func busyLoop() throws {
        let connection = try EmbeddedConnection(Self.router()) { $0.limits.frameArrivalMillisMax = 30 }
        let ping = RawFrame.ping(1).bytes
        try connection.send(ByteBuffer(bytes: ping.prefix(5)))
        // Past the look that is due after 500 ms, and past what still counts as in time.
        Self.pass(600)
        connection.channel.embeddedEventLoop.advanceTime(to: try #require(connection.loop.wake).at)
        #expect(try EmbeddedConnection.frames(connection.written()).isEmpty)
        try connection.send(ByteBuffer(bytes: ping.dropFirst(5)))
        connection.channel.embeddedEventLoop.advanceTime(by: .milliseconds(5))
        #expect(try EmbeddedConnection.frames(connection.written()).map(\.type) == [0x09])
        // When nothing came, the second look judges.
        try connection.send(ByteBuffer(bytes: ping.prefix(5)))
        Self.pass(600)
        connection.channel.embeddedEventLoop.advanceTime(to: try #require(connection.loop.wake).at)
        connection.channel.embeddedEventLoop.advanceTime(by: .milliseconds(5))
        #expect(try EmbeddedConnection.frames(connection.written()).map(\.code) == [4])
        connection.close()
    }
}
