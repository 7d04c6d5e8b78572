import TelephonyClient
import TelephonyMessages
import Testing
import Trunk
import TrunkMessages

@Suite("Finding numbers")
struct FindingTests {
    @Test(
        "numbers are reached by owner and site; the main number stands apart", .requirement("S-32"),
        .requirement("S-33"), arguments: Transport.allCases)
    func byOwnerAndSite(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let main = try await world.active(owner: World.acme, type: .main)
            let ordinary = try await world.active(owner: World.acme)
            _ = try await world.active(owner: World.bluebird)
            let page = try await world.operatorAdmin.directory.listNumbers(
                ListNumbersRequest(owner: World.acme, siteID: "london"))
            #expect(page.mainNumber?.e164 == e164(main))
            #expect(page.mainNumber?.type == .main)
            #expect(page.numbers.map(\.e164) == [e164(ordinary)])
            #expect(page.totalSize == 1)
            let own = try await world.operatorAdmin.directory.listNumbers(
                ListNumbersRequest(owner: World.bluebird, siteID: "london"))
            #expect(own.mainNumber == nil)
            #expect(own.numbers.count == 1)
        }
    }

    @Test(
        "paging meets every row exactly once while numbers come and change", .requirement("S-34"),
        arguments: Transport.allCases)
    func paging(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            var expected: [String] = []
            for _ in 0..<23 { expected.append(e164(try await world.active())) }
            var met: [String] = []
            var token: [UInt8] = []
            repeat {
                let page = try await world.operatorAdmin.directory.listNumbers(
                    ListNumbersRequest(owner: World.acme, siteID: "london", pageSize: 5, pageToken: token))
                met += page.numbers.map(\.e164)
                token = page.nextPageToken
                if let first = page.numbers.first {
                    _ = try await world.operatorAdmin.telephony.updateNumber(
                        UpdateNumberRequest(
                            number: NumberRef(ref: .e164(first.e164)), label: "seen",
                            updateMask: FieldMask(paths: ["label"])))
                }
                _ = try await world.active()
            } while !token.isEmpty && met.count < 200
            #expect(met.filter(expected.contains) == expected.sorted())
            #expect(Set(met).count == met.count)
        }
    }

    @Test("a page token serves only the question it came from", .requirement("S-34"), arguments: Transport.allCases)
    func boundPageToken(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            for _ in 0..<3 { _ = try await world.active() }
            var request = ListNumbersRequest(owner: World.acme, siteID: "london", pageSize: 2)
            request.pageToken = try await world.operatorAdmin.directory.listNumbers(request).nextPageToken
            #expect(!request.pageToken.isEmpty)
            request.filter = NumberFilter(text: "x")
            let foreign = request
            await #expect(throws: RPCError.self) { try await world.operatorAdmin.directory.listNumbers(foreign) }
        }
    }

    @Test("the list can be filtered", .requirement("S-35"), arguments: Transport.allCases)
    func filters(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let plain = try await world.active(extension: "4401")
            let locked = try await world.active(extension: "4402")
            let assigned = try await world.active(extension: "4403")
            let custom = try await world.active(extension: "4404")
            let reserved = try await world.reserved(extension: "4405")
            try await world.lock(locked)
            _ = try await world.operatorAdmin.telephony.assignUser(AssignUserRequest(number: assigned, userID: "ann"))
            try await world.setPIN("592638", of: custom)
            _ = try await world.operatorAdmin.telephony.updateNumber(
                UpdateNumberRequest(
                    number: plain, label: "Reception_%", updateMask: FieldMask(paths: ["label"])))
            func found(_ filter: NumberFilter) async throws -> [String] {
                try await world.operatorAdmin.directory.listNumbers(
                    ListNumbersRequest(owner: World.acme, siteID: "london", filter: filter)
                ).numbers.map(\.e164)
            }
            #expect(try await found(NumberFilter(locked: true)) == [e164(locked)])
            #expect(try await found(NumberFilter(assigned: true)) == [e164(assigned)])
            #expect(try await found(NumberFilter(userID: "ann")) == [e164(assigned)])
            #expect(try await found(NumberFilter(pinKind: .custom)) == [e164(custom)])
            #expect(try await found(NumberFilter(states: [.reserved])) == [e164(reserved)])
            #expect(try await found(NumberFilter(text: "reception_%")) == [e164(plain)])
            #expect(try await found(NumberFilter(text: "440")).count == 5)
            #expect(try await found(NumberFilter(text: "4403")) == [e164(assigned)])
            #expect(try await found(NumberFilter(text: "%")) == [e164(plain)], "wildcards are plain text")
            #expect(try await found(NumberFilter(states: [.active], locked: false)).count == 3)
        }
    }

    @Test(
        "an entitled caller sees the Default PIN and resets; a foreign one finds nothing; a phone system may not",
        .requirement("S-36"), arguments: Transport.allCases)
    func entitled(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let number = try await world.active(owner: World.acme)
            for entitled in [world.operatorAdmin, world.acmeAdmin] {
                #expect(
                    try await entitled.pin.revealDefaultPin(RevealDefaultPinRequest(number: number)).defaultPin != nil)
                #expect(try await entitled.pin.resetPin(ResetPinRequest(number: number)).changed == false)
            }
            let foreign = await #expect(throws: RPCError.self) {
                try await world.globexAdmin.pin.resetPin(ResetPinRequest(number: number))
            }
            #expect(foreign?.code == .notFound)
            let system = await #expect(throws: RPCError.self) {
                try await world.pbx.pin.revealDefaultPin(RevealDefaultPinRequest(number: number))
            }
            #expect(system?.code == .permissionDenied)
        }
    }

    @Test(
        "what lies outside a caller's scope is missing from every answer, not forbidden (T-7)",
        .requirement("S-36"), arguments: Transport.allCases)
    func foreignIsMissing(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            let number = try await world.active(owner: World.acme)
            let reads: [@Sendable () async throws -> Void] = [
                { _ = try await world.globexAdmin.telephony.getNumber(GetNumberRequest(number: number)) },
                { _ = try await world.globexAdmin.pin.getPinStatus(GetPinStatusRequest(number: number)) },
                { _ = try await world.globexAdmin.directory.lookupNumber(LookupNumberRequest(number: number)) },
                { _ = try await world.globexAdmin.directory.getUser(GetUserRequest(id: "ann")) },
            ]
            for read in reads {
                let error = await #expect(throws: RPCError.self) { try await read() }
                #expect(error?.code == .notFound)
            }
            let page = try await world.globexAdmin.directory.listNumbers(
                ListNumbersRequest(owner: World.acme, siteID: "london"))
            #expect(page.numbers.isEmpty && page.mainNumber == nil && page.totalSize == 0)
        }
    }

    @Test(
        "who is not told of locks does not find them by a filter either", .requirement("S-35"),
        arguments: Transport.allCases)
    func lockFilterNeedsTheRight(_ transport: Transport) async throws {
        try await World.run(on: transport) { world in
            try await world.lock(try await world.active())
            let request = ListNumbersRequest(siteID: "london", filter: NumberFilter(locked: true))
            #expect(try await world.pbx.directory.listNumbers(request).numbers.count == 1)
            let scope = PolicyScope(scope: .platform(true))
            var policy = try #require(try await world.platform.pin.getPolicy(GetPolicyRequest(scope: scope)).policy)
            policy.pbxSeesLock = false
            _ = try await world.platform.pin.setPolicy(SetPolicyRequest(scope: scope, policy: policy))
            let error = await #expect(throws: RPCError.self) { try await world.pbx.directory.listNumbers(request) }
            #expect(error?.code == .permissionDenied)
        }
    }
}
