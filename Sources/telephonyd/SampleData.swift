internal import TelephonyCore
internal import TelephonyStore

/// The organisations that a server for trying things out begins with. Numbers are left to whoever tries.
enum SampleData {
    /// Creates what is not there yet; running it again changes nothing.
    static func install(in store: some TelephonyStore) async throws(StoreError) {
        let origin = CommandOrigin(
            actor: Actor(name: "telephonyd dev", role: .platform, scope: .platform), requestID: nil,
            fingerprint: RequestFingerprint(hash: UUIDBytes(high: 0, low: 0)), reason: "sample data")
        guard let bluebird = OperatorID("bluebird"), let london = SiteID("london"), let leeds = SiteID("leeds")
        else { return }
        try await create(
            CreateOperator(origin: origin, record: OperatorRecord(id: bluebird, name: "Bluebird Spaces")), in: store)
        for (id, name) in [(london, "Bluebird London"), (leeds, "Bluebird Leeds")] {
            let site = SiteRecord(id: id, operatorID: bluebird, name: name, timeZone: "Europe/London")
            try await create(CreateSite(origin: origin, record: site), in: store)
        }
        for (id, name) in [("acme", "Acme Ltd"), ("globex", "Globex Ltd"), ("initech", "Initech Ltd")] {
            guard let occupier = OccupierID(id) else { continue }
            let record = OccupierRecord(id: occupier, operatorID: bluebird, name: name, sites: [leeds, london])
            try await create(CreateOccupier(origin: origin, record: record), in: store)
        }
        guard let acme = OccupierID("acme") else { return }
        for (id, name) in [("ann", "Ann Bell"), ("bob", "Bob Cole"), ("con", "Con Dale")] {
            guard let user = UserID(id) else { continue }
            let command = CreateUser(
                origin: origin, id: user, owner: .occupier(acme), name: name, email: "\(id)@acme.example")
            try await create(command, in: store)
        }
    }

    private static func create(_ command: some Command, in store: some TelephonyStore) async throws(StoreError) {
        do throws(StoreError) {
            _ = try await store.perform(command)
        } catch .refused(.alreadyExists) {
            return
        }
    }
}
