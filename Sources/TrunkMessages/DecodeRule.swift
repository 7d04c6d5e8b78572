/// A rule that the bytes of a message must keep. The raw values are stable words for logs and metrics.
public enum DecodeRule: String, Sendable, Hashable, CaseIterable {
    /// The encoded message is longer than the limit.
    case messageLength = "message length"
    /// Nested deeper than the limit.
    case depth
    /// Field number 0, or above 2^29 - 1.
    case fieldNumber = "field number"
    /// Overlong, or wider than its field.
    case varint
    /// Wire type 6 or 7.
    case unknownWireType = "unknown wire type"
    /// Groups are not accepted, not even in an unknown field.
    case group
    /// A known field in a wire type that is not its own.
    case wireTypeMismatch = "wire type mismatch"
    /// A tag or value ends behind the end of its message.
    case truncated
    /// A declared length points behind the end of its message.
    case length
    /// A string that is not well-formed UTF-8.
    case utf8 = "utf-8"
    /// A string that holds U+0000.
    case nul
    /// A singular sub-message that came twice.
    case repeatedSingular = "repeated singular"
    /// More field occurrences than the limit.
    case fields
    /// More unknown fields than the limit.
    case unknownFields = "unknown fields"
    /// More elements in one repeated field than the limit.
    case elements
    /// The decoded message would need more heap than the limit.
    case heap
    /// A packed run that is not a whole number of elements.
    case packedLength = "packed length"
    /// A defect of ours: the descriptor is not one the guard can follow.
    case descriptor
    /// A value outside what its type can hold: a `Duration` out of range, a secret of more than 64 bytes.
    case valueRange = "value range"
    /// The arena could not take the message, or is in use.
    case memory
}

extension DecodeRule: CustomStringConvertible {
    /// The stable word.
    public var description: String { rawValue }
}
