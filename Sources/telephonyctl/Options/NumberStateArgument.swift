internal import ArgumentParser
internal import TelephonyMessages

/// The state of a number, as an argument.
enum NumberStateArgument: String, ExpressibleByArgument, CaseIterable, Sendable {
    case available
    case reserved
    case pending
    case active
    case cooldown

    /// As calls say it.
    var state: NumberState {
        switch self {
        case .available: .available
        case .reserved: .reserved
        case .pending: .pending
        case .active: .active
        case .cooldown: .cooldown
        }
    }
}
