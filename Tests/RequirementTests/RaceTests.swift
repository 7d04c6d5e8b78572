import TelephonyClient
import TelephonyCore
import TelephonyMessages
import TelephonyTesting
import Testing
import Trunk

@Suite("Guesses in parallel")
struct RaceTests {
    /// Rounds in all: the limit must hold in every one.
    private static let rounds = 200
    private static let connections = 4
    private static let tasks = 64
    private static let triesPerTask = 20

    @Test("Q-09 RL-20 however many guess at once, over SignIn and ChangePin, exactly five are looked at")
    func exactlyFive() async throws {
        try await World.run(on: .socket, isThrottled: false) { world in
            let bluebird = try #require(OperatorID("bluebird"))
            let actor = Actor(name: "pbx-1", role: .pbx, scope: .operator(bluebird))
            let clients = (0..<Self.connections).map { _ in PinServiceClient(world.installation.caller(as: actor)) }
            var sequence: UInt64 = 0
            for round in 0..<Self.rounds {
                // Request ids carry the real time, and two hundred rounds last longer than they may lag behind.
                world.installation.clock.catchUp()
                try await attack(world, clients, round, &sequence)
            }
        }
    }

    private func attack(
        _ world: World, _ clients: [PinServiceClient], _ round: Int, _ sequence: inout UInt64
    ) async throws {
        let number = try await world.active()
        try await world.setPIN("592638", of: number)
        let store = world.installation.store
        sequence = try await store.read(LastAuditSequence(from: sequence))
        let comparisons = world.installation.probe.count
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<Self.tasks {
                let client = clients[task % clients.count]
                group.addTask { try await guess(number, client, task) }
            }
            try await group.waitForAll()
        }
        let entries = try await store.read(RecordedHistory(auditAfter: sequence)).audit.map(\.entry)
        #expect(entries.count == Self.tasks * Self.triesPerTask, "round \(round): every try is in the audit")
        #expect(entries.filter(\.evaluated).count == 5, "round \(round): audit rows that say evaluated")
        #expect(world.installation.probe.count - comparisons == 5, "round \(round): comparisons in the decision")
        #expect(entries.filter { $0.outcome == .rejectedAndLocked }.count == 1, "round \(round): one try locked it")
        #expect(try await world.signIn(number, .voicemail, "592638").outcome == .locked)
    }

    /// Twenty distinct wrong PINs of one task, by sign-in and by change in turn.
    private func guess(_ number: NumberRef, _ client: PinServiceClient, _ task: Int) async throws {
        for index in 0..<Self.triesPerTask {
            let wrong = secret("8\(100_000 + task * Self.triesPerTask + index)")
            if index.isMultiple(of: 2) {
                let answer = try await client.signIn(SignInRequest(number: number, surface: .portal, pin: wrong))
                #expect(answer.outcome == .rejected || answer.outcome == .locked)
            } else {
                let answer = try await client.changePin(
                    ChangePinRequest(
                        number: number, authorization: .currentPin(wrong), newPin: secret("740185"), surface: .portal))
                #expect(answer.outcome == .rejected || answer.outcome == .locked)
            }
        }
    }

    @Test("RL-21 sixteen right PINs at once are all accepted, none locks anybody out")
    func sixteenRight() async throws {
        try await World.run(on: .socket) { world in
            let number = try await world.active()
            try await world.setPIN("592638", of: number)
            let outcomes = try await withThrowingTaskGroup(of: SignInOutcome.self) { group in
                for _ in 0..<16 {
                    group.addTask { try await world.signIn(number, .portal, "592638").outcome }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes == Array(repeating: .accepted, count: 16))
        }
    }
}
