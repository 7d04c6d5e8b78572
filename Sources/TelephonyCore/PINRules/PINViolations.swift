/// The rules that a candidate breaks: a set, since all are told at once (S-30).
package struct PINViolations: Sendable, Hashable {
    /// One bit per rule, at the place of its code; what a stored outcome keeps.
    package private(set) var bits: UInt32 = 0

    /// Bits that belong to rules.
    package static let mask = PINRule.allCases.reduce(UInt32(0)) { $0 | 1 << UInt32($1.rawValue) }

    /// No violation.
    package init() {}

    /// These violations.
    package init(_ rules: PINRule...) {
        for rule in rules { insert(rule) }
    }

    /// Violations from stored bits; bits that belong to no rule are dropped.
    package init(bits: UInt32) { self.bits = bits & Self.mask }

    /// Whether nothing is broken.
    package var isEmpty: Bool { bits == 0 }

    /// Whether `rule` is broken.
    package func contains(_ rule: PINRule) -> Bool { bits & 1 << UInt32(rule.rawValue) != 0 }

    /// Adds a rule.
    package mutating func insert(_ rule: PINRule) { bits |= 1 << UInt32(rule.rawValue) }

    /// Adds all of another set.
    package mutating func formUnion(_ other: PINViolations) { bits |= other.bits }

    /// The rules broken, in the order of their codes.
    package var rules: [PINRule] { PINRule.allCases.filter(contains) }
}
