/// The verdict of a try.
package struct SignInReply: Sendable {
    /// How it ended; the numbers are those on the wire and are stored.
    package enum Outcome: UInt8, Sendable, Hashable {
        /// The PIN is right.
        case accepted = 1
        /// The PIN is right and must be replaced before the surface opens.
        case changeRequired = 2
        /// Not accepted; wrong, unknown and inactive look alike.
        case rejected = 3
        /// The PIN is locked; only for those who may know.
        case locked = 4
        /// A main number has no handset; only for those who may know.
        case noHandset = 6
    }

    /// How it ended.
    package var outcome: Outcome
    /// Whether the Default PIN is in force; only with `accepted` and `changeRequired`.
    package var pinIsDefault = false
    /// Generation of the PIN, which a session does not outlive; only with `accepted` and `changeRequired`.
    package var generation: UInt64 = 0
    /// What allows to change the PIN; only with `changeRequired`.
    package var changeToken: ChangeToken?
    /// Whether this is the verdict of an earlier try under the same request id: nothing for the throttle to count.
    package var isReplay = false
}

extension SignInReply.Outcome {
    /// The outcome of a judgement at a surface: a right Default PIN must be replaced at voicemail and portal, and at the
    /// handset if the policy says so (S-05, S-07, R-6, R-7).
    init(_ judgement: Judgement, at surface: Surface, under policy: PINPolicy) {
        switch judgement.verdict {
        case .accepted:
            let mustReplace = surface != .handset || policy.handsetRequiresCustomPIN
            self = judgement.number?.pin.isDefault == true && mustReplace ? .changeRequired : .accepted
        case .rejected, .rejectedAndLocked, .unknown, .tokenRefused: self = .rejected
        case .locked: self = .locked
        case .noHandset: self = .noHandset
        }
    }

    /// What of it a role is told.
    func told(to role: Role, under policy: PINPolicy) -> Self {
        switch self {
        case .locked, .noHandset: Permissions.seesLock(role, under: policy) ? self : .rejected
        case .accepted, .changeRequired, .rejected: self
        }
    }
}
