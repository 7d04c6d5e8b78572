package import TelephonyMessages

/// A JSON value whose members keep their order.
package enum JSONValue: Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A whole number that every reader keeps exact.
    case number(Int64)
    /// A number with a fraction, and how many decimals are written.
    case decimal(Double, decimals: Int)
    /// A string.
    case text(String)
    /// A secret that is to be shown, as a string.
    case secret(Secret)
    /// An array.
    case array([JSONValue])
    /// An object, in this order.
    case object([(String, JSONValue)])

    /// What stands where a secret is not shown.
    package static let redacted = JSONValue.text("***")

    /// A 64-bit number: a string, as proto3 JSON writes it, because readers lose digits of larger ones.
    package static func uint64(_ number: UInt64) -> JSONValue { .text("\(number)") }

    /// A 32-bit number.
    package static func uint32(_ number: UInt32) -> JSONValue { .number(Int64(number)) }
}
