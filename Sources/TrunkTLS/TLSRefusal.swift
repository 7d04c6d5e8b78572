internal import Trunk

/// Why a handshake did not end in a connection. For logs and, at a client, for whoever called: a peer gets an alert of
/// TLS, never this text.
enum TLSRefusal: TransportRefusal, Hashable {
    /// The peer did not speak TLS.
    case notTLS
    /// The peer speaks only versions that are older than what is asked for.
    case oldVersion
    /// The peer offers no ALPN.
    case noApplicationProtocol
    /// Another protocol than `trunk/1` was agreed on.
    case otherApplicationProtocol
    /// A certificate was asked for and none came.
    case noCertificate
    /// The certificate's time is over.
    case certificateExpired
    /// The certificate's time has not come.
    case certificateNotYetValid
    /// Nobody signed it but itself.
    case certificateSelfSigned
    /// No authority that is known signed it, or what it was signed through is missing.
    case unknownAuthority
    /// It is for other uses than this one.
    case certificateForOtherUse
    /// Its names are not that of the server that was called.
    case wrongName
    /// It is on the list of those that are no longer good.
    case certificateRevoked
    /// It cannot be read.
    case certificateUnreadable
    /// It has more names than `PeerCertificateNames.namesMax`.
    case tooManyNames
    /// The peer refused us, with this alert.
    case refusedByPeer(alert: String)
    /// The peer was gone before the handshake was over.
    case peerGone
    /// The handshake was given up by this side: it took too long, or the program ends.
    case abandoned
    /// Anything else, in TLS's own words.
    case failed(String)

    /// One line, without anything that the peer chose.
    var description: String {
        switch self {
        case .notTLS: "the peer does not speak TLS"
        case .oldVersion: "the peer speaks only older versions of TLS"
        case .noApplicationProtocol: "the peer offers no ALPN, trunk/1 is needed"
        case .otherApplicationProtocol: "the peer's ALPN is another than trunk/1"
        case .noCertificate: "the peer shows no certificate"
        case .certificateExpired: "the peer's certificate has expired"
        case .certificateNotYetValid: "the peer's certificate is not valid yet"
        case .certificateSelfSigned: "the peer's certificate is signed by itself"
        case .unknownAuthority: "the peer's certificate is not signed by a known authority"
        case .certificateForOtherUse: "the peer's certificate is for other uses"
        case .wrongName: "the peer's certificate is for another name"
        case .certificateRevoked: "the peer's certificate is revoked"
        case .certificateUnreadable: "the peer's certificate cannot be read"
        case .tooManyNames: "the peer's certificate has too many names"
        case .refusedByPeer(let alert): "the peer refuses us: \(alert)"
        case .peerGone: "the peer went away during the handshake"
        case .abandoned: "the handshake was not over in time"
        case .failed(let words): "the TLS handshake failed: \(words)"
        }
    }
}
