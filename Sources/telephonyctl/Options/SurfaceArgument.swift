internal import ArgumentParser
internal import TelephonyMessages

/// Where a PIN is used, as an argument.
enum SurfaceArgument: String, ExpressibleByArgument, CaseIterable, Sendable {
    case voicemail
    case handset
    case portal

    /// As calls say it.
    var surface: Surface {
        switch self {
        case .voicemail: .voicemail
        case .handset: .handset
        case .portal: .portal
        }
    }
}
