internal import TelephonyCore
internal import TelephonyMessages

extension NumberView {
    /// The number in a reply.
    ///
    /// - Parameter lastSuccess: the last successful sign-in, where it was looked up.
    func message(lastSuccess: WallTime? = nil) -> Number {
        Number(
            id: record.id.uuid.text, e164: record.e164.text, extension: record.extensionNumber.text,
            siteID: record.site.text, type: record.type == .main ? .main : .ordinary, state: state.message,
            owner: record.owner?.message, userID: record.user?.text ?? "", label: record.configuration.label,
            features: record.configuration.message,
            handsetLogin: record.handsetLogin.map {
                TelephonyMessages.HandsetLogin(deviceID: $0.deviceID, loginTime: $0.time.message)
            }, pin: pin.message(lastSuccess: lastSuccess), etag: etag, createTime: record.createTime.message,
            updateTime: record.updateTime.message, stateExpireTime: stateExpireTime?.message)
    }

    /// The version as callers see it.
    var etag: String { String(record.version) }
}

extension PINStatus {
    /// The status in a reply; a viewer who is not told of the lock sees none.
    func message(lastSuccess: WallTime? = nil) -> PinStatus {
        PinStatus(
            kind: isDefault ? .default : .custom, locked: lock?.isLocked ?? false,
            lockTime: lock?.lockTime?.message, failures: UInt32(lock?.failures ?? 0),
            triesLeft: UInt32(lock?.triesLeft ?? 0), generation: generation, changeTime: changeTime?.message,
            resetTime: resetTime?.message, lastSuccessTime: lastSuccess?.message, policyVersion: policyVersion)
    }
}

extension TelephonyCore.NumberState {
    /// The state in a reply.
    var message: TelephonyMessages.NumberState {
        switch self {
        case .available: .available
        case .reserved: .reserved
        case .pending: .pending
        case .active: .active
        case .cooldown: .cooldown
        }
    }
}

extension NumberConfiguration {
    /// The features in a reply; nil when all are at their factory default. The label is a field of its own.
    var message: ExtensionFeatures? {
        var unlabelled = self
        unlabelled.label = ""
        guard unlabelled != NumberConfiguration() else { return nil }
        return ExtensionFeatures(
            voicemailOff: !voicemail, voicemailEmail: voicemailEmail, forwardAlways: forwardAlways,
            forwardBusy: forwardBusy, forwardNoAnswer: forwardNoAnswer, callWaitingOff: !callWaiting,
            doNotDisturb: doNotDisturb, callerIDOverride: callerIDOverride)
    }
}
