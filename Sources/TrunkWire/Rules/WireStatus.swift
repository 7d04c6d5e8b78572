/// The status of a call as it stands in `code`: the 17 codes of gRPC, with their usual meaning.
///
/// A code above 16 is read as UNKNOWN (TRK-606).
package enum WireStatus: UInt16, Hashable, Sendable, CaseIterable {
    case ok = 0
    case cancelled = 1
    case unknown = 2
    case invalidArgument = 3
    case deadlineExceeded = 4
    case notFound = 5
    case alreadyExists = 6
    case permissionDenied = 7
    case resourceExhausted = 8
    case failedPrecondition = 9
    case aborted = 10
    case outOfRange = 11
    case unimplemented = 12
    case internalError = 13
    case unavailable = 14
    case dataLoss = 15
    case unauthenticated = 16

    /// The status a received code stands for (TRK-606).
    package init(code: UInt16) {
        self = WireStatus(rawValue: code) ?? .unknown
    }
}
