import TelephonyCore
import Testing

@Suite("The lock")
struct LockTests {
    @Test("S-09 five wrong tries lock, and then the right PIN is refused too")
    func locks() throws {
        var world = try World()
        let right = try world.defaultPIN()
        #expect(try world.outcomes(["000000", "000001", "000002", "000003"]) == Array(repeating: .rejected, count: 4))
        #expect(try world.row().pin.lockTime == nil)
        #expect(try world.signIn("000004").outcome == .rejected, "the try that locks was a wrong one")
        #expect(world.store.audit.last?.outcome == .rejectedAndLocked)
        #expect(try world.row().pin.lockTime == world.store.now)
        #expect(try world.outcomes([right, "000005", right]) == [.locked, .locked, .locked])
    }

    @Test("S-11 R-8 one counter and one lock for all surfaces and both ways in")
    func oneCounter() throws {
        var world = try World()
        _ = try world.signIn("000000", .voicemail)
        _ = try world.signIn("000000", .handset)
        _ = try world.signIn("000000", .portal)
        #expect(try world.change(from: "000000", to: "258013").outcome == .rejected)
        #expect(try world.row().pin.failures == 4)
        #expect(try world.change(from: "000000", to: "258013").outcome == .rejected)
        let right = try world.defaultPIN()
        for surface in Surface.allCases { #expect(try world.signIn(right, surface).outcome == .locked) }
        #expect(try world.change(from: right, to: "258013").outcome == .locked)
    }

    @Test("Q-10 while locked nothing is compared, counted or prolonged, and it costs the same")
    func nothingWhileLocked() throws {
        var world = try World()
        _ = try world.outcomes(Array(repeating: "000000", count: 5))
        let locked = try world.row()
        let right = try world.defaultPIN()
        world.wait(.seconds(10))
        for pin in ["000000", right, "*", right] {
            let (comparisons, work) = (world.store.vault.comparisons.load(ordering: .relaxed), world.store.vault.work)
            #expect(try world.signIn(pin).outcome == .locked)
            #expect(world.store.vault.comparisons.load(ordering: .relaxed) == comparisons)
            #expect(world.store.vault.work == work + 1)
            #expect(world.store.audit.last?.evaluated == false)
        }
        #expect(try world.row() == locked)
    }

    @Test("Q-15 a success forgets the failures before it")
    func forgiven() throws {
        var world = try World()
        let right = try world.defaultPIN()
        for _ in 0..<3 {
            #expect(try world.outcomes(["000000", "000000", "000000", "000000", right]).last == .changeRequired)
            #expect(try world.row().pin.failures == 0)
        }
        #expect(try world.row().pin.generation == 1, "nothing of this ends a session")
    }

    @Test("R-9 the limit is the policy's, 2 to 10", arguments: [UInt8(2), 3, 10])
    func limit(_ limit: UInt8) throws {
        var world = try World()
        try world.setPolicy { $0.maxFailures = limit }
        let tries = Array(repeating: "000000", count: Int(limit) + 2)
        let expected = Array(repeating: SignInReply.Outcome.rejected, count: Int(limit)) + [.locked, .locked]
        #expect(try world.outcomes(tries) == expected)
        #expect(world.store.audit.filter { $0.action == .signIn && $0.evaluated }.count == Int(limit))
    }

    @Test("a limit lowered below the failures so far locks at the next try, right or wrong, and looks at neither")
    func loweredLimit() throws {
        var world = try World()
        _ = try world.outcomes(Array(repeating: "000000", count: 4))
        try world.setPolicy { $0.maxFailures = 2 }
        var other = world
        #expect(try world.outcomes(["000000", "000000"]) == [.locked, .locked])
        #expect(try other.signIn(try other.defaultPIN()).outcome == .locked)
        #expect(other.store.audit.filter { $0.action == .signIn && $0.evaluated }.count == 4)
    }

    @Test("S-10 a reset unlocks, on all three surfaces")
    func resetUnlocks() throws {
        var world = try World()
        _ = try world.outcomes(Array(repeating: "000000", count: 5))
        let reply = try world.reset()
        #expect(reply.unlocked && !reply.changed)
        let right = try world.defaultPIN()
        #expect(try world.signIn(right, .voicemail).outcome == .changeRequired)
        #expect(try world.signIn(right, .portal).outcome == .changeRequired)
        #expect(try world.signIn(right, .handset).outcome == .accepted)
    }

    @Test("R-10 U-5 an unlock lifts the lock and keeps the PIN")
    func unlockKeeps() throws {
        var world = try World()
        _ = try world.change(with: world.token(), to: "258013")
        _ = try world.outcomes(Array(repeating: "000000", count: 5))
        let generation = try world.row().pin.generation
        let reply = try world.perform(as: World.admin) { UnlockPIN(origin: $0, number: World.desk) }
        #expect(reply.unlocked)
        #expect(reply.number.pin.lock?.triesLeft == 5)
        #expect(try world.row().pin.generation == generation + 1)
        #expect(world.store.events.last?.kind == .pinUnlocked)
        #expect(try world.signIn("258013").outcome == .accepted)
    }

    @Test("an unlock without a lock forgets failures; without failures it changes nothing and says so")
    func idleUnlock() throws {
        var world = try World()
        _ = try world.signIn("000000")
        let generation = try world.row().pin.generation
        let reply = try world.perform { UnlockPIN(origin: $0, number: World.desk) }
        #expect(!reply.unlocked)
        #expect(try world.row().pin.failures == 0)
        #expect(try world.row().pin.generation == generation)
        let row = try world.row()
        _ = try world.perform { UnlockPIN(origin: $0, number: World.desk) }
        #expect(try world.row() == row)
        #expect(world.store.audit.last?.outcome == .unchanged)
    }

    @Test("R-10 a lock that ends by itself holds to the last microsecond, and then starts from nothing")
    func autoUnlock() throws {
        var world = try World()
        try world.setPolicy { $0.autoUnlockAfter = .seconds(1_800) }
        _ = try world.outcomes(Array(repeating: "000000", count: 5))
        let right = try world.defaultPIN()
        let generation = try world.row().pin.generation
        world.wait(.seconds(1_800) - .microseconds(1))
        #expect(try world.signIn(right).outcome == .locked)
        world.wait(.microseconds(1))
        var status = try world.view().pin
        #expect(status.lock == PINStatus.Lock(lockTime: nil, failures: 0, triesLeft: 5), "over by the clock")
        #expect(try world.signIn("000000").outcome == .rejected)
        status = try world.view().pin
        #expect(status.lock?.failures == 1 && status.lock?.triesLeft == 4)
        #expect(try world.row().pin.generation == generation + 1, "an unlock like any other (RL-28)")
        #expect(world.store.events.last?.kind == .pinUnlocked)
        #expect(try world.signIn(right).outcome == .changeRequired)
    }

    @Test("R-10 without the timer a lock holds for ever, and a clock set back does not open one")
    func forEver() throws {
        var world = try World()
        _ = try world.outcomes(Array(repeating: "000000", count: 5))
        world.wait(.seconds(100 * 365 * 86_400))
        #expect(try world.signIn(try world.defaultPIN()).outcome == .locked)
        try world.setPolicy { $0.autoUnlockAfter = .seconds(60) }
        world.wait(.seconds(-101 * 365 * 86_400))
        #expect(try world.signIn(try world.defaultPIN()).outcome == .locked)
    }

    @Test("LOCKED and NO_HANDSET are told only to those who may know; the others hear REJECTED")
    func mayNotSee() throws {
        var world = try World()
        try world.setPolicy { $0.pbxSeesLock = false }
        _ = try world.outcomes(Array(repeating: "000000", count: 5))
        let right = try world.defaultPIN()
        #expect(try world.signIn(right).outcome == .rejected)
        #expect(world.store.audit.last?.outcome == .locked, "the audit knows")
        #expect(try world.change(from: right, to: "258013").outcome == .rejected)
        #expect(try world.signIn("000000", at: World.main, .handset).outcome == .rejected)
        #expect(try world.signIn(right, as: World.holder).outcome == .locked, "the holder may")
    }

    @Test("Q-22 the lock is an event for owner and holder")
    func lockEvent() throws {
        var world = try World()
        _ = try world.outcomes(Array(repeating: "000000", count: 5))
        let event = try #require(world.store.events.last)
        #expect(event.kind == .pinLocked && event.owner == .occupier(World.acme) && event.user == World.ann)
        #expect(event.generation == 2)
        #expect(try world.row().pin.generation == 2)
    }

    @Test("counting a try is no change of the number: its etag stays, until it locks")
    func etag() throws {
        var world = try World()
        let version = try world.row().version
        _ = try world.outcomes(Array(repeating: "000000", count: 4))
        #expect(try world.row().version == version)
        _ = try world.signIn("000000")
        #expect(try world.row().version == version + 1)
    }
}
