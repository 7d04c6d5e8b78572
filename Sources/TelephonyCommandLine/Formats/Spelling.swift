/// The canonical spellings that the service takes. A program checks them before it sends anything, so that the error
/// names the argument or the row; the server checks them again.
package enum Spelling {
    /// E.164: plus, then 2 to 15 digits, the first not zero.
    package static func isE164(_ text: String) -> Bool {
        let digits = text.utf8.dropFirst()
        return text.utf8.first == UInt8(ascii: "+") && (2...15).contains(digits.count) && digits.allSatisfy(isDigit)
            && digits.first != UInt8(ascii: "0")
    }

    /// An extension: 2 to 8 digits.
    package static func isExtension(_ text: String) -> Bool {
        (2...8).contains(text.utf8.count) && text.utf8.allSatisfy(isDigit)
    }

    /// An id: 1 to 63 of a-z, 0-9 and hyphen, no hyphen first.
    package static func isID(_ text: String) -> Bool {
        (1...63).contains(text.utf8.count) && text.utf8.first != UInt8(ascii: "-")
            && text.utf8.allSatisfy { isDigit($0) || (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "-") }
    }

    /// What a person meant by a number with spaces, brackets or hyphens in it; nil when that is no E.164 number either.
    package static func canonicalE164(_ text: String) -> String? {
        let kept = text.filter { !" ()-./\u{A0}".contains($0) }
        return isE164(kept) ? kept : nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
