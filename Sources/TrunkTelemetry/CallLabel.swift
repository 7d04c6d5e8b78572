internal import Trunk

/// Words for labels of metrics and lines of logs, few and fixed: nothing a peer sends can make another one.
enum CallLabel {
    /// Stands for every path that is no method here.
    static let unknownMethod = "unknown"

    /// One of the 17 names; every other number is UNKNOWN.
    static func code(_ code: StatusCode) -> String {
        code.rawValue <= StatusCode.unauthenticated.rawValue ? code.description : StatusCode.unknown.description
    }
}

extension StatusCode {
    /// Whether somebody should look at the side that answered this.
    var isDefect: Bool { self == .internalError || self == .unknown || self == .dataLoss }
}
