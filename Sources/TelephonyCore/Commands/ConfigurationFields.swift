/// The fields of a configuration that an update names: its field mask.
package struct ConfigurationFields: OptionSet, Sendable, Hashable {
    /// One bit per field.
    package let rawValue: UInt16

    /// Fields by their bits.
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// `label`.
    package static let label = ConfigurationFields(rawValue: 1)
    /// `features.voicemail_off`.
    package static let voicemail = ConfigurationFields(rawValue: 2)
    /// `features.voicemail_email`.
    package static let voicemailEmail = ConfigurationFields(rawValue: 4)
    /// `features.forward_always`.
    package static let forwardAlways = ConfigurationFields(rawValue: 8)
    /// `features.forward_busy`.
    package static let forwardBusy = ConfigurationFields(rawValue: 16)
    /// `features.forward_no_answer`.
    package static let forwardNoAnswer = ConfigurationFields(rawValue: 32)
    /// `features.call_waiting_off`.
    package static let callWaiting = ConfigurationFields(rawValue: 64)
    /// `features.do_not_disturb`.
    package static let doNotDisturb = ConfigurationFields(rawValue: 128)
    /// `features.caller_id_override`.
    package static let callerIDOverride = ConfigurationFields(rawValue: 256)

    /// `features`: all of them but the label.
    package static let features: ConfigurationFields = [
        .voicemail, .voicemailEmail, .forwardAlways, .forwardBusy, .forwardNoAnswer, .callWaiting, .doNotDisturb,
        .callerIDOverride,
    ]
}
