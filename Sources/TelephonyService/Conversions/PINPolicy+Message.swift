internal import TelephonyCore
internal import TelephonyMessages
internal import Trunk

extension PINPolicy {
    /// The policy in a request. Ranges are the core's to judge; here only what does not fit its types is refused.
    init(_ message: PinPolicy?) throws(RPCError) {
        guard let message else { throw RequestFields.invalid("policy", "missing") }
        self.init()
        minLength = try Self.small(message.minLength, "policy.min_length")
        maxLength = try Self.small(message.maxLength, "policy.max_length")
        forbidExtension = message.forbidExtension
        forbidReversedExtension = message.forbidReversedExtension
        sameDigitMax = try Self.small(message.sameDigitMax, "policy.same_digit_max")
        repeatMode = try Self.mode(message.repeatMode)
        ascendingLength = try Self.small(message.ascendingLength, "policy.ascending_length")
        descendingLength = try Self.small(message.descendingLength, "policy.descending_length")
        sequenceWraps = message.sequenceWraps
        forbidDefault = message.forbidDefault
        historyDepth = try Self.small(message.historyDepth, "policy.history_depth")
        forbidReversedLast = message.forbidReversedLast
        maxFailures = try Self.small(message.maxFailures, "policy.max_failures")
        autoUnlockAfter = message.autoUnlockAfter
        defaultPINLength = try Self.small(message.defaultPinLength, "policy.default_pin_length")
        handsetRequiresCustomPIN = message.handsetRequiresCustomPin
        pbxSeesLock = message.pbxSeesLock
    }

    /// The policy in a reply.
    var message: PinPolicy {
        PinPolicy(
            minLength: UInt32(minLength), maxLength: UInt32(maxLength), forbidExtension: forbidExtension,
            forbidReversedExtension: forbidReversedExtension, sameDigitMax: UInt32(sameDigitMax),
            repeatMode: repeatMode == .total ? .total : .run, ascendingLength: UInt32(ascendingLength),
            descendingLength: UInt32(descendingLength), sequenceWraps: sequenceWraps, forbidDefault: forbidDefault,
            historyDepth: UInt32(historyDepth), forbidReversedLast: forbidReversedLast,
            maxFailures: UInt32(maxFailures), autoUnlockAfter: autoUnlockAfter,
            defaultPinLength: UInt32(defaultPINLength), handsetRequiresCustomPin: handsetRequiresCustomPIN,
            pbxSeesLock: pbxSeesLock)
    }

    private static func small(_ value: UInt32, _ field: String) throws(RPCError) -> UInt8 {
        guard let small = UInt8(exactly: value) else { throw RequestFields.invalid(field, "out of range") }
        return small
    }

    private static func mode(_ mode: TelephonyMessages.RepeatMode) throws(RPCError) -> RepeatMode {
        switch mode {
        case .total, .unspecified: .total
        case .run: .run
        case .unrecognized: throw RequestFields.invalid("policy.repeat_mode", "not known")
        }
    }
}

extension PolicyLevel {
    /// The level in a request.
    init(_ scope: PolicyScope?) throws(RPCError) {
        switch scope?.scope {
        case .platform(true): self = .platform
        case .operatorID(let id): self = .operator(try RequestFields.id(id, field: "scope.operator_id"))
        case .siteID(let id): self = .site(try RequestFields.id(id, field: "scope.site_id"))
        case .occupierID(let id): self = .occupier(try RequestFields.id(id, field: "scope.occupier_id"))
        case .platform(false), nil: throw RequestFields.invalid("scope", "missing")
        }
    }
}
