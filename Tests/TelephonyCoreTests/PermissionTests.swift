import TelephonyCore
import Testing

@Suite("Who may do what, and to which numbers")
struct PermissionTests {
    /// The matrix, a letter per role: Platform, operator Admin, operator User, occupier admin (T), occupier user (H),
    /// pbX, Reader of the audit.
    private static let matrix: [(Action, String)] = [
        (.signIn, "HX"), (.changePIN, "HX"), (.checkPIN, "HX"),
        (.resetPIN, "PAUTH"), (.unlockPIN, "PA"), (.revealDefaultPIN, "PAUTH"), (.readPINStatus, "PAUTHX"),
        (.readPolicy, "PAUTXR"), (.setPolicy, "PA"), (.readAudit, "PAR"),
        (.provisionNumbers, "PX"), (.allocateNumbers, "PA"), (.deallocateNumbers, "PA"), (.nominateMainNumber, "PA"),
        (.grantVoiceServices, "PA"), (.activateNumber, "PA"), (.deactivateNumber, "PA"),
        (.readNumbers, "PAUTHX"), (.updateNumber, "PAUTH"), (.assignUser, "PAUT"), (.unassignUser, "PAUT"),
        (.logOutHandset, "PAUTH"),
        (.createOperator, "P"), (.createSite, "PX"), (.createOccupier, "PA"), (.createUser, "PAT"),
        (.readOrganisations, "PAUTX"),
    ]

    private static let letters: [(Role, Character)] = [
        (.platform, "P"), (.operatorAdmin, "A"), (.operatorUser, "U"), (.occupierAdmin, "T"), (.occupierUser, "H"),
        (.pbx, "X"), (.auditor, "R"),
    ]

    @Test("the matrix of roles, cell by cell")
    func matrix() {
        #expect(Self.matrix.map(\.0) == Action.allCases, "every action has its row")
        #expect(Self.letters.count == Role.allCases.count)
        for (action, allowed) in Self.matrix {
            for (role, letter) in Self.letters {
                #expect(Permissions.allows(action, to: role) == allowed.contains(letter), "\(action) \(role)")
            }
        }
    }

    @Test("a scope wider than the role can have gives no right at all")
    func tooWide() {
        let wide = [
            Actor(name: "x", role: .occupierUser, scope: .occupier(World.acme)),
            Actor(name: "x", role: .occupierAdmin, scope: .operator(World.landlord)),
            Actor(name: "x", role: .operatorAdmin, scope: .platform),
        ]
        for actor in wide { #expect(!Permissions.allows(.resetPIN, to: actor)) }
        #expect(Permissions.allows(.resetPIN, to: Actor(name: "x", role: .platform, scope: .occupier(World.acme))))
    }

    @Test("a role that may not is refused before anything is looked up")
    func refused() throws {
        var world = try World()
        let revision = world.store.revision
        #expect(throws: Refusal.notPermitted) { try world.signIn("000000", as: World.auditor) }
        #expect(throws: Refusal.notPermitted) { try world.signIn("000000", as: World.platform) }
        #expect(throws: Refusal.notPermitted) { try world.reset(World.nowhere, as: World.pbx) }
        #expect(throws: Refusal.notPermitted) { try world.change(from: "1", to: "2", as: World.staff) }
        #expect(throws: Refusal.notPermitted) { try world.check("1", as: World.tenant) }
        #expect(throws: Refusal.notPermitted) {
            try world.perform(as: World.pbx) { RevealDefaultPIN(origin: $0, number: World.desk) }
        }
        #expect(throws: Refusal.notPermitted) {
            try world.perform(as: World.tenant) { DeactivateNumber(origin: $0, number: World.desk) }
        }
        #expect(throws: Refusal.notPermitted) {
            try world.perform(as: World.admin) { ProvisionNumbers(origin: $0, numbers: []) }
        }
        #expect(world.store.revision == revision)
    }

    @Test("T-7 foreign is missing, for every command on a number and every kind of stranger")
    func foreign() throws {
        let start = try World()
        let strangers = [
            World.rivalAdmin, World.boltTenant, Actor(name: "bob", role: .occupierUser, scope: .user(World.bob)),
        ]
        for actor in strangers {
            var world = start
            func expectMissing<C: Command>(_ make: (CommandOrigin) -> C) {
                #expect(throws: Refusal.notFound(.number), "\(actor.name) \(C.self)") {
                    try world.perform(as: actor, make)
                }
            }
            expectMissing { ResetPIN(origin: $0, number: World.desk) }
            expectMissing { RevealDefaultPIN(origin: $0, number: World.desk) }
            expectMissing { LogOutHandset(origin: $0, number: World.desk) }
            expectMissing {
                UpdateNumber(origin: $0, number: World.desk, configuration: NumberConfiguration(), fields: .label)
            }
            if actor.role != .occupierUser {
                expectMissing { AssignUser(origin: $0, number: World.desk, user: World.bob) }
                expectMissing { UnassignUser(origin: $0, number: World.desk) }
            }
            if actor.role == .operatorAdmin {
                expectMissing { UnlockPIN(origin: $0, number: World.desk) }
                expectMissing { ActivateNumber(origin: $0, number: World.spare) }
                expectMissing { DeactivateNumber(origin: $0, number: World.desk) }
                expectMissing { NominateMainNumber(origin: $0, number: World.fresh, isMain: true) }
                #expect(throws: Refusal.row(0, .notFound(.number))) {
                    try world.perform(as: actor) { DeallocateNumbers(origin: $0, numbers: [World.spare]) }
                }
                #expect(throws: Refusal.row(0, .notFound(.number))) {
                    try world.perform(as: actor) {
                        AllocateNumbers(origin: $0, numbers: [World.fresh], owner: .operator(World.rival))
                    }
                }
                #expect(throws: Refusal.notFound(.site)) {
                    try world.perform(as: actor) {
                        GrantVoiceServices(
                            origin: $0, owner: .occupier(World.acme), site: World.london, count: 1)
                    }
                }
            }
            #expect(world.store.revision == start.store.revision)
        }
    }

    @Test("the holder reaches the own number only, the tenant those of the company, the operator those of its sites")
    func reach() throws {
        let world = try World()
        func visible(_ actor: Actor) throws -> [Bool] {
            try [World.desk, World.main, World.lobby, World.fresh].map {
                try world.row($0).isVisible(to: actor.scope)
            }
        }
        #expect(try visible(World.holder) == [true, false, false, false])
        #expect(try visible(World.tenant) == [true, true, false, false])
        #expect(try visible(World.boltTenant) == [false, false, false, false])
        #expect(try visible(World.admin) == [true, true, true, true])
        #expect(try visible(World.rivalAdmin) == [false, false, false, false])
        #expect(try visible(World.platform) == [true, true, true, true])
    }

    @Test("organisations and people lie in the scopes they belong to")
    func organisations() throws {
        let tables = try World().store.tables
        let site = try #require(tables.sites[World.london])
        let acme = try #require(tables.occupiers[World.acme])
        let ann = try #require(tables.users[World.ann])
        let landlord = try #require(tables.operators[World.landlord])
        let (own, foreign) = (Scope.operator(World.landlord), Scope.operator(World.rival))
        #expect(site.isVisible(to: own) && !site.isVisible(to: foreign))
        #expect(site.isVisible(to: .occupier(World.acme), occupier: acme))
        #expect(!site.isVisible(to: .occupier(World.acme)))
        #expect(!site.isVisible(to: .occupier(World.bolt), occupier: acme))
        #expect(acme.isVisible(to: own) && acme.isVisible(to: .occupier(World.acme)))
        #expect(!acme.isVisible(to: foreign) && !acme.isVisible(to: .occupier(World.bolt)))
        #expect(
            ann.isVisible(to: own) && ann.isVisible(to: .user(World.ann)) && ann.isVisible(to: .occupier(World.acme)))
        #expect(!ann.isVisible(to: .user(World.bob)) && !ann.isVisible(to: foreign))
        #expect(landlord.isVisible(to: own) && !landlord.isVisible(to: foreign))
        #expect(!landlord.isVisible(to: .occupier(World.acme)))
    }

    @Test("Q-20 every act leaves an audit entry with actor, number, request id and reason")
    func audited() throws {
        var world = try World()
        let origin = world.origin(World.staff, reason: "ticket 4711")
        _ = try world.store.perform(ResetPIN(origin: origin, number: World.desk))
        let entry = try #require(world.store.audit.last)
        #expect(entry.action == .resetPIN && entry.actor == "staff" && entry.reason == "ticket 4711")
        #expect(try entry.requestID == origin.requestID && entry.number == world.row().id)
        #expect(entry.time == world.store.now && entry.generation == 2)
    }
}
