internal import Crypto
package import TelephonyCore

// Short-lived things under the service key: change tokens, page tokens, hashes of requests.
extension Vault {
    /// A change token for this number and PIN generation: 64 bytes.
    package func mintToken(
        _ claims: ChangeTokenClaims, random: inout some RandomNumberGenerator
    ) throws(VaultFailure) -> [UInt8] {
        let value =
            claims.number.uuid.bytes
            + UUIDBytes(high: claims.generation, low: UInt64(bitPattern: claims.expireTime.microseconds)).bytes
        let key = try keyring.newest(.service)
        return try value.span.withUnsafeBytes { (raw) throws(VaultFailure) in
            try key.seal(raw, boundTo: tokenBinding, random: &random)
        }
    }

    /// What a change token claims, or nil when it is not one of ours.
    package func claims(ofToken token: UnsafeRawBufferPointer) -> ChangeTokenClaims? {
        guard let value = open(service: Array(token), boundTo: tokenBinding), value.count == 32,
            let number = UUIDBytes(bytes: value[..<16]), let rest = UUIDBytes(bytes: value[16...])
        else { return nil }
        return ChangeTokenClaims(
            number: NumberID(uuid: number), generation: rest.high,
            expireTime: WallTime(microseconds: Int64(bitPattern: rest.low)))
    }

    /// A page token: a position, bound to the question it belongs to.
    package func sealPage(
        _ position: [UInt8], binding: [UInt8], random: inout some RandomNumberGenerator
    ) throws(VaultFailure) -> [UInt8] {
        let key = try keyring.newest(.service)
        return try position.span.withUnsafeBytes { (raw) throws(VaultFailure) in
            try key.seal(raw, boundTo: pageBinding(binding), random: &random)
        }
    }

    /// The position behind a page token, or nil when it is not of this question.
    package func openPage(_ token: [UInt8], binding: [UInt8]) -> [UInt8]? {
        open(service: token, boundTo: pageBinding(binding))
    }

    /// A keyed hash of a request: tells whether the same id came with the same bytes (RL-34).
    package func fingerprint(method: String, request: UnsafeRawBufferPointer) -> RequestFingerprint {
        var mac = HMAC<SHA256>(key: requestKey)
        mac.update(data: Array(method.utf8) + [0])
        mac.update(data: request)
        let bytes = Array(mac.finalize())
        return RequestFingerprint(hash: UUIDBytes(bytes: bytes[..<16]) ?? UUIDBytes(high: 0, low: 0))
    }

    private var tokenBinding: [UInt8] { Array("change-token".utf8) + incarnation.bytes }

    private func pageBinding(_ question: [UInt8]) -> [UInt8] {
        Array("page-token".utf8) + incarnation.bytes + question
    }

    private func open(service sealed: [UInt8], boundTo binding: [UInt8]) -> [UInt8]? {
        guard let key = try? keyring.key(.service, of: sealed) else { return nil }
        return try? key.open(sealed, boundTo: binding) { Array($0) }
    }
}
