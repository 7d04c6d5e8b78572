internal import ArgumentParser
internal import TelephonyMessages

/// Which PIN is in force, as an argument.
enum PinKindArgument: String, ExpressibleByArgument, CaseIterable, Sendable {
    case `default`
    case custom

    /// As calls say it.
    var kind: PinKind {
        switch self {
        case .default: .default
        case .custom: .custom
        }
    }
}
