/// The outcome of a call, with the 17 codes of gRPC and their usual meaning (PROTOCOL §6).
///
/// A code this version does not know is carried as it is and reads as `unknown`.
public struct StatusCode: RawRepresentable, Sendable, Hashable {
    /// The number on the wire.
    public let rawValue: UInt16

    /// Any number, known or not.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The call succeeded.
    public static let ok = StatusCode(rawValue: 0)
    /// The caller gave up.
    public static let cancelled = StatusCode(rawValue: 1)
    /// An error nobody classified.
    public static let unknown = StatusCode(rawValue: 2)
    /// The request is wrong whatever the state of the system.
    public static let invalidArgument = StatusCode(rawValue: 3)
    /// Time ran out; the call may have had its effect.
    public static let deadlineExceeded = StatusCode(rawValue: 4)
    /// No such thing, or none the caller may see.
    public static let notFound = StatusCode(rawValue: 5)
    /// The thing is there already.
    public static let alreadyExists = StatusCode(rawValue: 6)
    /// The caller is known and may not do this.
    public static let permissionDenied = StatusCode(rawValue: 7)
    /// A limit was hit; it is named in the details.
    public static let resourceExhausted = StatusCode(rawValue: 8)
    /// The system is not in the state this needs.
    public static let failedPrecondition = StatusCode(rawValue: 9)
    /// A concurrent change came first (etag mismatch).
    public static let aborted = StatusCode(rawValue: 10)
    /// Past the end.
    public static let outOfRange = StatusCode(rawValue: 11)
    /// No such method.
    public static let unimplemented = StatusCode(rawValue: 12)
    /// A defect on the other side.
    public static let internalError = StatusCode(rawValue: 13)
    /// The service cannot be reached now.
    public static let unavailable = StatusCode(rawValue: 14)
    /// Data was lost or is damaged.
    public static let dataLoss = StatusCode(rawValue: 15)
    /// The caller is not known.
    public static let unauthenticated = StatusCode(rawValue: 16)
}

extension StatusCode: CustomStringConvertible {
    private static let names = [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
        "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE",
        "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
    ]

    /// The code's name in upper case, or `CODE_n`.
    public var description: String {
        Int(rawValue) < Self.names.count ? Self.names[Int(rawValue)] : "CODE_\(rawValue)"
    }
}
