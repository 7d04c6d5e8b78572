/// What one call of a load does.
enum LoadOperation: String, CaseIterable, Sendable, Hashable {
    /// `SignIn` with the number's PIN.
    case signIn = "sign-in"
    /// `LookupNumber`.
    case lookup
    /// `GetPinStatus`.
    case status
    /// `ResetPin`.
    case reset
    /// Health check: the road without the service.
    case health

    /// Whether it needs a PIN.
    var needsPIN: Bool { self == .signIn }
}
