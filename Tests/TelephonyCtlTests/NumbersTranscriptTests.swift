import TelephonyMessages
import Testing
import Trunk
import TrunkMessages

@testable import TelephonyCommandLine
@testable import telephonyctl

@Suite("telephonyctl numbers and organisations, as transcripts")
struct NumbersTranscriptTests {
    private static let owner = Owner(owner: .occupierID("acme"))

    private static func number(_ index: Int, type: NumberType = .ordinary) -> Number {
        Number(
            e164: "+44207946010\(index)", extension: "200\(index)", siteID: "london", type: type, state: .active,
            owner: owner, label: "Desk \(index)", pin: PinStatus(kind: .default, locked: index == 2))
    }

    /// Three numbers on two pages, and a main number.
    private func pages() -> ScriptedCaller {
        ScriptedCaller().on(DirectoryServiceMethods.listNumbers) { request throws(RPCError) in
            request.pageToken.isEmpty
                ? ListNumbersResponse(
                    mainNumber: Self.number(0, type: .main), numbers: [Self.number(1), Self.number(2)],
                    nextPageToken: [0xFB], totalSize: 3)
                : ListNumbersResponse(numbers: [Self.number(3)])
        }
    }

    @Test("the main number stands apart, before the others; what is missing is told on standard error")
    func table() async {
        let run = await Transcript.ctl(["numbers", "list", "--occupier", "acme", "--site", "london"], pages())
        #expect(run.status == .done)
        #expect(
            run.output == """
                MAIN_NUMBER    EXTENSION  SITE    TYPE  STATE   OWNER          USER  LABEL   PIN      LOCK  HANDSET
                +442079460100  2000       london  MAIN  ACTIVE  occupier:acme  -     Desk 0  DEFAULT  -     -

                NUMBER         EXTENSION  SITE    TYPE      STATE   OWNER          USER  LABEL   PIN      LOCK    HANDSET
                +442079460101  2001       london  ORDINARY  ACTIVE  occupier:acme  -     Desk 1  DEFAULT  -       -
                +442079460102  2002       london  ORDINARY  ACTIVE  occupier:acme  -     Desk 2  DEFAULT  LOCKED  -

                """)
        #expect(run.notes == ["2 of 3 shown; for the rest add --all, or --page-token '+w=='"])
    }

    @Test("a page token goes back as it came")
    func pageToken() async {
        let caller = pages()
        let run = await Transcript.ctl(["numbers", "list", "--page-token", "+w==", "-o", "csv"], caller)
        #expect(run.output.split(separator: "\n").count == 2)
        #expect(caller.requests(ListNumbersRequest.self).map(\.pageToken) == [[0xFB]])
    }

    @Test("--all reads every page, in pages of 1,000", arguments: OutputFormat.allCases)
    func everyPage(_ format: OutputFormat) async {
        let caller = pages()
        let run = await Transcript.ctl(["numbers", "list", "--all", "-o", format.rawValue], caller)
        #expect(run.status == .done)
        #expect(run.notes.isEmpty)
        #expect(caller.requests(ListNumbersRequest.self).map(\.pageSize) == [1000, 1000])
        for index in 0...3 { #expect(run.output.contains("+44207946010\(index)")) }
    }

    @Test("JSON of a list is one document, with the main number, the total and the next token")
    func json() async {
        let run = await Transcript.ctl(
            ["operators", "list", "-o", "json"], operators([("a", "A"), ("b", "B")], next: [1]))
        #expect(
            run.output == """
                {
                  "operators": [
                    {
                      "id": "a",
                      "name": "A"
                    },
                    {
                      "id": "b",
                      "name": "B"
                    }
                  ],
                  "nextPageToken": "AQ=="
                }

                """)
        let empty = await Transcript.ctl(["operators", "list", "-o", "json"], operators([]))
        #expect(empty.output == "{\n  \"operators\": [],\n  \"nextPageToken\": \"\"\n}\n")
        let numbers = await Transcript.ctl(["numbers", "list", "-o", "json"], pages())
        #expect(numbers.output.hasPrefix("{\n  \"mainNumber\": {\n    \"id\""))
        #expect(numbers.output.contains("\n  \"totalSize\": 3,\n  \"numbers\": [\n    {\n      \"id\""))
    }

    private func operators(_ pairs: [(String, String)], next: [UInt8] = []) -> ScriptedCaller {
        let all = pairs.map { Operator(id: $0.0, name: $0.1) }
        return ScriptedCaller().on(DirectoryServiceMethods.listOperators) { _ throws(RPCError) in
            ListOperatorsResponse(operators: all, nextPageToken: next)
        }
    }

    @Test("a server that repeats its page token does not keep us for ever")
    func repeatedToken() async {
        let run = await Transcript.ctl(["operators", "list", "--all"], operators([("a", "A")], next: [7]))
        #expect(run.status == .protocolMismatch)
    }

    @Test("filters arrive as they were given")
    func filters() async throws {
        let caller = pages()
        _ = await Transcript.ctl(
            [
                "numbers", "list", "--site", "london", "--state", "active", "--state", "cooldown", "--text", "ann",
                "--user", "ann", "--assigned", "--pin", "custom", "--no-locked", "--handset", "--order", "extension",
                "--page-size", "7",
            ], caller)
        let request = try #require(caller.requests(ListNumbersRequest.self).first)
        #expect(
            request
                == ListNumbersRequest(
                    siteID: "london",
                    filter: NumberFilter(
                        states: [.active, .cooldown], text: "ann", userID: "ann", assigned: true, pinKind: .custom,
                        locked: false, handsetLoggedIn: true), orderBy: .extension, pageSize: 7))
    }

    @Test("connection options may stand before or behind the verbs")
    func anywhere() async {
        let caller = pages()
        for arguments in [
            ["-o", "csv", "numbers", "list"], ["numbers", "-o", "csv", "list"], ["numbers", "list", "-o", "csv"],
        ] {
            #expect(await Transcript.ctl(arguments, caller).output.hasPrefix("number,extension,site,"), "\(arguments)")
        }
    }

    @Test(
        "a number in any other spelling is refused, with the right one if it can be guessed",
        arguments: [
            (["+44 20 7946 0123"], "write +442079460123"), (["+0420"], "no zero first"), (["2001"], "add --site ID"),
            (["2001", "--site", "London"], "--site takes an id"), (["020 7946"], "give a number as +442079460123"),
        ])
    func spellings(_ arguments: [String], _ advice: String) async {
        let run = await Transcript.ctl(["numbers", "show"] + arguments)
        #expect(run.status == .usage)
        #expect(run.notes.first?.contains(advice) == true, "\(run.notes)")
    }

    @Test("a dry run says validate_only to the server and so on standard error")
    func dryRun() async {
        let caller = ScriptedCaller().on(TelephonyServiceMethods.activateNumber) { _ throws(RPCError) in
            ActivateNumberResponse(number: Self.number(1))
        }
        let run = await Transcript.ctl(["numbers", "activate", "+4420", "--dry-run"], caller)
        #expect(run.notes == ["dry run: checked by the server, nothing was changed"])
        #expect(caller.requests(ActivateNumberRequest.self).map(\.validateOnly) == [true])
    }

    @Test("label is a short form of update, and only what is given is in the mask")
    func label() async throws {
        let caller = ScriptedCaller().on(TelephonyServiceMethods.updateNumber) { _ throws(RPCError) in
            UpdateNumberResponse(number: Self.number(1))
        }
        _ = await Transcript.ctl(
            ["numbers", "label", "+4420", "--label", "Ann", "--no-voicemail", "--forward-busy", ""], caller)
        let request = try #require(caller.requests(UpdateNumberRequest.self).first)
        #expect(request.label == "Ann")
        #expect(request.features == ExtensionFeatures(voicemailOff: true))
        #expect(request.updateMask?.paths == ["label", "features.voicemail_off", "features.forward_busy"])
        #expect(await Transcript.ctl(["numbers", "update", "+4420"], caller).status == .usage)
    }

    @Test("more than 1,000 numbers of a file go in chunks")
    func chunks() async throws {
        let file = try TemporaryFile("# returned\n" + (0..<1001).map { "+44207946\(1000 + $0)\n" }.joined())
        defer { file.remove() }
        let caller = ScriptedCaller().on(TelephonyServiceMethods.allocateNumbers) { request throws(RPCError) in
            AllocateNumbersResponse(allocated: UInt32(request.numbers.count))
        }
        let run = await Transcript.ctl(
            ["numbers", "allocate", "--numbers-file", file.path, "--occupier", "acme"], caller)
        #expect(run.output == "1001 of 1001 newly allocated\n")
        #expect(caller.requests(AllocateNumbersRequest.self).map(\.numbers.count) == [1000, 1])
    }

    @Test("a file with a bad row sends nothing and ends with 65")
    func badFile() async throws {
        let file = try TemporaryFile("number,extension,site\n+4420,1,london\n")
        defer { file.remove() }
        let caller = ScriptedCaller()
        let run = await Transcript.ctl(["numbers", "provision", file.path], caller)
        #expect(run.status == .badData)
        #expect(run.notes.contains("  line 2, extension: not 2 to 8 digits"))
        #expect(caller.paths.isEmpty)
    }

    @Test("a file is provisioned from end to end, and refused rows make it a no")
    func goodFile() async throws {
        let file = try TemporaryFile(
            "number,extension,site,owner,activate,user\n+4420,10,london,occupier:acme,yes,bob\n")
        defer { file.remove() }
        let fine = await Transcript.ctl(["numbers", "provision", file.path, "-o", "ndjson"], Exchange().caller)
        #expect(fine.status == .done)
        #expect(
            fine.output.hasPrefix(
                "{\"rows\":1,\"created\":1,\"present\":0,\"allocated\":1,\"activated\":1,\"assigned\":1,"))
        let refused = await Transcript.ctl(["numbers", "provision", file.path], Exchange(unknownUsers: ["bob"]).caller)
        #expect(refused.status == .no)
        #expect(refused.notes == ["line 2, assign: USER_NOT_FOUND: no such user"])
    }

    @Test("health: 0 serving, 1 not, 69 unreachable")
    func health() async {
        for (answer, status) in [(HealthCheckResponse.ServingStatus.serving, ExitStatus.done), (.notServing, .no)] {
            let caller = ScriptedCaller().on(HealthMethods.check) { _ throws(RPCError) in
                HealthCheckResponse(status: answer)
            }
            let run = await Transcript.ctl(["health"], caller)
            #expect(run.status == status)
            #expect(run.output == answer.word + "\n")
        }
        let dead = ScriptedCaller().on(HealthMethods.check) { _ throws(RPCError) in
            throw RPCError(.unavailable, "no", isLocal: true)
        }
        #expect(await Transcript.ctl(["health"], dead).status == .unavailable)
    }

    @Test("policy set reads, changes what was given, and writes back at the version it read")
    func policy() async throws {
        let before = PinPolicy(minLength: 4, maxLength: 12, forbidDefault: true, maxFailures: 5)
        let caller = ScriptedCaller()
            .on(PinServiceMethods.getPolicy) { _ throws(RPCError) in GetPolicyResponse(policy: before, version: 7) }
            .on(PinServiceMethods.setPolicy) { request throws(RPCError) in
                SetPolicyResponse(policy: request.policy, version: 8)
            }
        let run = await Transcript.ctl(
            [
                "policy", "set", "--site", "london", "--min-length", "6", "--no-forbid-default", "--auto-unlock-after",
                "15m",
                "-o", "csv",
            ], caller)
        #expect(run.status == .done)
        let request = try #require(caller.requests(SetPolicyRequest.self).first)
        #expect(request.ifVersion == 7)
        #expect(
            request.policy
                == PinPolicy(minLength: 6, maxLength: 12, maxFailures: 5, autoUnlockAfter: .seconds(900)))
        let same = await Transcript.ctl(["policy", "set", "--platform", "--min-length", "4"], caller)
        #expect(same.status == .done)
        #expect(caller.requests(SetPolicyRequest.self).count == 1)
        let nowhere = await Transcript.ctl(["policy", "set", "--min-length", "6"], caller)
        #expect(nowhere.status == .usage)
        _ = await Transcript.ctl(["policy", "show"], caller)
        #expect(caller.requests(GetPolicyRequest.self).last?.scope == PolicyScope(scope: .platform(true)))
    }

    @Test("organisations are created from their arguments")
    func create() async throws {
        let caller = ScriptedCaller().on(DirectoryServiceMethods.createOccupier) { request throws(RPCError) in
            CreateOccupierResponse(occupier: request.occupier)
        }
        let run = await Transcript.ctl(
            [
                "occupiers", "create", "acme", "--operator", "skyline", "--name", "Acme Ltd", "--site", "london",
                "--site",
                "paris",
            ], caller)
        #expect(run.output == "ID        acme\nOPERATOR  skyline\nNAME      Acme Ltd\nSITES     london paris\n")
    }

    @Test("an empty answer of names that this version does not know is shown by number")
    func unknownValues() {
        #expect(NumberState.unrecognized(42).word == "42")
        #expect(NumberState(typed: "cool-down") == nil)
        #expect(SignInOutcome(typed: "change-required") == .changeRequired)
    }
}
