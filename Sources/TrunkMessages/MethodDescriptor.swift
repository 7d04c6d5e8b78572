/// What the schema says of one method, without its message types.
public struct MethodDescriptor: Sendable, Hashable {
    /// `package.Service/Method`, as it stands in the call header; no leading slash.
    public let path: String
    /// Which side streams.
    public let shape: CallShape
    /// What a retry may do.
    public let idempotency: Idempotency
    /// Whether a request or response holds a secret: never compressed, never logged (ZL-9).
    public let carriesSecret: Bool

    /// Made by generated code.
    public init(path: String, shape: CallShape, idempotency: Idempotency, carriesSecret: Bool) {
        self.path = path
        self.shape = shape
        self.idempotency = idempotency
        self.carriesSecret = carriesSecret
    }
}
