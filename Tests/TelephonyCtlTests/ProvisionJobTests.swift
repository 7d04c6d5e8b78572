import TelephonyClient
import TelephonyMessages
import Testing
import Trunk

@testable import TelephonyCommandLine
@testable import telephonyctl

@Suite("numbers provision, step by step")
struct ProvisionJobTests {
    private func row(
        _ index: Int, owner: String? = "acme", user: String = "", label: String = "", isActivated: Bool = true
    ) -> ProvisionRow {
        ProvisionRow(
            line: index + 2,
            spec: NumberSpec(
                e164: "+44207946\(1000 + index)", extension: "\(1000 + index)", siteID: "london", type: .ordinary),
            owner: owner.map { Owner(owner: .occupierID($0)) }, label: label, user: user, isActivated: isActivated)
    }

    private func run(
        _ rows: [ProvisionRow], _ exchange: Exchange, isDryRun: Bool = false
    ) async -> (report: ProvisionReport, error: RPCError?) {
        let job = ProvisionJob(
            rows, TelephonyServiceClient(exchange.caller), .defaults, isDryRun: isDryRun, progress: { _ in })
        do throws(RPCError) { try await job.run() } catch { return (job.report, error) }
        return (job.report, nil)
    }

    @Test("a new file is created in chunks of 1,000, then allocated, activated, assigned and labelled")
    func fresh() async {
        let exchange = Exchange()
        let rows = (0..<1500).map { row($0, user: $0 == 0 ? "ann" : "", label: $0 < 2 ? "Desk \($0)" : "") }
        let (report, error) = await run(rows, exchange)
        #expect(error == nil)
        #expect(
            report.sentence
                == "1500 rows: 1500 created, 1500 allocated, 1500 activated, 1 assigned, 2 labelled, 0 failed")
        #expect(exchange.caller.requests(ProvisionNumbersRequest.self).map(\.numbers.count) == [1000, 500])
        #expect(exchange.caller.requests(AllocateNumbersRequest.self).map(\.numbers.count) == [1000, 500])
        #expect(exchange.all.allSatisfy { $0.state == .active && $0.owner == rows[0].owner })
        #expect(exchange.all[0].userID == "ann")
        #expect(exchange.all[1].label == "Desk 1")
    }

    @Test("running it again changes nothing and says so")
    func again() async {
        let exchange = Exchange()
        let rows = (0..<20).map { row($0, user: "ann", label: "Desk \($0)") }
        _ = await run(rows, exchange)
        let before = exchange.all
        let (report, error) = await run(rows, exchange)
        #expect(error == nil)
        #expect(report.sentence == "20 rows: 20 present, 0 failed")
        #expect(exchange.all == before)
        #expect(exchange.caller.requests(ActivateNumberRequest.self).count == 20)
    }

    @Test("a run that was cut short is completed by the next one")
    func resumes() async {
        let exchange = Exchange()
        _ = await run((0..<10).map { row($0, isActivated: false) }, exchange)
        let (report, _) = await run((0..<15).map { row($0) }, exchange)
        #expect(report.sentence == "15 rows: 5 created, 10 present, 5 allocated, 15 activated, 0 failed")
    }

    @Test("one row that cannot be does not hold up the others, and is named with the server's words")
    func oneBadRow() async {
        let exchange = Exchange(impossible: ["+442079461017"])
        let (report, error) = await run((0..<64).map { row($0) }, exchange)
        #expect(error == nil)
        #expect(report.created == 63)
        #expect(report.failures.map(\.description) == ["line 19, provision: FIELD_INVALID: impossible"])
    }

    @Test("a number that is there otherwise, and an extension that another number has, are failures")
    func conflicts() async {
        let exchange = Exchange([
            Number(e164: "+442079461000", extension: "77", siteID: "london", type: .ordinary, state: .available),
            Number(e164: "+4411", extension: "1001", siteID: "london", type: .ordinary, state: .available),
            Number(e164: "+442079461002", extension: "1002", siteID: "london", type: .main, state: .available),
            Number(
                e164: "+442079461003", extension: "1003", siteID: "london", type: .ordinary, state: .active,
                owner: Owner(owner: .occupierID("other"))),
        ])
        let (report, error) = await run((0..<6).map { row($0) }, exchange)
        #expect(error == nil)
        #expect(report.created == 2)
        #expect(
            report.failures.map(\.description).sorted() == [
                "line 2, number: is there already, as 77 at london",
                "line 3, provision: NUMBER_EXISTS: the number exists already",
                "line 4, type: the number is there already, as MAIN",
                "line 5, owner: the number belongs to occupier:other",
            ])
        #expect(exchange.all.filter { $0.state == .active && $0.owner == row(0).owner }.count == 2)
    }

    @Test("a user that nobody knows fails one row at that step")
    func unknownUser() async {
        let exchange = Exchange(unknownUsers: ["bob"])
        let (report, _) = await run([row(0, user: "ann"), row(1, user: "bob", label: "Bob")], exchange)
        #expect(report.sentence == "2 rows: 2 created, 2 allocated, 2 activated, 1 assigned, 1 failed")
        #expect(report.failures.map(\.description) == ["line 3, assign: USER_NOT_FOUND: no such user"])
    }

    @Test("no server and no right end the run at once; what was done and what was not is told")
    func fatal() async {
        let exchange = Exchange()
        exchange.caller.on(TelephonyServiceMethods.activateNumber) { _ throws(RPCError) in
            throw RPCError(.permissionDenied, "not yours")
        }
        let (report, error) = await run((0..<40).map { row($0) }, exchange)
        #expect(error?.code == .permissionDenied)
        #expect(report.sentence == "40 rows: 40 created, 40 allocated, 0 failed, 40 unfinished")
        #expect(exchange.caller.requests(ActivateNumberRequest.self).count <= ProvisionJob.callsAtOnce)
    }

    @Test("a dry run asks the server to check the creation and does nothing else")
    func dryRun() async {
        let exchange = Exchange(impossible: ["+442079461001"])
        let (report, error) = await run((0..<4).map { row($0) }, exchange, isDryRun: true)
        #expect(error == nil)
        #expect(report.sentence == "4 rows: 3 could be created, 1 failed")
        #expect(exchange.all.isEmpty)
        #expect(Set(exchange.caller.paths) == ["telephony.v1.TelephonyService/ProvisionNumbers"])
        #expect(exchange.caller.requests(ProvisionNumbersRequest.self).allSatisfy { $0.validateOnly })
    }
}
