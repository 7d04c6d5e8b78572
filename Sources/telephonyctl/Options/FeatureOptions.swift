internal import ArgumentParser
internal import TelephonyMessages

/// What of a number's configuration changes: only what is given.
struct FeatureOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Display name; '' for none.", valueName: "text")) var label: String?

    @Flag(inversion: .prefixedNo, help: "Voicemail on or off.") var voicemail: Bool?

    @Option(help: ArgumentHelp("Where voicemail is mailed to; '' for nowhere.", valueName: "address"))
    var voicemailEmail: String?

    @Option(help: ArgumentHelp("Where every call goes; '' for nowhere.", valueName: "number"))
    var forwardAlways: String?

    @Option(help: ArgumentHelp("Where calls go when busy; '' for nowhere.", valueName: "number"))
    var forwardBusy: String?

    @Option(help: ArgumentHelp("Where calls go when nobody answers; '' for nowhere.", valueName: "number"))
    var forwardNoAnswer: String?

    @Flag(inversion: .prefixedNo, help: "Call waiting on or off.") var callWaiting: Bool?

    @Flag(inversion: .prefixedNo, help: "No calls at all, or calls again.") var doNotDisturb: Bool?

    @Option(help: ArgumentHelp("Caller line id shown instead of the number; '' for the number.", valueName: "number"))
    var callerId: String?

    /// The features given, and the paths of everything given.
    var changes: (features: ExtensionFeatures, paths: [String]) {
        var features = ExtensionFeatures()
        var paths = label == nil ? [] : ["label"]
        func set<Value>(_ given: Value?, _ path: String, _ apply: (Value) -> Void) {
            guard let given else { return }
            apply(given)
            paths.append("features.\(path)")
        }
        set(voicemail, "voicemail_off") { features.voicemailOff = !$0 }
        set(voicemailEmail, "voicemail_email") { features.voicemailEmail = $0 }
        set(forwardAlways, "forward_always") { features.forwardAlways = $0 }
        set(forwardBusy, "forward_busy") { features.forwardBusy = $0 }
        set(forwardNoAnswer, "forward_no_answer") { features.forwardNoAnswer = $0 }
        set(callWaiting, "call_waiting_off") { features.callWaitingOff = !$0 }
        set(doNotDisturb, "do_not_disturb") { features.doNotDisturb = $0 }
        set(callerId, "caller_id_override") { features.callerIDOverride = $0 }
        return (features, paths)
    }
}
