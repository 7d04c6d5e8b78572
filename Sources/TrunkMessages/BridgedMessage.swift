/// A Swift value that stands for one protobuf-c struct. Conformances are generated, in the one file of a module that
/// imports its C module; what crosses to the runtime are raw pointers, so that no two C modules mix types.
package protocol BridgedMessage: Sendable {
    /// The name in the schema, for example `pin.v1.SignInRequest`.
    static var fullName: String { get }

    /// Whether this message or one below it holds a secret: the arena is then wiped after use.
    static var carriesSecret: Bool { get }

    /// The message's `ProtobufCMessageDescriptor`; valid for the life of the process.
    static var descriptor: UnsafeRawPointer { get }

    /// Builds the value from a C struct of this type, keeping nothing of it (PC-4).
    ///
    /// - Throws: `DecodeError` when a value is outside what its Swift type can hold.
    init(reading source: UnsafeRawPointer) throws(DecodeError)

    /// Fills an initialised C struct of this type; what it points to lives in `arena`.
    ///
    /// - Throws: `EncodeError` for a NUL in a string (PC-16), or when the arena is full.
    func write(to target: UnsafeMutableRawPointer, _ arena: EncodeArena) throws(EncodeError)
}
