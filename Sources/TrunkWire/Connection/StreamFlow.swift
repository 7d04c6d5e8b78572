internal import NIOCore

/// The books of one streaming call: what its peer may still send, what the owner has taken, who waits to send.
///
/// A class, so that a unary call, which keeps none of this, costs one word. It never leaves its connection.
final class StreamFlow {
    /// Credit the peer began with, bytes; it is renewed when half of it has been taken.
    let windowBytes: Int
    /// What the peer may still spend, bytes; below zero after a message that was longer than the rest.
    private(set) var receiveCreditBytes: Int
    /// Credit of messages the owner has taken, not given back yet, bytes.
    private var takenBytes = 0
    /// What this call has reserved from the pool, bytes: the window, and fragmented messages until they are taken.
    var reservedBytes: Int
    /// Messages that came, the one that rode in the REQUEST included.
    var receivedCount = 0
    /// Messages that were sent.
    var sentCount = 0
    /// The owner wanted to send and was told to hold.
    var isHeld = false
    /// Messages hold a secret: a compressed one breaks TRK-904.
    var refusesCompression = false

    /// Books of a fresh stream; a window of 0 is a peer that may send nothing.
    init(windowBytes: Int) {
        self.windowBytes = windowBytes
        self.receiveCreditBytes = windowBytes
        self.reservedBytes = windowBytes
    }

    /// A message begins: charges it, and answers it when it is whole, or puts its beginning into `assembly`.
    ///
    /// - Throws: TRK-404 when the peer had no credit to begin one, TRK-904, TRK-403.
    func begin(
        _ begun: ReceivedMessage, from pool: inout ReceivePool, limits: WireLimits, _ assembly: inout MessageAssembly?
    ) throws(CallViolation) -> WireMessage? {
        let cost = Self.cost(of: begun.wireBytes)
        if self.refusesCompression, begun.isCompressed { throw CallViolation(.compressedSecret) }
        guard self.receiveCreditBytes > 0 else { throw CallViolation(.noCredit, status: .internalError) }
        switch begun {
        case .none: return nil
        case .whole(let bytes, let decodedBytes):
            self.receiveCreditBytes -= cost
            self.receivedCount += 1
            return WireMessage(Self.kept(bytes), decodedBytes: decodedBytes, creditBytes: cost)
        case .fragment(let totalBytes, let decodedBytes, let first):
            guard pool.reserve(totalBytes) else {
                throw CallViolation(.poolExhausted, limit: .receivePoolBytes(limits))
            }
            self.receiveCreditBytes -= cost
            self.reservedBytes += totalBytes
            assembly = MessageAssembly(
                totalBytes: totalBytes, decodedBytes: decodedBytes, creditBytes: cost, first: first)
            return nil
        }
    }

    /// What a message had reserved goes back, unless all of the call's has gone back before.
    func release(_ message: WireMessage, to pool: inout ReceivePool) {
        guard message.reservedBytes > 0, self.reservedBytes >= message.reservedBytes else { return }
        self.reservedBytes -= message.reservedBytes
        pool.release(message.reservedBytes)
    }

    /// The owner has taken a message. Answers the bytes of the CREDIT that is due now, or nil.
    func taken(_ bytes: Int) -> UInt32? {
        self.takenBytes += bytes
        guard self.takenBytes > 0, self.takenBytes >= self.windowBytes / 2 else { return nil }
        let renewed = UInt32(clamping: self.takenBytes)
        self.receiveCreditBytes += self.takenBytes
        self.takenBytes = 0
        return renewed
    }

    /// Bytes the peer may have in flight when the call ends early: its credit, and one message begun on the last of it.
    func inFlightBytes(messageBytesMax: Int) -> Int {
        self.receiveCreditBytes > 0 ? self.receiveCreditBytes + messageBytesMax : 0
    }

    /// A message that may wait for its consumer must not keep the whole read alive that it came in: credit counts its
    /// bytes, and nobody the rest.
    private static func kept(_ bytes: ByteBuffer) -> ByteBuffer {
        guard bytes.storageCapacity > 2 * bytes.readableBytes + WireLimits.messageCostBytes else { return bytes }
        return ByteBuffer(bytes: bytes.readableBytesView)
    }

    /// What a message of so many bytes on the wire costs.
    static func cost(of messageBytes: Int) -> Int { messageBytes + WireLimits.messageCostBytes }
}
