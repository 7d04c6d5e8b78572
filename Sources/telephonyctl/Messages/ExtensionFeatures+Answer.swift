internal import TelephonyCommandLine
internal import TelephonyMessages

extension ExtensionFeatures {
    /// As JSON.
    var json: JSONValue {
        .object([
            ("voicemailOff", .bool(voicemailOff)), ("voicemailEmail", .text(voicemailEmail)),
            ("forwardAlways", .text(forwardAlways)), ("forwardBusy", .text(forwardBusy)),
            ("forwardNoAnswer", .text(forwardNoAnswer)), ("callWaitingOff", .bool(callWaitingOff)),
            ("doNotDisturb", .bool(doNotDisturb)), ("callerIdOverride", .text(callerIDOverride)),
        ])
    }

    /// For people: voicemail always, the rest as far as it is set.
    var details: [(String, String)] {
        let texts = [
            ("VOICEMAIL_EMAIL", voicemailEmail), ("FORWARD_ALWAYS", forwardAlways), ("FORWARD_BUSY", forwardBusy),
            ("FORWARD_NO_ANSWER", forwardNoAnswer), ("CALL_WAITING", callWaitingOff ? "off" : ""),
            ("DO_NOT_DISTURB", doNotDisturb ? "on" : ""), ("CALLER_ID", callerIDOverride),
        ]
        return [("VOICEMAIL", voicemailOff ? "off" : "on")] + texts.filter { !$0.1.isEmpty }
    }
}
