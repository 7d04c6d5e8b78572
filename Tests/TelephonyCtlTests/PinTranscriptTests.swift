import TelephonyMessages
import Testing
import Trunk
import TrunkMessages

@testable import TelephonyCommandLine
@testable import telephonyctl

@Suite("telephonyctl pin, as transcripts")
struct PinTranscriptTests {
    private func signIn(_ response: SignInResponse) -> ScriptedCaller {
        ScriptedCaller().on(PinServiceMethods.signIn) { _ throws(RPCError) in response }
    }

    @Test(
        "each verdict has its exit status; only what opens the surface is 0",
        arguments: [
            (SignInOutcome.accepted, ExitStatus.done), (.changeRequired, .no), (.rejected, .no), (.noHandset, .no),
            (.locked, .locked), (.throttled, .tryAgain), (.unspecified, .protocolMismatch),
            (.unrecognized(9), .protocolMismatch),
        ])
    func verdicts(_ outcome: SignInOutcome, _ status: ExitStatus) async throws {
        let caller = signIn(SignInResponse(outcome: outcome))
        let console = RecordingConsole(secrets: ["4821"])
        let run = await Transcript.ctl(
            ["pin", "sign-in", "2001", "--site", "london", "--surface", "voicemail", "--pin-stdin"], caller, console)
        #expect(run.status == status)
        #expect(run.output == outcome.word + "\n")
        let request = try #require(caller.requests(SignInRequest.self).first)
        #expect(request.pin?.digits == "4821")
        #expect(request.surface == .voicemail)
        #expect(request.number == NumberRef(ref: .siteExtension(SiteExtension(siteID: "london", extension: "2001"))))
        #expect(request.requestID.count == 16)
    }

    @Test(
        "the PIN that was typed appears in no output of any format (Q: never printed)", arguments: OutputFormat.allCases
    )
    func neverPrinted(_ format: OutputFormat) async throws {
        let token = try #require(Secret(Array("tokentoken".utf8)))
        let caller = signIn(SignInResponse(outcome: .changeRequired, changeToken: token))
        let run = await Transcript.ctl(
            ["pin", "sign-in", "+4420", "--pin-stdin", "-o", format.rawValue], caller,
            RecordingConsole(secrets: ["739182"]))
        let everything = run.output + run.notes.joined()
        #expect(!everything.contains("739182"))
        #expect(!everything.contains("tokentoken"))
        #expect(format == .table || run.output.contains("***"))
    }

    @Test("a change token goes to a file, and from there into the change")
    func changeWithToken() async throws {
        let file = try TemporaryFile("")
        defer { file.remove() }
        let token = try #require(Secret([1, 2, 3, 0, 10]))
        let caller = signIn(SignInResponse(outcome: .changeRequired, changeToken: token))
            .on(PinServiceMethods.changePin) { _ throws(RPCError) in ChangePinResponse(outcome: .changed, generation: 4)
            }
        let first = await Transcript.ctl(
            ["pin", "sign-in", "+4420", "--pin-stdin", "--token-out", file.path], caller,
            RecordingConsole(secrets: ["1111"]))
        #expect(first.status == .done)
        let second = await Transcript.ctl(
            ["pin", "change", "+4420", "--pin-stdin", "--change-token-file", file.path], caller,
            RecordingConsole(secrets: ["482193"]))
        #expect(second.status == .done)
        #expect(second.output == "CHANGED\n")
        let request = try #require(caller.requests(ChangePinRequest.self).first)
        guard case .changeToken(let sent) = request.authorization else {
            Issue.record("no token was sent")
            return
        }
        #expect(SecretBytes.areEqual(sent, token))
        #expect(request.newPin?.digits == "482193")
    }

    @Test("a person types the new PIN twice; two that differ are not sent")
    func typedTwice() async throws {
        let caller = ScriptedCaller().on(PinServiceMethods.changePin) { _ throws(RPCError) in
            ChangePinResponse(
                outcome: .refused, violations: [RuleViolation(rule: .ascending, text: "no three ascending digits")],
                candidatesLeft: 4)
        }
        let differs = RecordingConsole(secrets: ["1111", "4821", "4822"], canAsk: true)
        let run = await Transcript.ctl(["pin", "change", "+4420"], caller, differs)
        #expect(run.status == .badData)
        #expect(differs.questions == ["Current PIN", "New PIN", "New PIN again"])
        #expect(caller.paths.isEmpty)

        let agrees = RecordingConsole(secrets: ["1111", "1239", "1239"], canAsk: true)
        let refused = await Transcript.ctl(["pin", "change", "+4420"], caller, agrees)
        #expect(refused.status == .no)
        #expect(refused.output == "REFUSED\n  ASCENDING: no three ascending digits\n")
        #expect(refused.notes == ["next: choose another PIN; the token allows 4 more"])
    }

    @Test("without a terminal and without a source no PIN is taken from anywhere")
    func noSource() async {
        let caller = ScriptedCaller()
        let run = await Transcript.ctl(["pin", "sign-in", "+4420"], caller)
        #expect(run.status == .usage)
        #expect(run.notes.first == "telephonyctl: NO_TERMINAL: there is no terminal to ask for a PIN")
        #expect(caller.paths.isEmpty)
    }

    @Test("a PIN on the command line is refused and not repeated")
    func onTheCommandLine() async {
        for arguments in [["+4420", "739182"], ["+4420", "--pin", "739182"], ["+4420", "--pin=739182"]] {
            let run = await Transcript.ctl(["pin", "sign-in"] + arguments)
            #expect(run.status == .usage)
            #expect(!(run.output + run.notes.joined()).contains("739182"), "\(arguments)")
        }
    }

    @Test("two sources of PINs are none")
    func twoSources() async {
        let run = await Transcript.ctl(["pin", "sign-in", "+4420", "--pin-stdin", "--pin-file", "x"])
        #expect(run.status == .usage)
    }

    @Test("check: 0 when no rule is broken, 1 when some are, 75 when nothing was checked")
    func check() async {
        let answers: [(CheckPinResponse, ExitStatus, String)] = [
            (CheckPinResponse(secretRulesChecked: true), .done, "OK\n"),
            (CheckPinResponse(), .done, "OK\n  rules that compare with earlier PINs were not checked\n"),
            (
                CheckPinResponse(
                    violations: [RuleViolation(rule: .length, text: "too short")], secretRulesChecked: true),
                .no, "REFUSED\n  LENGTH: too short\n"
            ),
            (CheckPinResponse(retryAfter: .seconds(30)), .tryAgain, "THROTTLED\n  wait 30s, then try again\n"),
        ]
        for (answer, status, output) in answers {
            let caller = ScriptedCaller().on(PinServiceMethods.checkPin) { _ throws(RPCError) in answer }
            let run = await Transcript.ctl(
                ["pin", "check", "+4420", "--pin-stdin"], caller, RecordingConsole(secrets: ["4821"]))
            #expect(run.status == status)
            #expect(run.output == output)
        }
    }

    @Test("reset prints what to tell the holder, and a person is asked first")
    func reset() async throws {
        let message = "The PIN is the Default PIN again. Sign in once and choose a new one."
        let caller = ScriptedCaller().on(PinServiceMethods.resetPin) { _ throws(RPCError) in
            ResetPinResponse(changed: true, unlocked: true, resetTime: Timestamp(seconds: 60), holderMessage: message)
        }
        let arguments = ["pin", "reset", "2001", "--site", "london", "--reason", "TICKET-991"]
        let no = await Transcript.ctl(arguments, caller, RecordingConsole(canAsk: true, answersYes: false))
        #expect(no.status == .no)
        #expect(caller.paths.isEmpty)
        let yes = await Transcript.ctl(arguments, caller, RecordingConsole(canAsk: true, answersYes: true))
        #expect(yes.status == .done)
        #expect(yes.output == message + "\n")
        let script = await Transcript.ctl(arguments + ["-o", "ndjson"], caller)
        #expect(
            script.output == """
                {"changed":true,"unlocked":true,"resetTime":"1970-01-01T00:01:00Z","holderMessage":"\(message)",\
                "status":null,"etag":""}

                """)
        #expect(caller.requests(ResetPinRequest.self).map(\.reason) == ["TICKET-991", "TICKET-991"])
    }

    @Test("default shows the Default PIN to a person, and in JSON and CSV only with --reveal")
    func defaultPIN() async throws {
        let pin = try #require(Secret(Array("739182".utf8)))
        let caller = ScriptedCaller().on(PinServiceMethods.revealDefaultPin) { _ throws(RPCError) in
            RevealDefaultPinResponse(defaultPin: pin)
        }
        func output(_ more: [String]) async -> String {
            await Transcript.ctl(["pin", "default", "+4420"] + more, caller).output
        }
        #expect(await output([]) == "739182\n")
        #expect(await output(["-o", "ndjson"]) == "{\"defaultPin\":\"***\"}\n")
        #expect(await output(["-o", "ndjson", "--reveal"]) == "{\"defaultPin\":\"739182\"}\n")
        #expect(await output(["-o", "csv"]) == "default_pin\n***\n")
        #expect(await output(["-o", "csv", "--reveal"]) == "default_pin\n739182\n")
    }
}
