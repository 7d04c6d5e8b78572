/// Why a server could not be started.
package enum ServerError: Error, Hashable {
    /// A server starts once, and not after `drain`.
    case alreadyStarted
    /// An address other than loopback needs TLS, or `servesPlaintextEverywhere` (PROTOCOL §1).
    case plaintextBeyondLoopback
}
