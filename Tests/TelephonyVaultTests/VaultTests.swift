import TelephonyCore
import Testing

@testable import TelephonyVault

@Suite("Vault")
struct VaultTests {
    private let vault: Vault
    private let number = NumberID(uuid: UUIDBytes(high: 1, low: 2))
    private let other = NumberID(uuid: UUIDBytes(high: 1, low: 3))
    private let owner: NumberOwner

    init() throws {
        vault = try Self.vault()
        owner = .occupier(try #require(OccupierID("acme")))
    }

    private static func vault(incarnation: UInt64 = 7) throws -> Vault {
        var random = SystemRandomNumberGenerator()
        return try Vault(keyring: Keyring(random: &random), incarnation: UUIDBytes(high: 0, low: incarnation))
    }

    private var binding: PINBinding { PINBinding(number: number, owner: owner) }

    private func pin(_ text: String) -> PIN { PIN(digits: text.utf8.map { $0 &- UInt8(ascii: "0") }) }

    private func matches(
        _ text: String, _ verifier: SealedVerifier, _ binding: PINBinding, by vault: Vault? = nil
    ) throws -> Bool {
        try (vault ?? self.vault).matches(pin(text), verifier, binding)
    }

    private func matches(_ text: String, _ sealed: SealedDefaultPIN, _ binding: PINBinding) throws -> Bool {
        try vault.matches(pin(text), sealed, binding)
    }

    private func verifier(_ text: String, _ vault: Vault? = nil) throws -> SealedVerifier {
        var random = SystemRandomNumberGenerator()
        return try (vault ?? self.vault).seal(verifierFor: pin(text), binding, random: &random)
    }

    private func sealed(_ text: String) throws -> SealedDefaultPIN {
        var random = SystemRandomNumberGenerator()
        return try vault.seal(defaultPIN: pin(text), binding, random: &random)
    }

    @Test("Q-03 a verifier knows its PIN and no other, whatever the length")
    func verifierMatches() throws {
        for text in ["5926", "592638", "592638174059"] {
            let verifier = try verifier(text)
            #expect(try matches(text, verifier, binding))
            for wrong in ["5927", text + "0", String(text.dropLast()), "", String(text.reversed()) + "1"] {
                #expect(try !matches(wrong, verifier, binding))
            }
        }
    }

    @Test("Q-04 a Default PIN opens again, digit by digit, and matches only itself")
    func defaultOpens() throws {
        for text in ["5926", "592638", "592638174059", "004071"] {
            let sealed = try sealed(text)
            let opened = try vault.open(sealed, binding)
            let shown = opened.withASCII { String(decoding: $0, as: UTF8.self) }
            #expect(shown == text)
            #expect(try matches(text, sealed, binding))
            #expect(try !matches(text + "0", sealed, binding))
            #expect(try !matches(String(repeating: "1", count: 64), sealed, binding))
        }
        #expect(throws: VaultFailure.damaged) { try sealed("5926381740592638") }
        #expect(throws: VaultFailure.damaged) { try sealed("59a6") }
    }

    @Test("RL-32 equal PINs never seal to equal bytes, and every length seals to the same length")
    func sealsTellNothing() throws {
        #expect(try sealed("592638").bytes != sealed("592638").bytes)
        #expect(try verifier("592638").bytes != verifier("592638").bytes)
        #expect(try sealed("5926").bytes.count == sealed("592638174059").bytes.count)
        #expect(try verifier("5926").bytes.count == verifier("592638174059").bytes.count)
    }

    @Test("T-11 a value moved to another number, another owner or another purpose does not open")
    func boundToItsRow() throws {
        let verifier = try verifier("592638")
        let sealed = try sealed("592638")
        let foreign = [
            PINBinding(number: other, owner: owner), PINBinding(number: number, owner: nil),
            PINBinding(number: number, owner: .operator(try #require(OperatorID("acme")))),
            PINBinding(number: number, owner: .occupier(try #require(OccupierID("globex")))),
        ]
        for binding in foreign {
            #expect(throws: VaultFailure.damaged) { try matches("592638", verifier, binding) }
            #expect(throws: VaultFailure.damaged) { try matches("592638", sealed, binding) }
        }
        #expect(throws: VaultFailure.self) {
            try matches("592638", SealedVerifier(bytes: sealed.bytes), binding)
        }
        #expect(throws: VaultFailure.self) {
            try matches("592638", SealedDefaultPIN(bytes: verifier.bytes), binding)
        }
    }

    @Test("RL-25 every altered byte and every cut is refused, none is a match")
    func tampering() throws {
        let verifier = try verifier("592638").bytes
        for index in verifier.indices {
            var bytes = verifier
            bytes[index] ^= 1
            #expect(throws: VaultFailure.self) {
                try matches("592638", SealedVerifier(bytes: bytes), binding)
            }
        }
        for length in 0..<verifier.count {
            #expect(throws: VaultFailure.self) {
                try matches("592638", SealedVerifier(bytes: Array(verifier.prefix(length))), binding)
            }
        }
    }

    @Test("T-10 who has the store and not the keys finds nothing in ten thousand tries; with the keys all is found")
    func stolenStore() throws {
        let verifier = try verifier("5926")
        let thief = try Self.vault()
        var found = 0
        var control = 0
        for candidate in 0..<10_000 {
            let digits = String(10_000 + candidate).dropFirst()
            if (try? matches(String(digits), verifier, binding, by: thief)) == true { found += 1 }
            if try matches(String(digits), verifier, binding) { control += 1 }
        }
        #expect(found == 0)
        #expect(control == 1)
    }

    @Test("Q-18 a change token carries its claims, fits a secret, and dies with its copy of the data")
    func changeTokens() throws {
        var random = SystemRandomNumberGenerator()
        let claims = ChangeTokenClaims(number: number, generation: 9, expireTime: WallTime(microseconds: 123))
        let token = try vault.mintToken(claims, random: &random)
        #expect(token.count == 64)
        #expect(token.withUnsafeBytes { vault.claims(ofToken: $0) } == claims)
        let restored = try Vault(keyring: vault.keyring, incarnation: UUIDBytes(high: 0, low: 8))
        #expect(token.withUnsafeBytes { restored.claims(ofToken: $0) } == nil)
        for index in token.indices {
            var bytes = token
            bytes[index] ^= 0x80
            #expect(bytes.withUnsafeBytes { vault.claims(ofToken: $0) } == nil)
        }
        #expect([UInt8]().withUnsafeBytes { vault.claims(ofToken: $0) } == nil)
    }

    @Test("a page token opens for its own question only, and is no change token")
    func pageTokens() throws {
        var random = SystemRandomNumberGenerator()
        let token = try vault.sealPage([1, 2, 3], binding: [7], random: &random)
        #expect(vault.openPage(token, binding: [7]) == [1, 2, 3])
        #expect(vault.openPage(token, binding: [8]) == nil)
        #expect(vault.openPage([], binding: [7]) == nil)
        #expect(token.withUnsafeBytes { vault.claims(ofToken: $0) } == nil)
    }

    @Test("RL-34 the same request hashes alike, another method, other bytes or other keys do not")
    func fingerprints() throws {
        func hash(_ vault: Vault, _ method: String, _ bytes: [UInt8]) -> RequestFingerprint {
            bytes.withUnsafeBytes { vault.fingerprint(method: method, request: $0) }
        }
        #expect(hash(vault, "a/B", [1]) == hash(vault, "a/B", [1]))
        #expect(hash(vault, "a/B", [1]) != hash(vault, "a/C", [1]))
        #expect(hash(vault, "a/B", [1]) != hash(vault, "a/B", [2]))
        #expect(hash(vault, "a/B", [1]) != hash(try Self.vault(), "a/B", [1]))
    }
}
