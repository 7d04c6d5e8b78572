package import TelephonyMessages

/// A part of what is written to standard output. A secret stays a `Secret` until the very write, so that no string ever
/// holds it.
package enum OutputPiece: Sendable {
    /// Text.
    case text(String)
    /// The bytes of a secret that was asked for.
    case secret(Secret)
}
