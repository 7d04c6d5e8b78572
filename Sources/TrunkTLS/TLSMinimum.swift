internal import NIOSSL

/// The oldest version of TLS that is spoken. Nothing older than 1.2 can be asked for.
public enum TLSMinimum: String, Sendable, Hashable, CaseIterable {
    /// TLS 1.3, the default.
    case v13 = "1.3"
    /// TLS 1.2, with forward-secret AEAD suites only.
    case v12 = "1.2"

    var version: TLSVersion {
        switch self {
        case .v13: .tlsv13
        case .v12: .tlsv12
        }
    }
}
