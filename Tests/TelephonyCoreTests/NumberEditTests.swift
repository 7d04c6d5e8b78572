import TelephonyCore
import Testing

@Suite("Editing a number in use")
struct NumberEditTests {
    private func update(
        _ world: inout World, _ fields: ConfigurationFields, at number: NumberAddress = World.desk,
        as actor: Actor = World.platform, _ edit: (inout NumberConfiguration) -> Void
    ) throws -> NumberConfiguration {
        var configuration = NumberConfiguration()
        edit(&configuration)
        let new = configuration
        return try world.perform(as: actor) {
            UpdateNumber(origin: $0, number: number, configuration: new, fields: fields)
        }.number.record.configuration
    }

    @Test("an update changes what its mask names and nothing else")
    func mask() throws {
        var world = try World()
        _ = try update(&world, [.label, .doNotDisturb]) {
            $0.label = "Ann"
            $0.doNotDisturb = true
            $0.forwardBusy = "4712"
        }
        var expected = NumberConfiguration()
        expected.label = "Ann"
        expected.doNotDisturb = true
        #expect(try world.row().configuration == expected)
        let after = try update(&world, .features) { $0.label = "ignored" }
        #expect(after.label == "Ann" && !after.doNotDisturb)
    }

    @Test("an empty mask, and values that break their rules, are refused by name")
    func invalid() throws {
        var world = try World()
        func field(_ fields: ConfigurationFields, _ edit: (inout NumberConfiguration) -> Void) -> String? {
            do {
                _ = try update(&world, fields, edit)
                return nil
            } catch Refusal.invalid(let field, _) {
                return field
            } catch {
                return "\(error)"
            }
        }
        #expect(field([]) { _ in } == "update_mask")
        #expect(field(.label) { $0.label = String(repeating: "x", count: 65) } == "label")
        #expect(field(.label) { $0.label = String(repeating: "é", count: 33) } == "label")
        #expect(field(.label) { $0.label = "a\u{7}" } == "label")
        #expect(field(.label) { $0.label = String(repeating: "x", count: 64) } == nil)
        #expect(field(.doNotDisturb) { $0.label = String(repeating: "x", count: 65) } == nil, "not in the mask")
        for email in ["x", "@x", "x@", "a@b@c", "a b@c", "a@b\n"] {
            #expect(field(.voicemailEmail) { $0.voicemailEmail = email } == "features.voicemail_email")
        }
        for target in ["123456789", "+0123", "44 20", "x"] {
            #expect(field(.forwardAlways) { $0.forwardAlways = target } == "features.forward_always")
            #expect(field(.forwardBusy) { $0.forwardBusy = target } == "features.forward_busy")
            #expect(field(.forwardNoAnswer) { $0.forwardNoAnswer = target } == "features.forward_no_answer")
        }
        #expect(field(.forwardBusy) { $0.forwardBusy = "4712" } == nil)
        #expect(field(.callerIDOverride) { $0.callerIDOverride = "4712" } == "features.caller_id_override")
        #expect(field(.callerIDOverride) { $0.callerIDOverride = "+442079460100" } == nil)
    }

    @Test("only active numbers are edited")
    func inactive() throws {
        var world = try World()
        #expect(throws: Refusal.numberNotActive(.reserved)) {
            try update(&world, .label, at: World.spare) { $0.label = "x" }
        }
        #expect(throws: Refusal.numberNotActive(.reserved)) {
            try world.perform { AssignUser(origin: $0, number: World.spare, user: World.ann) }
        }
    }

    @Test("the same values again write an audit entry and no row")
    func unchanged() throws {
        var world = try World()
        let row = try world.row()
        _ = try update(&world, .features) { _ in }
        #expect(try world.row() == row)
        #expect(world.store.audit.last?.outcome == .unchanged)
    }

    @Test("of two editors with one etag, the second is told")
    func etag() throws {
        var world = try World()
        let version = try world.row().version
        var configuration = NumberConfiguration()
        configuration.label = "One"
        let new = configuration
        func edit() throws {
            _ = try world.perform {
                UpdateNumber(
                    origin: $0, number: World.desk, configuration: new, fields: .label, expectedVersion: version)
            }
        }
        try edit()
        #expect(throws: Refusal.versionMismatch) { try edit() }
    }

    @Test("a number goes to a user of its owner, one at a time; main numbers have none")
    func assign() throws {
        var world = try World()
        func assign(_ user: UserID, _ number: NumberAddress = World.desk) throws {
            _ = try world.perform { AssignUser(origin: $0, number: number, user: user) }
        }
        try assign(World.ann)
        #expect(world.store.audit.last?.outcome == .unchanged)
        #expect(throws: Refusal.userOfAnotherOwner) { try assign(World.bob) }
        #expect(throws: Refusal.notFound(.user)) { try assign(id("nobody", UserID.init)) }
        #expect(throws: Refusal.mainNumberHasNoHandset) { try assign(World.ann, World.main) }
        _ = try world.perform {
            CreateUser(origin: $0, id: id("amy", UserID.init), owner: .occupier(World.acme), name: "Amy", email: "")
        }
        #expect(throws: Refusal.numberAssigned) { try assign(id("amy", UserID.init)) }
        _ = try world.perform { UnassignUser(origin: $0, number: World.desk) }
        #expect(try world.row().user == nil)
        try assign(id("amy", UserID.init))
        #expect(try world.row().user == id("amy", UserID.init))
        #expect(throws: Refusal.notFound(.user)) {
            try world.perform(as: World.tenant) { AssignUser(origin: $0, number: World.desk, user: World.bob) }
        }
    }

    @Test("a handset is logged out from afar, once")
    func logOut() throws {
        var world = try World()
        _ = try world.signIn(try world.defaultPIN(), .handset, device: "desk-7")
        #expect(try world.perform(as: World.holder) { LogOutHandset(origin: $0, number: World.desk) }.loggedOut)
        #expect(try world.row().handsetLogin == nil)
        #expect(try !world.perform { LogOutHandset(origin: $0, number: World.desk) }.loggedOut)
        #expect(throws: Refusal.mainNumberHasNoHandset) {
            try world.perform { LogOutHandset(origin: $0, number: World.main) }
        }
    }
}
