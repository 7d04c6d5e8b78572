internal import TelephonyCore
internal import TelephonyMessages
internal import TrunkMessages
internal import Trunk

extension NumberConfiguration {
    /// The values of an update; only those that its mask names count.
    init(_ request: UpdateNumberRequest) {
        self.init()
        label = request.label
        guard let features = request.features else { return }
        voicemail = !features.voicemailOff
        voicemailEmail = features.voicemailEmail
        forwardAlways = features.forwardAlways
        forwardBusy = features.forwardBusy
        forwardNoAnswer = features.forwardNoAnswer
        callWaiting = !features.callWaitingOff
        doNotDisturb = features.doNotDisturb
        callerIDOverride = features.callerIDOverride
    }
}

extension ConfigurationFields {
    /// The fields that a mask names.
    ///
    /// - Throws: INVALID_ARGUMENT for a missing mask, too many paths, or a path that is not a field of the configuration.
    init(_ mask: FieldMask?) throws(RPCError) {
        guard let paths = mask?.paths, !paths.isEmpty else {
            throw RequestFields.invalid("update_mask", "missing: name the fields to change")
        }
        guard paths.count <= 32 else { throw RequestFields.invalid("update_mask", "more than 32 paths") }
        self.init()
        for path in paths {
            guard let field = Self.named(path) else {
                throw RequestFields.invalid(
                    "update_mask", "only label, features, or one feature as features.do_not_disturb")
            }
            insert(field)
        }
    }

    private static func named(_ path: String) -> ConfigurationFields? {
        switch path {
        case "label": .label
        case "features": .features
        case "features.voicemail_off": .voicemail
        case "features.voicemail_email": .voicemailEmail
        case "features.forward_always": .forwardAlways
        case "features.forward_busy": .forwardBusy
        case "features.forward_no_answer": .forwardNoAnswer
        case "features.call_waiting_off": .callWaiting
        case "features.do_not_disturb": .doNotDisturb
        case "features.caller_id_override": .callerIDOverride
        default: nil
        }
    }
}
