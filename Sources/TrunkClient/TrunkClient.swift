package import NIOCore
internal import NIOPosix
public import Trunk
public import TrunkMessages

/// Calls a server over one connection that all calls share. The connection is opened by the first call, and again by
/// the first one after it was lost; calls that the server certainly has not executed are sent once more by themselves.
///
/// Call `close` when done, or use `withTrunkClient`.
public final class TrunkClient: Caller, Sendable {
    /// Puts handlers in front of Trunk's own on a fresh connection; TLS comes in here.
    package typealias Transport = @Sendable (any Channel) throws -> Void

    private let core: ClientCore

    /// A client of the server at `endpoint`; nothing is connected yet.
    public convenience init(_ endpoint: Endpoint, configuration: ClientConfiguration = ClientConfiguration()) {
        self.init(endpoint, configuration: configuration, group: MultiThreadedEventLoopGroup.singleton)
    }

    /// A client on a loop of `group`, whose connections `transport` makes secure.
    package init(
        _ endpoint: Endpoint, configuration: ClientConfiguration, group: any EventLoopGroup,
        transport: Transport? = nil
    ) {
        core = ClientCore(
            eventLoop: group.next(), endpoint: endpoint, configuration: configuration, transport: transport)
    }

    deinit {
        core.post(.abandon)
    }

    /// Makes one unary call.
    ///
    /// - Throws: `RPCError`: the server's, or a local one (`isLocal`) when time ran out, the task was cancelled, the
    ///   server cannot be reached, or a limit it announced would be broken.
    public func unary<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, _ request: Request, options: CallOptions
    ) async throws(RPCError) -> Response {
        let timeout = options.timeout ?? core.configuration.defaultTimeout
        guard timeout > .zero else { throw .deadlineExceeded(notExecuted: true, isLocal: true) }
        var bytes = ByteBuffer()
        do throws(EncodeError) { try request.encode(into: &bytes) } catch { throw RPCError(encoding: error) }
        let call = ClientCall(
            path: method.descriptor.path, request: bytes, carriesSecret: method.descriptor.carriesSecret,
            options: options, timeout: timeout)
        let answer = try await outcome(of: call).get()
        defer { if method.descriptor.carriesSecret { answer.wipeReadableBytes() } }
        do throws(DecodeError) {
            return try await Response.decode(answer)
        } catch {
            throw RPCError(decodingReply: error)
        }
    }

    /// Opens a streaming call.
    ///
    /// - Throws: `RPCError`, as `unary` does.
    public func open<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, first: Request?, options: CallOptions
    ) async throws(RPCError) -> CallStream<Request, Response> {
        throw .unimplemented(path: method.descriptor.path)
    }

    /// Opens no more calls, lets the running ones end within their deadlines, and closes the connection.
    public func close() async {
        let promise = core.eventLoop.makePromise(of: Void.self)
        core.post(.close(promise))
        try? await promise.futureResult.get()
    }

    private func outcome(of call: ClientCall) async -> ClientCall.Outcome {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                call.continuation = continuation
                core.post(.start(call))
            }
        } onCancel: {
            call.isCancelled.store(true, ordering: .releasing)
            core.post(.cancel(call))
        }
    }
}
