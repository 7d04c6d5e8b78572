import TelephonyCore
import Testing

@Suite("Changing the PIN")
struct ChangePINTests {
    /// A world whose desk has this Default PIN in force.
    private func world(default pin: String = "862409") throws -> World {
        var world = try World()
        try world.plant(default: pin)
        return world
    }

    @Test("S-22 to S-30 every rule broken comes back at once, secret ones included")
    func everyRule() throws {
        var world = try world(default: "862409")
        let token = try world.token()
        let reply = try world.change(with: token, to: "862409")
        #expect(reply.outcome == .refused && reply.violations == PINViolations(.default))
        #expect(try world.change(with: token, to: "904268").violations == PINViolations(.lastReversed))
        #expect(try world.change(with: token, to: "12*4").violations == PINViolations(.format))
        #expect(try world.change(with: token, to: "321").violations == PINViolations(.length, .descending))
        #expect(try world.row().pin.isDefault, "a refused change changes nothing")
    }

    @Test("S-27 the Default PIN is refused, also when another one is in force")
    func defaultRefused() throws {
        var world = try world()
        _ = try world.change(from: "862409", to: "258013")
        #expect(try world.change(from: "258013", to: "862409").violations == PINViolations(.default))
        #expect(try world.change(from: "258013", to: "904268").outcome == .changed, "its reverse is no rule any more")
    }

    @Test("S-27 with its rule off the Default PIN in force is the last PIN like any other")
    func defaultAllowed() throws {
        var world = try world()
        try world.setPolicy { $0.forbidDefault = false }
        #expect(try world.change(from: "862409", to: "862409").violations == PINViolations(.last))
        _ = try world.change(from: "862409", to: "258013")
        #expect(try world.change(from: "258013", to: "862409").outcome == .changed)
    }

    @Test("S-28 the PIN in force is refused; S-29 and its reverse")
    func lastRefused() throws {
        var world = try world()
        _ = try world.change(from: "862409", to: "258013")
        #expect(try world.change(from: "258013", to: "258013").violations == PINViolations(.last))
        #expect(try world.change(from: "258013", to: "310852").violations == PINViolations(.lastReversed))
        #expect(try world.change(from: "258013", to: "258014").outcome == .changed)
        #expect(
            try world.change(from: "258014", to: "258013").outcome == .changed, "depth 1: the one before may return")
    }

    @Test("S-28 a palindrome is the last PIN and its reverse, and hits once")
    func palindrome() throws {
        var world = try world(default: "2552")
        #expect(try world.change(from: "2552", to: "2552").violations == PINViolations(.default))
        _ = try world.change(from: "2552", to: "186681")
        #expect(try world.change(from: "186681", to: "186681").violations == PINViolations(.last))
        try world.setPolicy { $0.historyDepth = 0 }
        #expect(try world.change(from: "186681", to: "186681").violations == PINViolations(.lastReversed))
    }

    @Test("R-5 after a reset the default, the last custom PIN, and the reverse of both are refused")
    func afterReset() throws {
        var world = try world()
        _ = try world.change(from: "862409", to: "258013")
        try world.reset()
        let token = try world.token()
        #expect(try world.change(with: token, to: "862409").violations == PINViolations(.default))
        #expect(try world.change(with: token, to: "904268").violations == PINViolations(.lastReversed))
        #expect(try world.change(with: token, to: "258013").violations == PINViolations(.last))
        #expect(try world.change(with: token, to: "310852").violations == PINViolations(.lastReversed))
        #expect(try world.change(with: token, to: "170588").outcome == .changed)
    }

    @Test("R-5 after reset and a new custom PIN, history_depth 1 covers the PIN in force only")
    func depthOneAfterReset() throws {
        var world = try world()
        _ = try world.change(from: "862409", to: "258013")
        try world.reset()
        _ = try world.change(from: "862409", to: "174092")
        #expect(try world.row().pin.history.isEmpty)
        #expect(try world.change(from: "174092", to: "258013").outcome == .changed)
    }

    @Test("R-5 two resets in a row do not shake off the last custom PIN")
    func twoResets() throws {
        var world = try world()
        _ = try world.change(from: "862409", to: "258013")
        try world.reset()
        try world.reset()
        #expect(try world.change(from: "862409", to: "258013").violations == PINViolations(.last))
    }

    @Test("R-5 history_depth 3 remembers three, the one in force included, over resets too")
    func depthThree() throws {
        var world = try world()
        try world.setPolicy { $0.historyDepth = 3 }
        let pins = ["258013", "174092", "936027", "580146"]
        var current = "862409"
        for pin in pins {
            #expect(try world.change(from: current, to: pin).outcome == .changed)
            current = pin
        }
        #expect(try world.row().pin.history.count == 2)
        for pin in pins.suffix(3) {
            #expect(try world.change(from: current, to: pin).violations == PINViolations(.last))
        }
        #expect(try world.change(from: current, to: "720639").outcome == .changed, "only the last PIN reversed counts")
        try world.reset()
        #expect(try world.row().pin.history.count == 3)
        for pin in ["720639", "580146", "936027"] {
            #expect(try world.change(from: "862409", to: pin).violations.contains(.last))
        }
        #expect(try world.change(from: "862409", to: "174092").outcome == .changed)
    }

    @Test("R-5 history_depth 0 forgets; the reversed rule still knows the last custom PIN after a reset")
    func depthZero() throws {
        var world = try world()
        try world.setPolicy { $0.historyDepth = 0 }
        _ = try world.change(from: "862409", to: "258013")
        try world.reset()
        #expect(try world.change(from: "862409", to: "310852").violations == PINViolations(.lastReversed))
        #expect(try world.change(from: "862409", to: "258013").outcome == .changed)
        try world.setPolicy { $0.forbidReversedLast = false }
        #expect(try world.change(from: "258013", to: "310852").outcome == .changed)
    }

    @Test("a change with the PIN in force is a sign-in attempt: wrong ones count, a right one forgives")
    func currentPIN() throws {
        var world = try world()
        #expect(try world.change(from: "000000", to: "258013").outcome == .rejected)
        #expect(world.store.audit.last?.evaluated == true)
        #expect(try world.row().pin.failures == 1)
        #expect(try world.change(from: "862409", to: "111").outcome == .refused)
        #expect(try world.row().pin.failures == 0, "the PIN shown was right")
        #expect(try world.change(from: "862409", to: "258013").outcome == .changed)
    }

    @Test("with a wrong PIN nothing is said of the new one")
    func noOracle() throws {
        var world = try world()
        let reply = try world.change(from: "000000", to: "862409")
        #expect(reply.outcome == .rejected && reply.violations.isEmpty)
    }

    @Test("S-01 R-16 a change raises the generation, is kept with the policy's version, and is an event")
    func record() throws {
        var world = try world()
        try world.setPolicy { $0.maxFailures = 4 }
        let reply = try world.change(from: "862409", to: "258013")
        let row = try world.row()
        #expect(reply.generation == 2 && row.pin.generation == 2)
        #expect(row.pin.policyVersion == 2 && row.pin.changeTime == world.store.now)
        #expect(world.store.events.last?.kind == .pinChanged)
        #expect(world.store.audit.last?.action == .changePIN && world.store.audit.last?.generation == 2)
    }

    @Test("R-16 a stricter policy does not refuse an old PIN at sign-in, only at the next change")
    func stricterPolicy() throws {
        var world = try world()
        _ = try world.change(from: "862409", to: "2580")
        try world.setPolicy { $0.minLength = 6 }
        #expect(try world.signIn("2580").outcome == .accepted)
        #expect(try world.change(from: "2580", to: "4093").violations == PINViolations(.length))
    }

    @Test("S-08 no reply, row, event or audit entry holds the digits of a custom PIN")
    func nothingShows() throws {
        var world = try world()
        let reply = try world.change(from: "862409", to: "258013")
        let told = "\(reply) \(world.store.events) \(world.store.audit)"
        #expect(!told.contains("258013") && !told.contains("862409"))
    }
}
