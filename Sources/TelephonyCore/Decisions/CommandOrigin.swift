/// Who asked, under which request id, and why: the part that all commands share.
package struct CommandOrigin: Sendable {
    /// The principal.
    package let actor: Actor
    /// The caller's id for the request; nil when it sent none.
    package let requestID: RequestID?
    /// Hash of method and bytes; meaningful with an id.
    package let fingerprint: RequestFingerprint
    /// Why, for the audit; at most 200 bytes.
    package let reason: String

    /// The origin of a command.
    package init(actor: Actor, requestID: RequestID?, fingerprint: RequestFingerprint, reason: String = "") {
        self.actor = actor
        self.requestID = requestID
        self.fingerprint = fingerprint
        self.reason = reason
    }
}
