import TelephonyCore
import TelephonyStore
import Testing

/// A small platform in a store: operator `op`, site `site`, occupiers `acme` and `blue`, user `ann` of acme; numbers as
/// tests want them.
struct World {
    let store: any TelephonyStore
    let platform = Actor(name: "platform", role: .platform, scope: .platform)
    let pbx = Actor(name: "pbx", role: .pbx, scope: .platform)
    let operatorID: OperatorID
    let site: SiteID
    let acme: OccupierID
    let blue: OccupierID
    let ann: UserID

    init(_ store: any TelephonyStore) async throws {
        self.store = store
        operatorID = try #require(OperatorID("op"))
        site = try #require(SiteID("site"))
        acme = try #require(OccupierID("acme"))
        blue = try #require(OccupierID("blue"))
        ann = try #require(UserID("ann"))
        _ = try await store.perform(
            CreateOperator(origin: origin(), record: OperatorRecord(id: operatorID, name: "Landlord")))
        _ = try await store.perform(
            CreateSite(
                origin: origin(),
                record: SiteRecord(id: site, operatorID: operatorID, name: "House", timeZone: "Europe/London")))
        for (id, name) in [(acme, "Acme"), (blue, "Blue")] {
            _ = try await store.perform(
                CreateOccupier(
                    origin: origin(),
                    record: OccupierRecord(id: id, operatorID: operatorID, name: name, sites: [site])))
            _ = try await store.perform(
                GrantVoiceServices(origin: origin(), owner: .occupier(id), site: site, count: 10_000))
        }
        _ = try await store.perform(
            CreateUser(origin: origin(), id: ann, owner: .occupier(acme), name: "Ann", email: ""))
    }

    func origin(_ actor: Actor? = nil, _ id: RequestID? = nil) -> CommandOrigin {
        CommandOrigin(
            actor: actor ?? platform, requestID: id,
            fingerprint: RequestFingerprint(hash: UUIDBytes(high: 0, low: 0)))
    }

    /// +44 20 7946 xxxx.
    static func e164(_ index: Int) throws -> E164 { try #require(E164(value: 442_079_460_000 + UInt64(index))) }

    func address(_ index: Int) throws -> NumberAddress { .e164(try Self.e164(index)) }

    /// Provisions numbers with extensions 1000 + index.
    func provision(_ indices: Range<Int>) async throws {
        let specs = try indices.map { index in
            NumberSpec(
                e164: try Self.e164(index), extensionNumber: try #require(ExtensionNumber("\(1_000 + index)")),
                site: site)
        }
        _ = try await store.perform(ProvisionNumbers(origin: origin(), numbers: specs))
    }

    /// Allocates and activates provisioned numbers.
    func activate(_ indices: Range<Int>, for owner: OccupierID) async throws {
        let addresses = try indices.map(address)
        _ = try await store.perform(AllocateNumbers(origin: origin(), numbers: addresses, owner: .occupier(owner)))
        for address in addresses { _ = try await store.perform(ActivateNumber(origin: origin(), number: address)) }
    }

    /// The Default PIN of a number.
    func defaultPIN(_ index: Int) async throws -> SecretPIN {
        try await store.perform(RevealDefaultPIN(origin: origin(), number: try address(index))).reply.defaultPIN
    }

    func signIn(_ index: Int, _ pin: SecretPIN, _ id: RequestID? = nil) async throws -> SignInReply {
        try await store.perform(
            SignIn(
                origin: origin(pbx, id), number: try address(index), pin: pin, attempt: Attempt(surface: .voicemail))
        ).reply
    }

    /// Replaces the Default PIN by another.
    func setPIN(_ index: Int, _ digits: String) async throws {
        let reply = try await store.perform(
            ChangePIN(
                origin: origin(pbx), number: try address(index),
                authorization: .currentPIN(try await defaultPIN(index)),
                newPIN: Self.pin(digits), attempt: Attempt(surface: .voicemail)))
        #expect(reply.reply.outcome == .changed)
    }

    static func pin(_ digits: String) -> SecretPIN {
        SecretPIN(PIN(digits: digits.utf8.map { $0 &- UInt8(ascii: "0") }))
    }
}
