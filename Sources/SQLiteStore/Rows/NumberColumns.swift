internal import TelephonyCore

/// The columns of a number, in the order in which they are bound and read.
enum NumberColumns {
    /// Set at birth, and never again.
    private static let fixed = ["e164", "id", "extension", "site", "site_operator"]
    private static let mutable = [
        "type", "state", "state_until", "owner_kind", "owner", "user", "label", "voicemail", "voicemail_email",
        "forward_always", "forward_busy", "forward_no_answer", "call_waiting", "do_not_disturb", "caller_id_override",
        "handset_device", "handset_time", "pin_default", "pin_verifier", "pin_history", "pin_failures",
        "pin_lock_time", "pin_generation", "pin_refused_candidates", "pin_change_time", "pin_reset_time",
        "pin_policy_version", "version", "create_time", "update_time", "hold_owner_kind", "hold_owner", "hold_until",
    ]

    /// All columns.
    static let list = (fixed + mutable).joined(separator: ", ")

    /// Adds a number; fails when its E.164, id or extension is taken.
    static let insert = """
        INSERT INTO numbers (\(list))
        VALUES (\((1...(fixed.count + mutable.count)).map { "?\($0)" }.joined(separator: ", ")))
        """

    /// Changes a number, by the same parameters as `insert`.
    static let update = """
        UPDATE numbers SET \(mutable.enumerated().map { "\($1) = ?\($0 + fixed.count + 1)" }.joined(separator: ", "))
        WHERE e164 = ?1 AND id = ?2
        """

    /// Binds all columns.
    static func bind(_ number: NumberRecord, to statement: SQLStatement) {
        statement.bind(number.e164.value)
        statement.bind(number.id.uuid)
        statement.bind(number.extensionNumber.packed)
        statement.bind(number.site)
        statement.bind(number.siteOperator)
        statement.bind(number.type.rawValue)
        let state = code(of: number.state)
        statement.bind(state.code)
        statement.bind(state.until)
        statement.bind(number.owner)
        statement.bind(number.user)
        bind(number.configuration, to: statement)
        statement.bind(number.handsetLogin?.deviceID)
        statement.bind(number.handsetLogin?.time)
        bind(number.pin, to: statement)
        statement.bind(number.version)
        statement.bind(number.createTime)
        statement.bind(number.updateTime)
        statement.bind(number.hold?.lastOwner)
        statement.bind(number.hold?.until)
    }

    private static func bind(_ configuration: NumberConfiguration, to statement: SQLStatement) {
        statement.bind(configuration.label)
        statement.bind(configuration.voicemail)
        statement.bind(configuration.voicemailEmail)
        statement.bind(configuration.forwardAlways)
        statement.bind(configuration.forwardBusy)
        statement.bind(configuration.forwardNoAnswer)
        statement.bind(configuration.callWaiting)
        statement.bind(configuration.doNotDisturb)
        statement.bind(configuration.callerIDOverride)
    }

    private static func bind(_ pin: PINRecord, to statement: SQLStatement) {
        statement.bind(blob: pin.sealedDefault.bytes)
        statement.bind(blob: pin.verifier?.bytes)
        statement.bind(blob: HistoryCoding.encode(pin.history))
        statement.bind(pin.failures)
        statement.bind(pin.lockTime)
        statement.bind(pin.generation)
        statement.bind(pin.refusedCandidates)
        statement.bind(pin.changeTime)
        statement.bind(pin.resetTime)
        statement.bind(pin.policyVersion)
    }

    private static func code(of state: NumberState) -> (code: Int64, until: WallTime?) {
        switch state {
        case .available: (1, nil)
        case .reserved: (2, nil)
        case .pending(.activating, let deadline): (3, deadline)
        case .pending(.deactivating, let deadline): (4, deadline)
        case .active: (5, nil)
        case .cooldown(let until): (6, until)
        }
    }
}
