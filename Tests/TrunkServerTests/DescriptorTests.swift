import Glibc
import Logging
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import TrunkServer

@Suite("Out of file descriptors", .timeLimit(.minutes(1)))
struct DescriptorTests {
    @Test("fewer connections than configured are served when the process may open fewer files")
    func derived() {
        #expect(DescriptorLimit.connectionsMax(configured: 16_384, descriptorsMax: 1024) == 896)
        #expect(DescriptorLimit.connectionsMax(configured: 500, descriptorsMax: 1024) == 500)
        #expect(DescriptorLimit.connectionsMax(configured: 16_384, descriptorsMax: .max) == 16_384)
        #expect(DescriptorLimit.connectionsMax(configured: 16_384, descriptorsMax: 8) == 16)
        #expect(DescriptorLimit.current > 16)
    }

    /// Counts what a listening socket accepts.
    private final class Accepted: ChannelInboundHandler, Sendable {
        typealias InboundIn = any Channel
        let count = Mutex(0)

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            count.withLock { $0 += 1 }
            context.fireChannelRead(data)
        }
    }

    // The process is not brought to its limit in truth: Dispatch traps when it can open no file.
    @Test("a listening socket that could not accept leaves the selector until the pause is over, and then goes on")
    func pause() async throws {
        let failures = Mutex(0)
        let accepted = Accepted()
        let group = MultiThreadedEventLoopGroup.singleton
        let listener = try await ServerBootstrap(group: group)
            .serverChannelOption(.maxMessagesPerRead, value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let gate = AcceptGate(
                        connectionsMax: 10, pause: .milliseconds(200),
                        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
                    ) { failures.withLock { $0 += 1 } }
                    try channel.pipeline.syncOperations.addHandlers([gate, accepted])
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let bound = try #require(listener.localAddress)
        let isReading = try await listener.eventLoop.submit {
            listener.pipeline.syncOperations.fireErrorCaught(IOError(errnoCode: EMFILE, reason: "accept"))
            return try listener.syncOptions?.getOption(.autoRead)
        }.get()
        #expect(isReading == false)
        #expect(failures.withLock { $0 } == 1)
        let client = try await ClientBootstrap(group: group).connect(to: bound).get()
        while accepted.count.withLock({ $0 }) == 0 { await Task.yield() }
        #expect(try await listener.getOption(.autoRead).get())
        #expect(failures.withLock { $0 } == 1)
        try await client.close()
        try await listener.close()
    }
}
