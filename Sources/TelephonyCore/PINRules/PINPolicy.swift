/// The rules that a new PIN must keep and those of the lock. A fresh value is the profile seed-exact (S-31).
package struct PINPolicy: Sendable, Hashable {
    /// How the same digit is counted.
    package enum RepeatMode: UInt8, Sendable, Hashable {
        /// Anywhere in the PIN.
        case total = 1
        /// Only neighbours.
        case run = 2
    }

    /// Fewest digits, 4...12 (S-30, R-4).
    package var minLength: UInt8 = 4
    /// Most digits, 4...12.
    package var maxLength: UInt8 = 12
    /// Not the extension (S-22).
    package var forbidExtension = true
    /// Not the extension reversed (S-23).
    package var forbidReversedExtension = true
    /// How often one digit may stand in the PIN (S-24); 0 switches the rule off.
    package var sameDigitMax: UInt8 = 2
    /// How the same digit is counted.
    package var repeatMode = RepeatMode.total
    /// How many ascending neighbours are refused (S-25, R-2); 0 switches the rule off.
    package var ascendingLength: UInt8 = 3
    /// How many descending neighbours are refused (S-26, R-2); 0 switches the rule off.
    package var descendingLength: UInt8 = 3
    /// Whether sequences go on from 9 to 0.
    package var sequenceWraps = false
    /// Not the Default PIN (S-27).
    package var forbidDefault = true
    /// How many earlier PINs are refused, the one in force first (S-28, R-5); 0...25.
    package var historyDepth: UInt8 = 1
    /// Not the last PIN reversed (S-29).
    package var forbidReversedLast = true
    /// Consecutive wrong tries that lock, 2...10 (S-09, R-9).
    package var maxFailures: UInt8 = 5
    /// How long a lock lasts; nil means until reset or unlock.
    package var autoUnlockAfter: Duration?
    /// Digits of a generated Default PIN, 4...12.
    package var defaultPINLength: UInt8 = 6
    /// Whether a handset sign-in on the default demands a change too.
    package var handsetRequiresCustomPIN = false
    /// Whether the pbx role is told that a PIN is locked.
    package var pbxSeesLock = true

    /// The profile seed-exact.
    package init() {}

    /// Range of PIN lengths.
    package static let lengths: ClosedRange<UInt8> = 4...12
    /// Range of `maxFailures`.
    package static let failureLimits: ClosedRange<UInt8> = 2...10
    /// Range of `historyDepth`.
    package static let historyDepths: ClosedRange<UInt8> = 0...25
}
