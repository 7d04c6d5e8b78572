/// Rules for free text that is stored: lengths in bytes of UTF-8, no control characters.
package enum TextRules {
    /// Most bytes of a label.
    package static let labelBytesMax = 64
    /// Most bytes of a name.
    package static let nameBytesMax = 128
    /// Most bytes of an e-mail address.
    package static let emailBytesMax = 254
    /// Most bytes of a time zone.
    package static let timeZoneBytesMax = 64

    /// Checks a name, which must not be empty.
    static func checkName(_ text: String, field: String) throws(Refusal) {
        guard !text.isEmpty else { throw .invalid(field: field, problem: "is required") }
        try check(text, nameBytesMax, field: field)
    }

    /// Checks an e-mail address by its shape only; empty for none.
    static func checkEmail(_ text: String, field: String) throws(Refusal) {
        guard !text.isEmpty else { return }
        try check(text, emailBytesMax, field: field)
        let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), !text.utf8.contains(UInt8(ascii: " ")) else {
            throw .invalid(field: field, problem: "is not an e-mail address")
        }
    }

    /// Checks where calls go: E.164 or an extension; empty for nowhere.
    static func checkDestination(_ text: String, field: String) throws(Refusal) {
        guard text.isEmpty || E164(text) != nil || ExtensionNumber(text) != nil else {
            throw .invalid(field: field, problem: "is neither E.164 nor an extension")
        }
    }

    /// Checks a time zone by its shape only: the table of zones is not ours.
    static func checkTimeZone(_ text: String, field: String) throws(Refusal) {
        let isShaped = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "_"): true
            case UInt8(ascii: "+"), UInt8(ascii: "-"): true
            default: false
            }
        }
        guard isShaped, (1...timeZoneBytesMax).contains(text.utf8.count) else {
            throw .invalid(field: field, problem: "is not an IANA time zone")
        }
    }

    /// Checks length and characters.
    static func check(_ text: String, _ bytesMax: Int, field: String) throws(Refusal) {
        guard text.utf8.count <= bytesMax else {
            throw .invalid(field: field, problem: "is longer than \(bytesMax) bytes")
        }
        guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            throw .invalid(field: field, problem: "has control characters")
        }
    }
}
