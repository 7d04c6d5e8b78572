internal import ArgumentParser
internal import TelephonyMessages

/// How numbers are sorted, as an argument.
enum NumberOrderArgument: String, ExpressibleByArgument, CaseIterable, Sendable {
    case number
    case `extension`

    /// As calls say it.
    var order: NumberOrder {
        switch self {
        case .number: .e164
        case .extension: .extension
        }
    }
}
