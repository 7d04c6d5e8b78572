/// A change token on its way out, with its end.
package struct ChangeToken: Sendable {
    /// The sealed token.
    package let bytes: SecretBytes
    /// When it dies at the latest.
    package let expireTime: WallTime

    /// Candidates looked at under a token after which it is dead.
    package static let candidatesMax: UInt8 = 5

    /// Makes a token for a number's PIN as it is. Stateless: any rise of the generation kills it.
    package static func mint(
        for number: NumberRecord, _ environment: Environment<some PINVault>, random: inout some RandomNumberGenerator
    ) throws(Refusal) -> ChangeToken {
        let expireTime = environment.now.adding(environment.terms.changeTokenLife)
        let claims = ChangeTokenClaims(number: number.id, generation: number.pin.generation, expireTime: expireTime)
        do {
            var bytes = try environment.vault.mintToken(claims, random: &random)
            guard let secret = SecretBytes(taking: &bytes) else { throw VaultFailure.damaged }
            return ChangeToken(bytes: secret, expireTime: expireTime)
        } catch {
            throw .damaged
        }
    }

    /// Whether a token that came back is good for this number now: ours, for this number, of this generation, and in
    /// time. Whether the number is locked is asked before.
    package static func isGood(
        _ token: SecretBytes, for number: NumberRecord, _ environment: Environment<some PINVault>
    ) -> Bool {
        guard let claims = token.withBytes({ environment.vault.claims(ofToken: $0) }) else { return false }
        return claims.number == number.id && claims.generation == number.pin.generation
            && environment.now < claims.expireTime
    }
}
