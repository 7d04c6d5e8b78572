internal import ArgumentParser
internal import TelephonyCommandLine
internal import TelephonyMessages

/// What of a policy changes: only what is given.
struct PolicyOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Fewest digits, 4 to 12.", valueName: "count")) var minLength: UInt32?
    @Option(help: ArgumentHelp("Most digits, 4 to 12.", valueName: "count")) var maxLength: UInt32?
    @Flag(inversion: .prefixedNo, help: "Refuse the extension.") var forbidExtension: Bool?
    @Flag(inversion: .prefixedNo, help: "Refuse the extension reversed.") var forbidReversedExtension: Bool?
    @Option(help: ArgumentHelp("How often one digit may stand in a PIN; 0 is off.", valueName: "count"))
    var sameDigitMax: UInt32?
    @Option(help: "How the same digit is counted.") var repeatMode: RepeatModeArgument?
    @Option(help: ArgumentHelp("Ascending neighbours that are refused; 0 is off.", valueName: "count"))
    var ascending: UInt32?
    @Option(help: ArgumentHelp("Descending neighbours that are refused; 0 is off.", valueName: "count"))
    var descending: UInt32?
    @Flag(inversion: .prefixedNo, help: "Let a sequence go on from 9 to 0.") var sequenceWraps: Bool?
    @Flag(inversion: .prefixedNo, help: "Refuse the Default PIN.") var forbidDefault: Bool?
    @Option(help: ArgumentHelp("Earlier PINs that are refused, 0 to 25.", valueName: "count")) var historyDepth: UInt32?
    @Flag(inversion: .prefixedNo, help: "Refuse the last PIN reversed.") var forbidReversedLast: Bool?
    @Option(help: ArgumentHelp("Wrong tries that lock, 2 to 10.", valueName: "count")) var maxFailures: UInt32?
    @Option(help: ArgumentHelp("How long a lock lasts, or never.", valueName: "duration"))
    var autoUnlockAfter: String?
    @Option(help: ArgumentHelp("Digits of a Default PIN, 4 to 12.", valueName: "count")) var defaultPinLength: UInt32?
    @Flag(inversion: .prefixedNo, help: "Demand a custom PIN at the handset too.") var handsetRequiresCustomPin: Bool?
    @Flag(inversion: .prefixedNo, help: "Tell PBX callers that a PIN is locked.") var pbxSeesLock: Bool?

    func validate() throws {
        if let autoUnlockAfter, autoUnlockAfter != "never", Duration(typed: autoUnlockAfter) == nil {
            throw ValidationError("--auto-unlock-after takes a duration as 15m, or never")
        }
    }

    /// The policy with what was given.
    func applied(to policy: PinPolicy) -> PinPolicy {
        var policy = policy
        policy.minLength = minLength ?? policy.minLength
        policy.maxLength = maxLength ?? policy.maxLength
        policy.forbidExtension = forbidExtension ?? policy.forbidExtension
        policy.forbidReversedExtension = forbidReversedExtension ?? policy.forbidReversedExtension
        policy.sameDigitMax = sameDigitMax ?? policy.sameDigitMax
        policy.repeatMode = repeatMode?.mode ?? policy.repeatMode
        policy.ascendingLength = ascending ?? policy.ascendingLength
        policy.descendingLength = descending ?? policy.descendingLength
        policy.sequenceWraps = sequenceWraps ?? policy.sequenceWraps
        policy.forbidDefault = forbidDefault ?? policy.forbidDefault
        policy.historyDepth = historyDepth ?? policy.historyDepth
        policy.forbidReversedLast = forbidReversedLast ?? policy.forbidReversedLast
        policy.maxFailures = maxFailures ?? policy.maxFailures
        if let autoUnlockAfter { policy.autoUnlockAfter = Duration(typed: autoUnlockAfter) }
        policy.defaultPinLength = defaultPinLength ?? policy.defaultPinLength
        policy.handsetRequiresCustomPin = handsetRequiresCustomPin ?? policy.handsetRequiresCustomPin
        policy.pbxSeesLock = pbxSeesLock ?? policy.pbxSeesLock
        return policy
    }
}
