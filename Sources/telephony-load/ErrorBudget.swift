internal import ArgumentParser

/// How many errors a load may meet and still succeed: a count, or a share of all calls.
enum ErrorBudget: Sendable, Hashable {
    /// At most so many.
    case count(UInt64)
    /// At most so many of a million calls.
    case perMillion(UInt64)

    /// From `10` or `0.1%`; nil for anything else.
    init?(_ text: String) {
        guard text.hasSuffix("%") else {
            guard let count = UInt64(text) else { return nil }
            self = .count(count)
            return
        }
        guard let share = Double(text.dropLast()), (0...100).contains(share) else { return nil }
        self = .perMillion(UInt64((share * 10_000).rounded()))
    }

    /// Whether so many errors are too many.
    func isExceeded(errors: UInt64, calls: UInt64) -> Bool {
        switch self {
        case .count(let most): return errors > most
        case .perMillion(let share):
            let left = errors.multipliedFullWidth(by: 1_000_000)
            let right = calls.multipliedFullWidth(by: share)
            return (left.high, left.low) > (right.high, right.low)
        }
    }

    /// As it was written.
    var text: String {
        switch self {
        case .count(let count): "\(count)"
        case .perMillion(let share): "\(Double(share) / 10_000)%"
        }
    }
}

extension ErrorBudget: ExpressibleByArgument {
    init?(argument: String) { self.init(argument) }

    var defaultValueDescription: String { text }
}
