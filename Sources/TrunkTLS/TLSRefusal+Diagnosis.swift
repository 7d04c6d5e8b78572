internal import Glibc
internal import NIOSSL

/// BoringSSL decides; this only finds words for it. Its own are "certificate verify failed" for everything that can be
/// wrong with a certificate.
extension TLSRefusal {
    /// Which side looks at a peer.
    enum Side: Sendable {
        case server
        case client
    }

    /// The refusal behind an error of the TLS handler, at the time `now`.
    ///
    /// - Parameter certificate: what the peer showed, if it did.
    init(_ error: any Error, certificate: NIOSSLCertificate?, at side: Side, now: time_t = time(nil)) {
        if let refusal = error as? TLSRefusal {
            self = refusal
        } else if let error = error as? NIOSSLError {
            self.init(error, certificate, side, now)
        } else if let error = error as? NIOSSLExtraError {
            let isWrong = error == .failedToValidateHostname || error == .serverHostnameImpossibleToMatch
            self = isWrong ? .wrongName : .failed(String(describing: error))
        } else {
            self = .failed(String(describing: type(of: error)))
        }
    }

    /// What the peer's alert says, when an error after the handshake is one that ends handshakes: a client of TLS 1.3
    /// is done before the server has looked at its certificate.
    init?(lateAlert error: any Error) {
        guard case BoringSSLError.sslError(let stack) = error,
            case .some(let alert) = Self.alert(Self.words(stack)), Self.handshakeAlerts.contains(alert)
        else { return nil }
        self = .refusedByPeer(alert: alert)
    }

    private init(_ error: NIOSSLError, _ certificate: NIOSSLCertificate?, _ side: Side, _ now: time_t) {
        switch error {
        case .uncleanShutdown, .handshakeFailed(.sslError([.eofDuringHandshake])): self = .peerGone
        case .handshakeFailed(.sslError(let stack)), .handshakeFailed(.unknownError(let stack)):
            self.init(words: Self.words(stack), certificate, side, now)
        case .shutdownFailed: self = .abandoned
        default: self = .failed(String(describing: error))
        }
    }

    private init(words: String, _ certificate: NIOSSLCertificate?, _ side: Side, _ now: time_t) {
        switch words {
        case "PEER_DID_NOT_RETURN_A_CERTIFICATE": self = .noCertificate
        case "UNSUPPORTED_PROTOCOL", "VERSION_TOO_LOW": self = .oldVersion
        case "WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HTTPS_PROXY_REQUEST", "UNEXPECTED_RECORD": self = .notTLS
        case "CERTIFICATE_VERIFY_FAILED": self.init(unverified: certificate, side, now)
        default: self = Self.alert(words).map { .refusedByPeer(alert: $0) } ?? .failed(words)
        }
    }

    private init(unverified certificate: NIOSSLCertificate?, _ side: Side, _ now: time_t) {
        guard let certificate else {
            self = .unknownAuthority
            return
        }
        if certificate.notValidBefore > now {
            self = .certificateNotYetValid
        } else if certificate.notValidAfter < now {
            self = .certificateExpired
        } else if let names = try? CertificateNames(certificate) {
            let isForUs = side == .server ? names.isForClients : names.isForServers
            self = !isForUs ? .certificateForOtherUse : names.isSelfIssued ? .certificateSelfSigned : .unknownAuthority
        } else {
            self = .certificateUnreadable
        }
    }

    /// The constant's name in the last line of BoringSSL's: `…:OPENSSL_internal:UNSUPPORTED_PROTOCOL at …`.
    private static func words(_ stack: NIOBoringSSLErrorStack) -> String {
        guard let line = stack.first?.description else { return "no reason given" }
        let isWord: (Character) -> Bool = { $0.isASCII && ($0.isUppercase || $0.isNumber || $0 == "_") }
        let words = line.split(whereSeparator: { $0 == ":" || $0 == " " })
        return words.last { $0.count > 3 && $0.contains("_") && $0.allSatisfy(isWord) }.map(String.init) ?? "TLS error"
    }

    /// `certificate unknown` for `SSLV3_ALERT_CERTIFICATE_UNKNOWN`; nil for what is no alert.
    private static func alert(_ words: String) -> String? {
        for prefix in ["TLSV1_ALERT_", "SSLV3_ALERT_"] where words.hasPrefix(prefix) {
            return String(words.dropFirst(prefix.count).map { $0 == "_" ? " " : $0 }).lowercased()
        }
        return nil
    }

    private static let handshakeAlerts: Set<String> = [
        "handshake failure", "bad certificate", "unsupported certificate", "certificate revoked", "certificate expired",
        "certificate unknown", "unknown ca", "access denied", "certificate required", "protocol version",
        "no application protocol", "insufficient security",
    ]
}
