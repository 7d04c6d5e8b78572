import Glibc
import Logging
import NIOCore
import NIOEmbedded
import Testing

@testable import TrunkServer

@Suite("Accepting")
struct AcceptGateTests {
    /// Counts the reads that reach the listening socket.
    private final class Reads: ChannelOutboundHandler {
        typealias OutboundIn = Never
        var count = 0

        func read(context: ChannelHandlerContext) { count += 1 }
    }

    private func listening(connectionsMax: Int) throws -> (EmbeddedChannel, Reads) {
        let channel = EmbeddedChannel()
        let reads = Reads()
        let gate = AcceptGate(
            connectionsMax: connectionsMax, pause: .seconds(1),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try channel.pipeline.syncOperations.addHandlers([reads, gate])
        return (channel, reads)
    }

    @Test("at the limit the next read waits until a connection closes")
    func limit() throws {
        let (listener, reads) = try listening(connectionsMax: 1)
        listener.read()
        #expect(reads.count == 1)
        let accepted = EmbeddedChannel(loop: listener.embeddedEventLoop)
        listener.pipeline.fireChannelRead(accepted as any Channel)
        listener.read()
        #expect(reads.count == 1)
        accepted.close(promise: nil)
        listener.embeddedEventLoop.run()
        #expect(reads.count == 2)
    }

    @Test("out of file descriptors, accepting pauses for a while and goes on", arguments: [EMFILE, ENFILE])
    func descriptors(code: CInt) throws {
        let (listener, reads) = try listening(connectionsMax: 10)
        listener.pipeline.fireErrorCaught(IOError(errnoCode: code, reason: "accept"))
        listener.read()
        #expect(reads.count == 0)
        listener.embeddedEventLoop.advanceTime(by: .milliseconds(999))
        #expect(reads.count == 0)
        listener.embeddedEventLoop.advanceTime(by: .milliseconds(1))
        #expect(reads.count == 1)
    }

    @Test("another error of the listening socket is passed on")
    func otherErrors() throws {
        let (listener, _) = try listening(connectionsMax: 10)
        listener.pipeline.fireErrorCaught(IOError(errnoCode: EINVAL, reason: "accept"))
        #expect(throws: IOError.self) { try listener.throwIfErrorCaught() }
    }
}
