/// A rule for a new PIN, as a stable code: the numbers are those on the wire and never change.
package enum PINRule: UInt8, Sendable, Hashable, CaseIterable {
    /// Only ASCII digits, at least one; alone when broken.
    case format = 1
    /// Between the fewest and the most digits (S-30).
    case length = 2
    /// Not the number's extension (S-22).
    case `extension` = 3
    /// Not the extension reversed (S-23).
    case extensionReversed = 4
    /// Not the same digit too often (S-24, R-1).
    case sameDigit = 5
    /// No ascending digits (S-25, R-2).
    case ascending = 6
    /// No descending digits (S-26, R-2).
    case descending = 7
    /// Not the Default PIN (S-27).
    case `default` = 8
    /// Not the last PIN, nor one remembered (S-28, R-5).
    case last = 9
    /// Not the last PIN reversed (S-29).
    case lastReversed = 10
}
