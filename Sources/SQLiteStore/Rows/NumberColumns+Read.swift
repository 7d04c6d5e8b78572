internal import TelephonyCore

extension NumberColumns {
    /// Reads all columns of a row.
    static func read(_ statement: SQLStatement) throws(RowFailure) -> NumberRecord {
        let e164 = try SQLStatement.known(E164(value: try statement.word()))
        let id = NumberID(uuid: try statement.uuidBytes())
        let extensionNumber = try SQLStatement.known(ExtensionNumber(packed: statement.int64()))
        let site: SiteID = try statement.id()
        let siteOperator: OperatorID = try statement.id()
        let type = try SQLStatement.known(NumberType(rawValue: try statement.byte()))
        let state = try state(code: statement.int64(), until: statement.optionalTime())
        let owner = try statement.optionalOwner()
        let user: UserID? = try statement.optionalID()
        let configuration = try configuration(statement)
        let device = statement.text()
        let loginTime = statement.optionalTime()
        let pin = try pin(statement)
        let version = try statement.word()
        let createTime = statement.time()
        let updateTime = statement.time()
        let lastOwner = try statement.optionalOwner()
        let until = statement.optionalTime()
        return NumberRecord(
            id: id, e164: e164, extensionNumber: extensionNumber, site: site, siteOperator: siteOperator, type: type,
            state: state, owner: owner, user: user, configuration: configuration,
            handsetLogin: both(device, loginTime).map { HandsetLogin(deviceID: $0.0, time: $0.1) }, pin: pin,
            version: version, createTime: createTime, updateTime: updateTime,
            hold: both(lastOwner, until).map { ReassignmentHold(lastOwner: $0.0, until: $0.1) })
    }

    private static func both<A, B>(_ a: A?, _ b: B?) -> (A, B)? {
        if let a, let b { (a, b) } else { nil }
    }

    private static func state(code: Int64, until: WallTime?) throws(RowFailure) -> NumberState {
        switch (code, until) {
        case (1, nil): .available
        case (2, nil): .reserved
        case (3, let deadline?): .pending(.activating, deadline: deadline)
        case (4, let deadline?): .pending(.deactivating, deadline: deadline)
        case (5, nil): .active
        case (6, let until?): .cooldown(until: until)
        default: throw .damaged
        }
    }

    private static func configuration(_ statement: SQLStatement) throws(RowFailure) -> NumberConfiguration {
        var configuration = NumberConfiguration()
        configuration.label = try statement.string()
        configuration.voicemail = statement.flag()
        configuration.voicemailEmail = try statement.string()
        configuration.forwardAlways = try statement.string()
        configuration.forwardBusy = try statement.string()
        configuration.forwardNoAnswer = try statement.string()
        configuration.callWaiting = statement.flag()
        configuration.doNotDisturb = statement.flag()
        configuration.callerIDOverride = try statement.string()
        return configuration
    }

    private static func pin(_ statement: SQLStatement) throws(RowFailure) -> PINRecord {
        var pin = PINRecord(sealedDefault: SealedDefaultPIN(bytes: try statement.bytes()))
        pin.verifier = statement.blob().map(SealedVerifier.init(bytes:))
        pin.history = try SQLStatement.known(HistoryCoding.decode(try statement.bytes()))
        pin.failures = try statement.byte()
        pin.lockTime = statement.optionalTime()
        pin.generation = try statement.word()
        pin.refusedCandidates = try statement.byte()
        pin.changeTime = statement.optionalTime()
        pin.resetTime = statement.optionalTime()
        pin.policyVersion = try statement.word()
        return pin
    }
}
