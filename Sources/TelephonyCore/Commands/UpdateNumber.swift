/// Changes label and call features of an active number, as far as the mask names them.
package struct UpdateNumber: NumberEdit {
    /// Who asks.
    package let origin: CommandOrigin
    /// The number.
    package let number: NumberAddress
    /// The new values; only fields in `fields` count.
    package let configuration: NumberConfiguration
    /// The mask; at least one field.
    package let fields: ConfigurationFields
    /// Version the number must still be at; nil for whatever it is.
    package let expectedVersion: UInt64?
    /// A dry run.
    package let validateOnly: Bool

    /// The right it takes.
    package static let action = Action.updateNumber
    /// How the audit calls it.
    package static let auditAction = AuditAction.updateNumber

    /// An update.
    package init(
        origin: CommandOrigin, number: NumberAddress, configuration: NumberConfiguration, fields: ConfigurationFields,
        expectedVersion: UInt64? = nil, validateOnly: Bool = false
    ) {
        self.origin = origin
        self.number = number
        self.configuration = configuration
        self.fields = fields
        self.expectedVersion = expectedVersion
        self.validateOnly = validateOnly
    }

    /// Checks the mask and the values it names.
    package func checkFields() throws(Refusal) {
        guard !fields.isEmpty else { throw .invalid(field: "update_mask", problem: "is required") }
        let new = configuration
        if fields.contains(.label) { try TextRules.check(new.label, TextRules.labelBytesMax, field: "label") }
        if fields.contains(.voicemailEmail) {
            try TextRules.checkEmail(new.voicemailEmail, field: "features.voicemail_email")
        }
        if fields.contains(.forwardAlways) {
            try TextRules.checkDestination(new.forwardAlways, field: "features.forward_always")
        }
        if fields.contains(.forwardBusy) {
            try TextRules.checkDestination(new.forwardBusy, field: "features.forward_busy")
        }
        if fields.contains(.forwardNoAnswer) {
            try TextRules.checkDestination(new.forwardNoAnswer, field: "features.forward_no_answer")
        }
        if fields.contains(.callerIDOverride), !new.callerIDOverride.isEmpty, E164(new.callerIDOverride) == nil {
            throw .invalid(field: "features.caller_id_override", problem: "is not E.164")
        }
    }

    /// Sets the fields that the mask names.
    package func edit(_ record: inout NumberRecord, _ rows: Rows, at now: WallTime) throws(Refusal) {
        try record.checkActive(at: now)
        record.configuration.set(fields, from: configuration)
    }
}

extension NumberConfiguration {
    /// Takes over the named fields of another configuration.
    mutating func set(_ fields: ConfigurationFields, from new: NumberConfiguration) {
        if fields.contains(.label) { label = new.label }
        if fields.contains(.voicemail) { voicemail = new.voicemail }
        if fields.contains(.voicemailEmail) { voicemailEmail = new.voicemailEmail }
        if fields.contains(.forwardAlways) { forwardAlways = new.forwardAlways }
        if fields.contains(.forwardBusy) { forwardBusy = new.forwardBusy }
        if fields.contains(.forwardNoAnswer) { forwardNoAnswer = new.forwardNoAnswer }
        if fields.contains(.callWaiting) { callWaiting = new.callWaiting }
        if fields.contains(.doNotDisturb) { doNotDisturb = new.doNotDisturb }
        if fields.contains(.callerIDOverride) { callerIDOverride = new.callerIDOverride }
    }
}
