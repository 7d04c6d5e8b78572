import TelephonyCore
import TelephonyStore
import Testing

@Suite("Every store: commands in batches")
struct BatchConformanceTests {
    @Test("a command's changes are there for the next query, under the revision it was answered with")
    func readsOwnWrites() async throws {
        let test = try StoreUnderTest()
        let first = try await test.store.perform(Note(text: "one"))
        let second = try await test.store.perform(Note(text: "two"))
        #expect(first.reply == "one")
        #expect((first.revision, second.revision) == (1, 2))
        #expect(try await test.store.subjects() == ["one", "two"])
        #expect(try await test.store.read(LastRevision()) == 2)
        await test.store.close()
    }

    @Test("a refused command adds nothing and takes no revision")
    func refusalAddsNothing() async throws {
        let test = try StoreUnderTest()
        _ = try await test.store.perform(Note(text: "one"))
        await #expect(throws: StoreError.refused(.notPermitted)) { try await test.store.perform(Refuse()) }
        #expect(try await test.store.perform(Note(text: "two")).revision == 2)
        #expect(try await test.store.subjects() == ["one", "two"])
        await test.store.close()
    }

    @Test("a thousand concurrent increments all count, and each sees another sum (RL-20)")
    func incrementsAllCount() async throws {
        let test = try StoreUnderTest()
        let id = try #require(OperatorID("counter"))
        let sums = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<1_000 { group.addTask { try await test.store.perform(Increment(id: id)).reply } }
            return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
        }
        #expect(sums == Set(1...1_000))
        #expect(try await test.store.read(AnyOperator(id: id))?.name == "1000")
        let audit = try await test.store.read(AllAudit())
        #expect(audit.map(\.sequence) == Array(1...1_000))
        #expect(audit.map(\.revision) == Array(1...1_000))
        await test.store.close()
    }

    @Test("the same request id again is recognised, also within one batch (RL-27)")
    func requestIsKept() async throws {
        let test = try StoreUnderTest()
        let id = test.requestID(1)
        let replies = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<50 {
                group.addTask { try await test.store.perform(Note(text: "one", requestID: id)).reply }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(replies.filter { $0 == "one" }.count == 1)
        #expect(replies.filter { $0 == "again one" }.count == 49)
        #expect(try await test.store.subjects() == ["one"])
        await test.store.close()
    }

    @Test("one command that breaks the schema is refused alone; those beside it are carried out (Q-24)")
    func poisonIsIsolated() async throws {
        let test = try StoreUnderTest()
        let (site, nobody) = (try #require(SiteID("nowhere")), try #require(OperatorID("nobody")))
        let outcomes = await withTaskGroup(of: Result<Int, StoreError>.self) { group in
            for index in 0..<60 {
                group.addTask {
                    do throws(StoreError) {
                        if index == 30 {
                            _ = try await test.store.perform(Misplace(site: site, operatorID: nobody))
                        } else {
                            _ = try await test.store.perform(Note(text: "\(index)"))
                        }
                        return .success(index)
                    } catch {
                        return .failure(error)
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 == .failure(.refused(.damaged)) }.count == 1)
        #expect(outcomes.filter { if case .success = $0 { true } else { false } }.count == 59)
        #expect(try await test.store.read(AllAudit()).map(\.revision) == Array(1...59))
        #expect(try await test.store.read(AnySite(id: site)) == nil)
        await test.store.close()
    }

    @Test("a command that asks for rows without end is refused")
    func insatiableIsRefused() async throws {
        let test = try StoreUnderTest()
        await #expect(throws: StoreError.refused(.damaged)) { try await test.store.perform(Insatiable()) }
        await test.store.close()
    }

    @Test("a command or query whose deadline has passed is not executed")
    func expiredIsDropped() async throws {
        let test = try StoreUnderTest()
        let past = MonotonicTime(nanoseconds: test.time.uptime.nanoseconds - 1)
        await #expect(throws: StoreError.notExecuted(.expired)) {
            try await test.store.perform(Note(text: "late"), deadline: past)
        }
        await #expect(throws: StoreError.notExecuted(.expired)) {
            try await test.store.read(LastRevision(), deadline: past)
        }
        _ = try await test.store.perform(Note(text: "just in time"), deadline: test.time.uptime)
        #expect(try await test.store.subjects() == ["just in time"])
        await test.store.close()
    }

    @Test("a closed store refuses, and everything answered is there when it opens again")
    func reopens() async throws {
        let test = try StoreUnderTest()
        for index in 0..<10 { _ = try await test.store.perform(Note(text: "\(index)")) }
        _ = try await test.store.perform(Announce(count: 2))
        await test.store.close()
        await #expect(throws: StoreError.notExecuted(.stopping)) { try await test.store.perform(Note(text: "late")) }
        await #expect(throws: StoreError.notExecuted(.stopping)) { try await test.store.read(LastRevision()) }
        let again = try StoreUnderTest(in: test.directory)
        #expect(again.store.incarnation == test.store.incarnation)
        #expect(try await again.store.subjects() == (0..<10).map { "\($0)" })
        // The eleventh revision wrote no audit, and is counted all the same.
        #expect(try await again.store.read(LastRevision()) == 11)
        #expect(try await again.store.perform(Note(text: "next")).revision == 12)
        await again.store.close()
    }

    @Test("events come by revision, and a revision is never cut in two")
    func eventsComeWhole() async throws {
        let test = try StoreUnderTest()
        for count in [1, 3, 2] { _ = try await test.store.perform(Announce(count: count)) }
        let revisions = try await test.store.read(EventsAfter(revision: 0, limit: 2)).map(\.revision)
        #expect(revisions == [1, 2, 2, 2])
        #expect(try await test.store.read(EventsAfter(revision: 2, limit: 100)).map(\.revision) == [3, 3])
        #expect(try await test.store.read(EventsAfter(revision: 3, limit: 100)).isEmpty)
        await test.store.close()
    }
}
