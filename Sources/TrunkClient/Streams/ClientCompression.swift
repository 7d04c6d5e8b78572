internal import NIOCore
internal import Synchronization
internal import Trunk
internal import TrunkWire

/// Compresses and inflates the messages of one client, in its callers' tasks and never on its loop (PROTOCOL §10).
final class ClientCompression: Sendable {
    /// Longer messages are worked on by the global executor: 32 KiB take about 0.2 ms, and the caller may run on a loop.
    static let hereBytesMax = 32 * 1024
    /// Contexts that are kept for the next message, of each kind; a deflater takes 260 KiB, an inflater 40.
    static let contextsMax = 2

    private let decodedBytesMax: Int
    private let isAccepted = Atomic(false)
    private let deflaters = Mutex<[Deflater]>([])
    private let inflaters = Mutex<[Inflater]>([])

    /// For messages of at most `decodedBytesMax` once inflated.
    init(decodedBytesMax: Int) {
        self.decodedBytesMax = decodedBytesMax
    }

    /// A server has said whether it inflates.
    func greeted(_ settings: Settings) {
        isAccepted.store(settings.acceptsDeflate, ordering: .relaxed)
    }

    /// Whether a message of so many bytes is compressed; a server that has not greeted yet gets it as it is (TRK-314).
    func isWorth(_ bytes: Int) -> Bool {
        bytes > RawDeflater.messageBytesMin && isAccepted.load(ordering: .relaxed)
    }

    /// The message with its compressed form, if that is shorter by a tenth (TRK-903).
    func compress(_ bytes: ByteBuffer) async -> OutgoingMessage {
        guard bytes.readableBytes > Self.hereBytesMax else { return OutgoingMessage(bytes, deflated: deflate(bytes)) }
        return await withTaskExecutorPreference(globalConcurrentExecutor) {
            OutgoingMessage(bytes, deflated: deflate(bytes))
        }
    }

    /// A message that came, as its sender encoded it.
    ///
    /// - Throws: INTERNAL with TRK-902, when it is no good.
    func plain(_ message: WireMessage) async throws(RPCError) -> ByteBuffer {
        guard let decodedBytes = message.decodedBytes else { return message.bytes }
        guard decodedBytes > Self.hereBytesMax else { return try inflate(message.bytes, decodedBytes).get() }
        let result = await withTaskExecutorPreference(globalConcurrentExecutor) {
            inflate(message.bytes, decodedBytes)
        }
        return try result.get()
    }

    private func deflate(_ bytes: ByteBuffer) -> ByteBuffer? {
        let kept = deflaters.withLock { $0.popLast() }
        guard let context = kept ?? (try? Deflater()) else { return nil }
        defer { deflaters.withLock { if $0.count < Self.contextsMax { $0.append(context) } } }
        var output = ByteBuffer()
        let isSmaller = bytes.withUnsafeReadableBytes { context.raw.compress($0, into: &output) }
        return isSmaller ? output : nil
    }

    private func inflate(_ bytes: ByteBuffer, _ decodedBytes: Int) -> Result<ByteBuffer, RPCError> {
        var output = ByteBuffer()
        var failure: RawDeflateError?
        do throws(RawDeflateError) {
            let kept = inflaters.withLock { $0.popLast() }
            let context = if let kept { kept } else { try Inflater() }
            defer { inflaters.withLock { if $0.count < Self.contextsMax { $0.append(context) } } }
            bytes.withUnsafeReadableBytes { wire in
                do throws(RawDeflateError) {
                    try context.raw.decompress(
                        wire, declared: UInt32(clamping: decodedBytes), decodedBytesMax: decodedBytesMax, into: &output)
                } catch {
                    failure = error
                }
            }
        } catch {
            failure = error
        }
        return failure.map { .failure(RPCError(inflating: $0)) } ?? .success(output)
    }

    /// `@unchecked Sendable`: used by whoever has taken it out of the pool, and by nobody else.
    private final class Deflater: @unchecked Sendable {
        var raw: RawDeflater

        init() throws(RawDeflateError) { raw = try RawDeflater() }
    }

    /// `@unchecked Sendable`: as `Deflater`.
    private final class Inflater: @unchecked Sendable {
        var raw: RawInflater

        init() throws(RawDeflateError) { raw = try RawInflater() }
    }
}
