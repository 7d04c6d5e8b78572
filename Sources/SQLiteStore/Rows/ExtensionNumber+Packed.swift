internal import TelephonyCore

extension ExtensionNumber {
    /// From its packed form, as it is stored; nil when no extension packs like this.
    init?(packed: Int64) {
        guard packed > 0, packed <= 0x1_9999_9999 else { return nil }
        let digits = String(UInt64(packed), radix: 16)
        guard digits.first == "1" else { return nil }
        self.init(digits.dropFirst())
    }
}
