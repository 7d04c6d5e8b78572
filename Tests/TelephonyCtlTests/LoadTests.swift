import Histogram
import Synchronization
import TelephonyMessages
import Testing
import Trunk
import TrunkMessages

@testable import TelephonyCommandLine
@testable import telephony_load

@Suite("telephony-load")
struct LoadTests {
    @Test("a mix is weights by name")
    func mix() throws {
        let mix = try #require(LoadMix("sign-in=90,lookup=8,reset=2,status=0"))
        #expect(mix.operations == [.signIn, .lookup, .reset])
        var counts: [LoadOperation: Int] = [:]
        for random in 0..<UInt64(1000) { counts[mix.operation(for: random), default: 0] += 1 }
        #expect(counts == [.signIn: 900, .lookup: 80, .reset: 20])
        #expect(LoadMix(mix.text) == mix)
    }

    @Test(
        "anything else is no mix",
        arguments: [
            "", "sign-in", "sign-in=", "sign-in=x", "sign-in=-1", "sign-in=0", "fax=1", "lookup=1,lookup=2",
            "lookup=1,",
            "lookup=1000001", "lookup=1=2",
        ])
    func noMix(_ text: String) {
        #expect(LoadMix(text) == nil)
    }

    @Test("errors are allowed by count or by share, exactly up to the limit")
    func budget() {
        #expect(ErrorBudget("0")?.isExceeded(errors: 0, calls: 10) == false)
        #expect(ErrorBudget("0")?.isExceeded(errors: 1, calls: 10) == true)
        #expect(ErrorBudget("0.1%")?.isExceeded(errors: 1, calls: 1000) == false)
        #expect(ErrorBudget("0.1%")?.isExceeded(errors: 2, calls: 1000) == true)
        #expect(ErrorBudget("100%")?.isExceeded(errors: .max, calls: .max) == false)
        for wrong in ["", "-1", "%", "101%", "-1%", "x", "nan%"] { #expect(ErrorBudget(wrong) == nil) }
    }

    @Test("a percentile is told only when enough samples lie beyond it: p99.9 needs 1,000")
    func honestPercentiles() {
        var histogram = LoadRecorder.emptyHistogram
        for sample in 1...999 { histogram.record(UInt64(sample) * 1000) }
        #expect(LatencySummary(histogram).values[3] == nil)
        #expect(LatencySummary(histogram).cells.filter { $0 == "n/a" }.count == 1)
        histogram.record(1_000_000)
        let summary = LatencySummary(histogram)
        #expect(!summary.hasTooFewSamples)
        #expect(summary.count == 1000)
        #expect(histogram.valuesAreEquivalent(summary.values[0] ?? 0, 500_000))
        #expect(histogram.valuesAreEquivalent(summary.values[3] ?? 0, 999_000))
        #expect(LatencySummary(LoadRecorder.emptyHistogram).cells == ["0", "n/a", "n/a", "n/a", "n/a", "n/a"])
    }

    @Test("a recorder keeps times by operation and errors by name")
    func recorder() {
        let recorder = LoadRecorder()
        recorder.note(.lookup, .microseconds(10), .success, isInTime: true)
        recorder.note(.lookup, .zero, .success, isInTime: false)
        recorder.note(.signIn, .seconds(100_000), .success, isInTime: true)
        recorder.note(.signIn, .seconds(1), .error("SIGN_IN_REJECTED"), isInTime: true)
        var totals = recorder.totals
        totals.add(recorder.totals)
        #expect(totals.endedInTime == 6)
        #expect(totals.times.mapValues(\.totalCount) == [.lookup: 4, .signIn: 2])
        #expect(totals.errors == ["SIGN_IN_REJECTED": 2])
    }

    @Test("tickets are as many as were given, and without a count there is no end")
    func tickets() {
        let three = CallTickets(3)
        #expect((0..<5).map { _ in three.take() } == [true, true, true, false, false])
        #expect(CallTickets(nil).take())
        #expect(!CallTickets(0).take())
    }

    @Test("equal seeds give equal orders")
    func seeds() {
        var one = SplitMix(seed: 7)
        var other = SplitMix(seed: 7)
        #expect((0..<100).map { _ in one.next() } == (0..<100).map { _ in other.next() })
        var zero = SplitMix(seed: 0)
        #expect(zero.next() == 0xE220_A839_7B1D_CDAF)
    }

    @Test("one line of PINs is for all numbers, or there is a line for each")
    func pins() throws {
        let numbers = try TemporaryFile("+4420\n\n# test\n+4421\n+4422\n")
        defer { numbers.remove() }
        var targets = try TargetList.numbers(numbers.path)
        #expect(targets.count == 3)
        let one = try TemporaryFile("4821\n")
        defer { one.remove() }
        try TargetList.addPINs(one.path, to: &targets)
        #expect(targets.map { $0.pin?.digits } == ["4821", "4821", "4821"])
        let each = try TemporaryFile("1\n2\n3\n")
        defer { each.remove() }
        try TargetList.addPINs(each.path, to: &targets)
        #expect(targets.map { $0.pin?.digits } == ["1", "2", "3"])
        let two = try TemporaryFile("1\n2\n")
        defer { two.remove() }
        #expect(#expect(throws: Problem.self) { try TargetList.addPINs(two.path, to: &targets) }?.status == .badData)
        let wrong = try TemporaryFile("+4420\n2001\n")
        defer { wrong.remove() }
        #expect(#expect(throws: Problem.self) { try TargetList.numbers(wrong.path) }?.text.contains("line 2") == true)
    }

    private func caller(_ outcome: SignInOutcome) throws -> ScriptedCaller {
        let pin = try #require(Secret(Array("4821".utf8)))
        return ScriptedCaller()
            .on(PinServiceMethods.signIn) { _ throws(RPCError) in SignInResponse(outcome: outcome) }
            .on(PinServiceMethods.revealDefaultPin) { _ throws(RPCError) in RevealDefaultPinResponse(defaultPin: pin) }
            .on(HealthMethods.check) { _ throws(RPCError) in HealthCheckResponse(status: .serving) }
    }

    private func run(_ caller: ScriptedCaller, _ more: [String]) async throws -> Transcript {
        let numbers = try TemporaryFile("+4420\n+4421\n")
        defer { numbers.remove() }
        return await Transcript.load(
            [
                "--numbers-file", numbers.path, "--mix", "sign-in=1", "--warm-up", "0s", "-d", "1h", "--calls", "500",
                "-c", "2",
                "--outstanding", "2",
            ] + more, caller)
    }

    @Test("a run says that its loop is closed, signs in with the right PINs, and ends well")
    func closedLoop() async throws {
        let caller = try caller(.changeRequired)
        let run = try await run(caller, ["--reveal-defaults", "-o", "json"])
        #expect(run.status == .done, "\(run.notes)")
        #expect(run.output.contains("\"loop\": \"closed\""))
        #expect(run.output.contains("\"calls\": \"500\""))
        #expect(run.output.contains("\"errors\": \"0\""))
        #expect(caller.requests(RevealDefaultPinRequest.self).count == 2)
        #expect(caller.requests(SignInRequest.self).allSatisfy { $0.pin?.digits == "4821" })
        #expect(!(run.output + run.notes.joined()).contains("4821"))
        let table = try await self.run(caller, ["--reveal-defaults"])
        #expect(table.output.contains("closed loop: each caller waits"))
    }

    @Test("no more calls are under way at once than were asked for")
    func outstanding() async throws {
        let gauge = Mutex((now: 0, most: 0))
        let caller = WaitingCaller { step in
            gauge.withLock { gauge in
                gauge.now += step
                gauge.most = max(gauge.most, gauge.now)
            }
        }
        let mix = try #require(LoadMix("lookup=1"))
        let plan = LoadPlan(
            connections: 1, outstanding: 3, warmUp: .zero, duration: .seconds(3600), callsMax: 300, mix: mix,
            targets: [LoadTarget(number: NumberRef(ref: .e164("+4420")))], surface: .portal, options: .defaults,
            staffOptions: .defaults, seed: 1
        )
        let report = await LoadRun(plan: plan, callers: [caller], progress: { _ in }).run()
        #expect(report.successes == 300)
        #expect(gauge.withLock { $0.most } <= 3)
    }

    @Test("verdicts that nobody hoped for are errors, and too many of them end with 1")
    func errors() async throws {
        let caller = try caller(.throttled)
        let run = try await run(caller, ["--reveal-defaults"])
        #expect(run.status == .no)
        #expect(run.output.contains("SIGN_IN_THROTTLED  500\n"))
        #expect(try await self.run(caller, ["--reveal-defaults", "--max-errors", "100%"]).status == .done)
    }

    @Test("Default PINs are revealed only by a server on this machine, and sign-ins need one source of PINs")
    func sources() async throws {
        let caller = try caller(.accepted)
        #expect(try await run(caller, ["--reveal-defaults", "--address", "pins.example:7447"]).status == .usage)
        #expect(try await run(caller, []).status == .usage)
        #expect(try await run(caller, ["--reveal-defaults", "--pin-file", "x"]).status == .usage)
        #expect(caller.paths.isEmpty)
    }
}
