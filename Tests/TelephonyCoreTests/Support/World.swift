import TelephonyCore

/// A small world with everything in it: one operator, two sites, two occupiers, and numbers in every state that matters.
struct World {
    var store: ReferenceStore
    private var requests: UInt64 = 0

    static let landlord = id("northside", OperatorID.init)
    static let rival = id("southside", OperatorID.init)
    static let london = id("london", SiteID.init)
    static let leeds = id("leeds", SiteID.init)
    static let acme = id("acme", OccupierID.init)
    static let bolt = id("bolt", OccupierID.init)
    static let ann = id("ann", UserID.init)
    static let bob = id("bob", UserID.init)

    /// Active, of acme, assigned to ann; extension 4711.
    static let desk = address("+442079460101")
    /// Active main number of acme in London; extension 4000.
    static let main = address("+442079460100")
    /// Active, of the operator itself; extension 4800.
    static let lobby = address("+442079460102")
    /// Reserved for acme; extension 4712.
    static let spare = address("+442079460103")
    /// Available; extension 4713.
    static let fresh = address("+442079460104")
    /// Not there.
    static let nowhere = address("+442079469999")

    static let platform = Actor(name: "platform", role: .platform, scope: .platform)
    static let admin = Actor(name: "admin", role: .operatorAdmin, scope: .operator(landlord))
    static let staff = Actor(name: "staff", role: .operatorUser, scope: .operator(landlord))
    static let tenant = Actor(name: "tenant", role: .occupierAdmin, scope: .occupier(acme))
    static let holder = Actor(name: "ann", role: .occupierUser, scope: .user(ann))
    static let pbx = Actor(name: "pbx", role: .pbx, scope: .operator(landlord))
    static let auditor = Actor(name: "auditor", role: .auditor, scope: .platform)
    static let rivalAdmin = Actor(name: "rival", role: .operatorAdmin, scope: .operator(rival))
    static let boltTenant = Actor(name: "bolt", role: .occupierAdmin, scope: .occupier(bolt))

    init(seed: UInt64 = 1) throws {
        store = ReferenceStore(seed: seed)
        for (id, name) in [(Self.landlord, "Northside"), (Self.rival, "Southside")] {
            _ = try perform { CreateOperator(origin: $0, record: OperatorRecord(id: id, name: name)) }
        }
        for site in [Self.london, Self.leeds] {
            let record = SiteRecord(id: site, operatorID: Self.landlord, name: site.text, timeZone: "Europe/London")
            _ = try perform { CreateSite(origin: $0, record: record) }
        }
        for occupier in [Self.acme, Self.bolt] {
            let record = OccupierRecord(
                id: occupier, operatorID: Self.landlord, name: occupier.text, sites: [Self.london])
            _ = try perform { CreateOccupier(origin: $0, record: record) }
        }
        let people: [(UserID, NumberOwner)] = [(Self.ann, .occupier(Self.acme)), (Self.bob, .occupier(Self.bolt))]
        for (user, owner) in people {
            _ = try perform { CreateUser(origin: $0, id: user, owner: owner, name: user.text, email: "") }
        }
        try provision()
    }

    private mutating func provision() throws {
        let specs = [
            Self.spec(Self.main, "4000", .main), Self.spec(Self.desk, "4711"), Self.spec(Self.lobby, "4800"),
            Self.spec(Self.spare, "4712"), Self.spec(Self.fresh, "4713"),
        ]
        _ = try perform { ProvisionNumbers(origin: $0, numbers: specs) }
        let owned: [(NumberAddress, NumberOwner)] = [
            (Self.main, .occupier(Self.acme)), (Self.desk, .occupier(Self.acme)), (Self.spare, .occupier(Self.acme)),
            (Self.lobby, .operator(Self.landlord)),
        ]
        for (address, owner) in owned {
            _ = try perform { AllocateNumbers(origin: $0, numbers: [address], owner: owner) }
        }
        for owner in [NumberOwner.occupier(Self.acme), .operator(Self.landlord)] {
            _ = try perform { GrantVoiceServices(origin: $0, owner: owner, site: Self.london, count: 3) }
        }
        for address in [Self.main, Self.desk, Self.lobby] {
            _ = try perform { ActivateNumber(origin: $0, number: address) }
        }
        _ = try perform { AssignUser(origin: $0, number: Self.desk, user: Self.ann) }
    }

    /// A new origin: a request of its own, made now.
    mutating func origin(_ actor: Actor = platform, reason: String = "") -> CommandOrigin {
        requests += 1
        let milliseconds = UInt64(store.now.microseconds / 1_000)
        let uuid = UUIDBytes(high: milliseconds << 16 | 0x7000, low: 1 << 63 | requests)
        let fingerprint = RequestFingerprint(hash: UUIDBytes(high: 7, low: requests))
        return CommandOrigin(actor: actor, requestID: RequestID(uuid: uuid), fingerprint: fingerprint, reason: reason)
    }

    /// Carries out a command that is made with a new origin.
    mutating func perform<C: Command>(
        as actor: Actor = platform, _ make: (CommandOrigin) -> C
    ) throws -> C.Reply {
        let origin = origin(actor)
        return try store.perform(make(origin))
    }

    /// The row at an address.
    func row(_ address: NumberAddress = desk) throws -> NumberRecord {
        guard let record = store.tables.number(address) else { throw Refusal.notFound(.number) }
        return record
    }

    /// Lets time pass.
    mutating func wait(_ duration: Duration) { store.now = store.now.adding(duration) }

    private static func spec(_ address: NumberAddress, _ digits: String, _ type: NumberType = .ordinary) -> NumberSpec {
        guard case .e164(let e164) = address, let ext = ExtensionNumber(digits) else { unreachable() }
        return NumberSpec(e164: e164, extensionNumber: ext, site: london, type: type)
    }
}

/// An id from a literal of a test.
func id<Kind>(_ text: String, _ make: (String) -> EntityID<Kind>?) -> EntityID<Kind> {
    guard let id = make(text) else { unreachable() }
    return id
}

/// An address from a literal of a test.
func address(_ text: String) -> NumberAddress {
    guard let e164 = E164(text) else { unreachable() }
    return .e164(e164)
}

/// An extension from a literal of a test.
func ext(_ text: String) -> ExtensionNumber {
    guard let digits = ExtensionNumber(text) else { unreachable() }
    return digits
}

/// Where a test's own literal is wrong.
func unreachable() -> Never { fatalError("a literal of this test is malformed") }
