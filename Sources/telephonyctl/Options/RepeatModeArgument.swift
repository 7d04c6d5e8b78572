internal import ArgumentParser
internal import TelephonyMessages

/// How the same digit is counted, as an argument.
enum RepeatModeArgument: String, ExpressibleByArgument, CaseIterable, Sendable {
    case total
    case run

    /// As calls say it.
    var mode: RepeatMode {
        switch self {
        case .total: .total
        case .run: .run
        }
    }
}
