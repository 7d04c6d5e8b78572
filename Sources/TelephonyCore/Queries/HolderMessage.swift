/// What to tell the holder of a number, ready to be read aloud (S-18, S-21). Never a digit of a PIN.
package enum HolderMessage {
    /// After a reset.
    package static func afterReset(wasDefault: Bool, unlocked: Bool, _ policy: PINPolicy) -> String {
        let opening =
            switch (wasDefault, unlocked) {
            case (false, true): "Your PIN is unlocked and is the default PIN of your number again."
            case (false, false): "Your PIN is the default PIN of your number again."
            case (true, true): "Your PIN is unlocked. It is the default PIN of your number, as before."
            case (true, false): "Your PIN is the default PIN of your number, as before."
            }
        let first =
            policy.handsetRequiresCustomPIN
            ? "At your next sign-in you choose a new PIN"
            : "It opens your handset; at your first sign-in to voicemail or the voice portal you choose a new PIN"
        return "\(opening) Ask us for the default PIN if you do not have it. \(first) of \(policy.lengthPhrase)."
    }
}

extension PINPolicy {
    /// The allowed lengths in words: `4 to 12 digits`, `6 digits`.
    package var lengthPhrase: String {
        minLength == maxLength ? "\(minLength) digits" : "\(minLength) to \(maxLength) digits"
    }
}
