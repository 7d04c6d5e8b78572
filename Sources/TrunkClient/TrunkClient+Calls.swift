internal import NIOCore
public import Trunk
public import TrunkMessages
internal import TrunkWire

extension TrunkClient: Caller {
    /// Makes one unary call.
    ///
    /// - Throws: `RPCError`: the server's, or a local one (`isLocal`) when time ran out, the task was cancelled, the
    ///   server cannot be reached, or a limit it announced would be broken.
    public func unary<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, _ request: Request, options: CallOptions
    ) async throws(RPCError) -> Response {
        let descriptor = method.descriptor
        let timeout = options.timeout ?? core.configuration.defaultTimeout
        guard timeout > .zero else { throw .deadlineExceeded(notExecuted: true, isLocal: true) }
        guard descriptor.shape == .unary else { throw .wrongShape(descriptor) }
        let bytes = try Self.encode(request, isSecret: descriptor.carriesSecret)
        let outgoing =
            isCompressed(descriptor, options, bytes)
            ? await core.compression.compress(bytes) : OutgoingMessage(bytes)
        let call = ClientCall(method: descriptor, request: outgoing, options: options, timeout: timeout)
        let message = try await outcome(of: call).get()
        let answer = message.decodedBytes == nil ? message.bytes : try await core.compression.plain(message)
        defer { if descriptor.carriesSecret { answer.wipeReadableBytes() } }
        do throws(DecodeError) {
            return try await Response.decode(answer)
        } catch {
            throw RPCError(decodingReply: error)
        }
    }

    /// Opens a streaming call; answers at once, and whatever keeps the call from the server ends its streams.
    ///
    /// - Throws: `RPCError`, when the call cannot be made at all.
    public func open<Request: Message, Response: Message>(
        _ method: Method<Request, Response>, first: Request?, options: CallOptions
    ) async throws(RPCError) -> CallStream<Request, Response> {
        let descriptor = method.descriptor
        if Task.isCancelled { throw .cancelled }
        let timeout = options.timeout ?? MethodTerms.streamTimeoutMax
        guard timeout > .zero else { throw .deadlineExceeded(notExecuted: true, isLocal: true) }
        guard descriptor.shape != .unary, (first == nil) == (descriptor.shape != .serverStreaming) else {
            throw .wrongShape(descriptor)
        }
        var request: OutgoingMessage?
        if let first {
            let bytes = try Self.encode(first, isSecret: descriptor.carriesSecret)
            request =
                isCompressed(descriptor, options, bytes)
                ? await core.compression.compress(bytes) : OutgoingMessage(bytes)
        }
        let call = ClientCall(method: descriptor, request: request, options: options, timeout: timeout)
        let stream = ClientCallStream(core: core, call: call)
        call.stream = stream
        core.post(.start(call))
        return CallStream(stream)
    }

    private func isCompressed(_ method: MethodDescriptor, _ options: CallOptions, _ bytes: ByteBuffer) -> Bool {
        options.compression ?? core.configuration.compression && !method.carriesSecret
            && core.compression.isWorth(bytes.readableBytes)
    }

    private static func encode(_ message: some Message, isSecret: Bool) throws(RPCError) -> ByteBuffer {
        var bytes = ByteBuffer()
        do throws(EncodeError) { try message.encode(into: &bytes) } catch {
            if isSecret { bytes.wipeReadableBytes() }
            throw RPCError(encoding: error)
        }
        return bytes
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
