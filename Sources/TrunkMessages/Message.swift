public import NIOCore

/// A protobuf message as a Swift value.
///
/// Conformances are generated; nobody writes one by hand. Both directions are synchronous and use the calling
/// thread's arena, so the C struct behind a message never outlives one call (PC-4).
public protocol Message: Sendable {
    /// The name in the schema, for example `pin.v1.SignInRequest`.
    static var fullName: String { get }

    /// Whether this message or one below it holds a `common.v1.Secret`: such messages are never compressed (ZL-9),
    /// and the bytes they were encoded to are wiped.
    static var carriesSecret: Bool { get }

    /// An empty message: every field at its default.
    init()

    /// Decodes a message after the pre-scan has accepted its bytes (PC-1).
    ///
    /// - Throws: `DecodeError` naming message, field path, byte offset and rule (PC-2). Nothing is kept of the input.
    init(decoding bytes: UnsafeRawBufferPointer) throws(DecodeError)

    /// Appends the encoded message to `buffer`, packing straight into its tail (PC-15).
    ///
    /// - Throws: `EncodeError` when a string holds a NUL (PC-16) or the message exceeds `DecodeLimits.wireBytesMax`;
    ///   `buffer` is then unchanged.
    func encode(into buffer: inout ByteBuffer) throws(EncodeError)
}
