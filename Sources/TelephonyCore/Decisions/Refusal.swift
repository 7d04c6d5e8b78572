/// Why a command or query cannot be carried out. Not for wrong PINs: those are answers.
///
/// Each case has a stable reason in upper case, which goes on the wire with its variables; the service maps cases to
/// status codes. What lies outside the actor's scope is `notFound`.
package indirect enum Refusal: Error, Sendable, Hashable {
    /// Which kind of thing a refusal speaks of.
    package enum Subject: String, Sendable, Hashable {
        case number, site, `operator`, occupier, user, policy
    }

    /// No such thing, or none this actor may see.
    case notFound(Subject)
    /// It is there already: same E.164, same extension at the site, same id.
    case alreadyExists(Subject, name: String)
    /// A field is wrong whatever the state.
    case invalid(field: String, problem: String)
    /// The actor may see it and may not do this.
    case notPermitted
    /// Needs an ACTIVE number (S-14, R-18).
    case numberNotActive(NumberState)
    /// Needs a RESERVED number.
    case numberNotReserved(NumberState)
    /// Needs an AVAILABLE number.
    case numberNotAvailable(NumberState)
    /// The number rests until then.
    case numberInCooldown(until: WallTime)
    /// The number was given back lately and is kept from other organisations until then.
    case numberOnHold(until: WallTime)
    /// No voice-service entitlement is left.
    case noEntitlement(NumberOwner, SiteID)
    /// Fewer entitlements than are in use.
    case entitlementInUse(used: UInt32)
    /// The owner has a main number at this site.
    case mainNumberExists
    /// Main numbers have no handset and no user.
    case mainNumberHasNoHandset
    /// The owner has no contract at the site.
    case ownerNotAtSite
    /// The user belongs to another organisation.
    case userOfAnotherOwner
    /// A user is assigned.
    case numberAssigned
    /// The row is at another version than the caller expected.
    case versionMismatch
    /// The same request id came with other bytes or another principal.
    case requestIDReused
    /// The request id is too old, or from the future, by its own time stamp.
    case requestIDExpired
    /// A row of a bulk request, counted from 0, cannot be carried out; so none is.
    case row(Int, Refusal)
    /// A sealed value does not open, or a row contradicts another: nothing is decided.
    case damaged
}
