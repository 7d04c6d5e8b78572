internal import TelephonyCore

/// The columns of a policy, in the order in which they are bound and read.
enum PolicyColumns {
    /// All columns after the key.
    static let list = """
        min_length, max_length, forbid_extension, forbid_reversed_extension, same_digit_max, repeat_mode,
        ascending_length, descending_length, sequence_wraps, forbid_default, history_depth, forbid_reversed_last,
        max_failures, auto_unlock_microseconds, default_pin_length, handset_requires_custom, pbx_sees_lock, version
        """

    /// Sets a policy.
    static let replace = """
        INSERT OR REPLACE INTO policies (level_kind, level, \(list))
        VALUES (\((1...20).map { "?\($0)" }.joined(separator: ", ")))
        """

    /// Binds a level: kind and id.
    static func bind(_ level: PolicyLevel, to statement: SQLStatement) {
        switch level {
        case .platform:
            statement.bind(0 as Int64)
            statement.bind("")
        case .operator(let id):
            statement.bind(1 as Int64)
            statement.bind(id)
        case .site(let id):
            statement.bind(2 as Int64)
            statement.bind(id)
        case .occupier(let id):
            statement.bind(3 as Int64)
            statement.bind(id)
        }
    }

    /// Binds all columns, key first.
    static func bind(_ record: PolicyRecord, to statement: SQLStatement) {
        let policy = record.policy
        bind(record.level, to: statement)
        statement.bind(policy.minLength)
        statement.bind(policy.maxLength)
        statement.bind(policy.forbidExtension)
        statement.bind(policy.forbidReversedExtension)
        statement.bind(policy.sameDigitMax)
        statement.bind(policy.repeatMode.rawValue)
        statement.bind(policy.ascendingLength)
        statement.bind(policy.descendingLength)
        statement.bind(policy.sequenceWraps)
        statement.bind(policy.forbidDefault)
        statement.bind(policy.historyDepth)
        statement.bind(policy.forbidReversedLast)
        statement.bind(policy.maxFailures)
        statement.bind(policy.autoUnlockAfter.map { WallTime(microseconds: 0).adding($0) })
        statement.bind(policy.defaultPINLength)
        statement.bind(policy.handsetRequiresCustomPIN)
        statement.bind(policy.pbxSeesLock)
        statement.bind(record.version)
    }

    /// Reads the columns of `list`.
    static func read(_ level: PolicyLevel, _ statement: SQLStatement) throws(RowFailure) -> PolicyRecord {
        var policy = PINPolicy()
        policy.minLength = try statement.byte()
        policy.maxLength = try statement.byte()
        policy.forbidExtension = statement.flag()
        policy.forbidReversedExtension = statement.flag()
        policy.sameDigitMax = try statement.byte()
        policy.repeatMode = try SQLStatement.known(PINPolicy.RepeatMode(rawValue: try statement.byte()))
        policy.ascendingLength = try statement.byte()
        policy.descendingLength = try statement.byte()
        policy.sequenceWraps = statement.flag()
        policy.forbidDefault = statement.flag()
        policy.historyDepth = try statement.byte()
        policy.forbidReversedLast = statement.flag()
        policy.maxFailures = try statement.byte()
        policy.autoUnlockAfter = statement.optionalInt64().map { .microseconds($0) }
        policy.defaultPINLength = try statement.byte()
        policy.handsetRequiresCustomPIN = statement.flag()
        policy.pbxSeesLock = statement.flag()
        return PolicyRecord(level: level, policy: policy, version: try statement.word())
    }
}
