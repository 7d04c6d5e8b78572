import TelephonyCore

/// A PIN from a literal of a test.
func secret(_ text: String) -> SecretPIN {
    var bytes = Array(text.utf8)
    return bytes.withUnsafeMutableBytes { SecretPIN(PIN(characters: UnsafeRawBufferPointer($0))) }
}

/// The digits of a PIN that a test may look at.
func text(_ pin: SecretPIN) -> String {
    pin.withPIN { $0.withASCII { String(decoding: $0, as: UTF8.self) } }
}

extension World {
    /// One try.
    mutating func signIn(
        _ pin: String, at number: NumberAddress = desk, _ surface: Surface = .voicemail, device: String = "",
        as actor: Actor = pbx
    ) throws -> SignInReply {
        try perform(as: actor) {
            SignIn(
                origin: $0, number: number, pin: secret(pin),
                attempt: Attempt(surface: surface, address: "+441234567", device: device))
        }
    }

    /// The outcomes of some tries in a row.
    mutating func outcomes(
        _ pins: [String], at number: NumberAddress = desk, _ surface: Surface = .voicemail
    ) throws -> [SignInReply.Outcome] {
        try pins.map { try signIn($0, at: number, surface).outcome }
    }

    /// A change by showing the PIN in force.
    mutating func change(
        from current: String, to new: String, at number: NumberAddress = desk, as actor: Actor = pbx
    ) throws -> ChangePINReply {
        try perform(as: actor) {
            ChangePIN(
                origin: $0, number: number, authorization: .currentPIN(secret(current)), newPIN: secret(new),
                attempt: Attempt(surface: .voicemail))
        }
    }

    /// A change with a token.
    mutating func change(
        with token: SecretBytes, to new: String, at number: NumberAddress = desk, as actor: Actor = pbx
    ) throws -> ChangePINReply {
        try perform(as: actor) {
            ChangePIN(
                origin: $0, number: number, authorization: .token(token), newPIN: secret(new),
                attempt: Attempt(surface: .voicemail))
        }
    }

    /// A check of a candidate.
    mutating func check(
        _ candidate: String, with token: SecretBytes? = nil, at number: NumberAddress = desk, as actor: Actor = pbx
    ) throws -> CheckPINReply {
        try perform(as: actor) {
            CheckPIN(
                origin: $0, number: number, candidate: secret(candidate), token: token,
                attempt: Attempt(surface: nil))
        }
    }

    /// The token that a sign-in with the Default PIN answers.
    mutating func token(at number: NumberAddress = desk) throws -> SecretBytes {
        let pin = try defaultPIN(of: number)
        guard let token = try signIn(pin, at: number).changeToken else { throw Refusal.damaged }
        return token.bytes
    }

    /// The Default PIN, read from the row so that no audit is written.
    func defaultPIN(of number: NumberAddress = desk) throws -> String {
        let record = try row(number)
        return text(SecretPIN(try store.vault.open(record.pin.sealedDefault, record.binding)))
    }

    /// A reset.
    @discardableResult
    mutating func reset(_ number: NumberAddress = desk, as actor: Actor = staff) throws -> ResetPINReply {
        try perform(as: actor) { ResetPIN(origin: $0, number: number) }
    }

    /// Puts a known Default PIN under a number whose PIN is at its default.
    mutating func plant(default pin: String, at number: NumberAddress = desk) throws {
        var record = try row(number)
        let planted = secret(pin)
        record.pin.sealedDefault = try planted.withPIN { (pin: borrowing PIN) throws(VaultFailure) in
            try store.vault.seal(defaultPIN: pin, record.binding, random: &store.random)
        }
        store.plant(record)
    }

    /// Sets fields of the policy.
    mutating func setPolicy(_ edit: (inout PINPolicy) -> Void) throws {
        var policy = store.tables.policies[.platform]?.policy ?? PINPolicy()
        edit(&policy)
        _ = try perform { SetPolicy(origin: $0, level: .platform, policy: policy) }
    }
}

extension World {
    /// A number as somebody sees it.
    func view(_ number: NumberAddress = desk, for viewer: Role = .platform) throws -> NumberView {
        let policy = store.tables.policies[.platform]?.policy ?? PINPolicy()
        return NumberView(try row(number), under: policy, at: store.now, for: viewer)
    }
}
