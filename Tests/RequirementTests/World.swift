import TelephonyClient
import TelephonyCore
import TelephonyMessages
import TelephonyStore
import TelephonyTesting
import Testing
import Trunk

/// How a test body reaches the service: the same body runs both ways.
enum Transport: String, CaseIterable, Sendable {
    /// Through the router in this process, encoded and decoded as on the wire.
    case inProcess
    /// Over a real TCP connection.
    case socket
}

/// The three services as one principal calls them.
struct Principal: Sendable {
    let pin: PinServiceClient
    let telephony: TelephonyServiceClient
    let directory: DirectoryServiceClient

    init(_ caller: any Caller) {
        pin = PinServiceClient(caller)
        telephony = TelephonyServiceClient(caller)
        directory = DirectoryServiceClient(caller)
    }
}

/// A small world to act in: the operator bluebird with the sites london and leeds, the occupiers acme and globex with
/// a user each, plenty of voice services, and numbers made as a test needs them.
struct World: Sendable {
    static let bluebird = Owner(owner: .operatorID("bluebird"))
    static let acme = Owner(owner: .occupierID("acme"))
    static let surfaces: [TelephonyMessages.Surface] = [.voicemail, .handset, .portal]

    let installation: TestInstallation
    let platform: Principal
    let operatorAdmin: Principal
    let acmeAdmin: Principal
    let globexAdmin: Principal
    let pbx: Principal
    private let serial = Serial()

    static func run(
        on transport: Transport, isThrottled: Bool = true, _ body: (World) async throws -> Void
    ) async throws {
        let wire: TestInstallation.Wire = transport == .socket ? .socket : .inProcess
        try await TestInstallation.run(over: wire, isThrottled: isThrottled) { installation in
            let world = try World(installation)
            try await world.furnish()
            try await body(world)
        }
    }

    private init(_ installation: TestInstallation) throws {
        let bluebird = try #require(OperatorID("bluebird"))
        self.installation = installation
        func principal(_ name: String, _ role: Role, _ scope: Scope) -> Principal {
            Principal(installation.caller(as: Actor(name: name, role: role, scope: scope)))
        }
        platform = principal("provider", .platform, .platform)
        operatorAdmin = principal("front-desk", .operatorAdmin, .operator(bluebird))
        acmeAdmin = principal("acme-office", .occupierAdmin, .occupier(try #require(OccupierID("acme"))))
        globexAdmin = principal("globex-office", .occupierAdmin, .occupier(try #require(OccupierID("globex"))))
        pbx = principal("pbx-1", .pbx, .operator(bluebird))
    }

    private func furnish() async throws {
        let directory = platform.directory
        _ = try await directory.createOperator(
            CreateOperatorRequest(operator: Operator(id: "bluebird", name: "Bluebird Spaces")))
        for site in ["london", "leeds"] {
            _ = try await directory.createSite(
                CreateSiteRequest(
                    site: Site(id: site, operatorID: "bluebird", name: site, timeZone: "Europe/London")))
        }
        for occupier in ["acme", "globex"] {
            _ = try await directory.createOccupier(
                CreateOccupierRequest(
                    occupier: Occupier(
                        id: occupier, operatorID: "bluebird", name: occupier, siteIDs: ["london", "leeds"])))
        }
        _ = try await directory.createUser(
            CreateUserRequest(user: User(id: "ann", owner: Self.acme, name: "Ann Bell", email: "ann@acme.example")))
        for owner in [Self.bluebird, Self.acme] {
            _ = try await platform.telephony.grantVoiceServices(
                GrantVoiceServicesRequest(owner: owner, siteID: "london", count: 1_000))
        }
    }

    /// A new number without an owner.
    func provisioned(
        type: TelephonyMessages.NumberType = .ordinary, extension wanted: String? = nil
    ) async throws -> NumberRef {
        let index = await serial.next()
        let number = "+44207946\(Self.padded(index, to: 4))"
        _ = try await platform.telephony.provisionNumbers(
            ProvisionNumbersRequest(numbers: [
                NumberSpec(
                    e164: number, extension: wanted ?? "6\(Self.padded(index, to: 5))", siteID: "london", type: type)
            ]))
        return NumberRef(ref: .e164(number))
    }

    /// A number allocated to an owner.
    func reserved(
        owner: Owner = acme, type: TelephonyMessages.NumberType = .ordinary, extension wanted: String? = nil
    ) async throws -> NumberRef {
        let number = try await provisioned(type: type, extension: wanted)
        _ = try await operatorAdmin.telephony.allocateNumbers(AllocateNumbersRequest(numbers: [number], owner: owner))
        return number
    }

    /// A number in use.
    func active(
        owner: Owner = acme, type: TelephonyMessages.NumberType = .ordinary, extension wanted: String? = nil
    ) async throws -> NumberRef {
        let number = try await reserved(owner: owner, type: type, extension: wanted)
        _ = try await operatorAdmin.telephony.activateNumber(ActivateNumberRequest(number: number))
        return number
    }

    /// Deactivates a number, waits out its rest and activates it again.
    func recycle(_ number: NumberRef) async throws {
        _ = try await operatorAdmin.telephony.deactivateNumber(DeactivateNumberRequest(number: number))
        installation.clock.advance(by: TestInstallation.cooldown)
        _ = try await operatorAdmin.telephony.activateNumber(ActivateNumberRequest(number: number))
    }

    func signIn(
        _ number: NumberRef, _ surface: TelephonyMessages.Surface, _ pin: String
    ) async throws -> SignInResponse {
        try await signIn(number, surface, secret(pin))
    }

    func signIn(
        _ number: NumberRef, _ surface: TelephonyMessages.Surface, _ pin: Secret
    ) async throws -> SignInResponse {
        try await pbx.pin.signIn(SignInRequest(number: number, surface: surface, pin: pin))
    }

    /// The Default PIN as the provider may read it.
    func defaultPIN(of number: NumberRef) async throws -> Secret {
        let reply = try await platform.pin.revealDefaultPin(RevealDefaultPinRequest(number: number))
        return try #require(reply.defaultPin)
    }

    /// A change token of a sign-in with the default.
    func freshToken(for number: NumberRef) async throws -> Secret {
        try #require(try await signIn(number, .voicemail, try await defaultPIN(of: number)).changeToken)
    }

    /// Replaces the default as a holder does.
    func setPIN(_ pin: String, of number: NumberRef) async throws {
        let change = try await pbx.pin.changePin(
            ChangePinRequest(
                number: number, authorization: .changeToken(try await freshToken(for: number)), newPin: secret(pin),
                surface: .voicemail))
        #expect(change.outcome == .changed)
    }

    /// Five wrong tries.
    func lock(_ number: NumberRef, surface: TelephonyMessages.Surface = .voicemail) async throws {
        for _ in 0..<5 { #expect(try await signIn(number, surface, "000001").outcome == .rejected) }
    }

    func status(of number: NumberRef) async throws -> PinStatus {
        try #require(try await platform.pin.getPinStatus(GetPinStatusRequest(number: number)).status)
    }

    func number(_ number: NumberRef) async throws -> Number? {
        try await operatorAdmin.telephony.getNumber(GetNumberRequest(number: number)).number
    }

    /// The events of the store, oldest first.
    func events() async throws -> [Event] {
        try await installation.store.read(RecordedHistory()).events.map(\.event)
    }

    private static func padded(_ value: Int, to width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

/// Counts up, so that every number of a world is new.
private actor Serial {
    private var value = 0

    func next() -> Int {
        value += 1
        return value
    }
}

/// A PIN from a literal of at most 64 characters: only tests spell PINs out.
func secret(_ text: String) -> Secret {
    guard let secret = Secret(Array(text.utf8)) else { fatalError("a literal longer than a secret may be") }
    return secret
}

/// The digits behind a secret, to compare them.
func digits(_ secret: Secret) -> String { secret.withUnsafeBytes { String(decoding: $0, as: UTF8.self) } }

/// The E.164 of a reference that has one.
func e164(_ number: NumberRef) -> String {
    if case .e164(let text) = number.ref { text } else { "" }
}
