/// Everything a holder can configure. A fresh value is the factory default, and deactivation puts it back (S-37).
package struct NumberConfiguration: Sendable, Hashable {
    /// Display name, at most 64 bytes.
    package var label = ""
    /// Voicemail is on.
    package var voicemail = true
    /// Address that voicemail is mailed to; empty for none.
    package var voicemailEmail = ""
    /// Where every call goes; empty for nowhere.
    package var forwardAlways = ""
    /// Where calls go when busy.
    package var forwardBusy = ""
    /// Where calls go when nobody answers.
    package var forwardNoAnswer = ""
    /// Call waiting is on.
    package var callWaiting = true
    /// No calls at all.
    package var doNotDisturb = false
    /// Caller line id shown instead of the number; empty for the number.
    package var callerIDOverride = ""

    /// The factory default.
    package init() {}
}
