/// A method with its message types: what a generated client hands to a `Caller`.
public struct Method<Request: Message, Response: Message>: Sendable {
    /// What the schema says of it.
    public let descriptor: MethodDescriptor

    /// Made by generated code.
    public init(_ descriptor: MethodDescriptor) {
        self.descriptor = descriptor
    }
}
