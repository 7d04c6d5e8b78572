package import TelephonyCore

/// Which numbers, and in which order. What is nil or empty does not filter; all that is set must hold.
package struct NumberSelection: Sendable, Hashable {
    /// A state without what belongs to it, as it is now: what has passed its time counts as what it falls back to.
    package enum State: UInt8, Sendable, Hashable, CaseIterable {
        case available, reserved, pending, active, cooldown
    }

    /// Which PIN is in force.
    package enum PINKind: UInt8, Sendable, Hashable {
        case `default`, custom
    }

    /// How numbers are sorted.
    package enum Order: UInt8, Sendable, Hashable {
        /// By E.164, as a number.
        case e164 = 1
        /// By extension, shorter ones first; equal ones of several sites by E.164.
        case extensionNumber = 2
    }

    /// Longest `text`, in bytes.
    package static let textBytesMax = 64

    /// What the actor may see.
    package let scope: Scope
    /// Of this owner.
    package var owner: NumberOwner?
    /// At this site.
    package var site: SiteID?
    /// For this purpose.
    package var type: NumberType?
    /// In one of these states.
    package var states: Set<State> = []
    /// Part of the number with its plus, of the extension, or of the label; case of ASCII letters ignored.
    package var text = ""
    /// Held by this user.
    package var user: UserID?
    /// Held by anybody, or by nobody.
    package var isAssigned: Bool?
    /// With this kind of PIN in force.
    package var pinKind: PINKind?
    /// With a lock in force, or without.
    package var isLocked: Bool?
    /// With somebody logged in at a handset, or without.
    package var isLoggedIn: Bool?
    /// How long a lock lasts; nil when it does not end by itself. From the policy in force.
    package var lockDuration: Duration?
    /// The time that states and locks are judged at.
    package var now = WallTime(microseconds: 0)
    /// The order.
    package var order = Order.e164

    /// All numbers of a scope.
    package init(scope: Scope) { self.scope = scope }
}
