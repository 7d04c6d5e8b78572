import Foundation
import GRDB
import TelephonyCore
import TelephonyStore
import TelephonyVault
import Testing

@testable import SQLiteStore

@Suite("SQLite: what a store insists on before it starts")
struct DurabilityTests {
    private func pragma(_ name: String, _ queue: DatabaseQueue) throws -> String {
        try queue.read { try Row.fetchOne($0, sql: "PRAGMA \(name)")?.databaseValues.first.map { "\($0)" } ?? "" }
    }

    private func opening(_ directory: TemporaryDirectory) throws -> SQLiteOpening {
        try SQLiteOpening(SQLiteConfiguration(path: directory.database), seams: SQLiteSeams { _ in })
    }

    @Test("the writer runs with FULL, WAL, foreign keys and no mapped I/O, read back after opening (RL-01, RL-10)")
    func settingsAreInForce() throws {
        let directory = TemporaryDirectory()
        let opening = try opening(directory)
        #expect(try pragma("synchronous", opening.writer) == "2")
        #expect(try pragma("journal_mode", opening.writer) == "\"wal\"")
        #expect(try pragma("foreign_keys", opening.writer) == "1")
        #expect(try pragma("mmap_size", opening.writer) == "0")
        #expect(try pragma("busy_timeout", opening.writer) == "5000")
        #expect(try pragma("wal_autocheckpoint", opening.writer) == "1000")
        #expect(throws: (any Error).self) { try opening.reader.write { try $0.execute(sql: "DELETE FROM events") } }
    }

    @Test("GRDB's own setting for this journal mode, NORMAL, is refused (RL-01)")
    func normalIsRefused() throws {
        let directory = TemporaryDirectory()
        var configuration = Configuration()
        configuration.journalMode = .wal
        let queue = try DatabaseQueue(path: directory.database, configuration: configuration)
        let refusal = OpenError.settingNotInForce(name: "synchronous", wanted: "2", found: "1")
        _ = queue.writeWithoutTransaction { database in
            #expect(throws: refusal) {
                try DurabilitySettings.verify(database, SQLiteConfiguration(path: directory.database))
            }
        }
    }

    @Test("a second store on the same file is refused while the first is open, and let in afterwards (RL-02)")
    func secondOpeningIsRefused() async throws {
        let test = try StoreUnderTest()
        #expect(throws: OpenError.inUse(path: test.directory.database + ".lock")) {
            _ = try StoreUnderTest(in: test.directory)
        }
        _ = try await test.store.perform(Note(text: "one"))
        await test.store.close()
        let again = try StoreUnderTest(in: test.directory)
        #expect(try await again.store.subjects() == ["one"])
        await again.store.close()
    }

    @Test("the keys of another installation are refused before anything is sealed under them (RL-25)")
    func foreignKeysAreRefused() async throws {
        let directory = TemporaryDirectory()
        var random = SystemRandomNumberGenerator()
        let right = Keyring(random: &random)
        let wrong = Keyring(random: &random)
        func open(_ keyring: Keyring) throws -> SQLiteStore {
            try SQLiteStore(SQLiteConfiguration(path: directory.database), seams: SQLiteSeams { _ in }) {
                try Vault(keyring: keyring, incarnation: $0)
            }
        }
        let store = try open(wrong)
        await store.close()
        let again = try open(right)
        try await provisionOne(again)
        await again.close()
        #expect(throws: OpenError.self) { _ = try open(wrong) }
        await (try open(right)).close()
    }

    private func provisionOne(_ store: SQLiteStore) async throws {
        let origin = CommandOrigin(
            actor: Actor(name: "provider", role: .platform, scope: .platform), requestID: nil,
            fingerprint: RequestFingerprint(hash: UUIDBytes(high: 0, low: 0)))
        let bluebird = try #require(OperatorID("bluebird"))
        let london = try #require(SiteID("london"))
        _ = try await store.perform(
            CreateOperator(origin: origin, record: OperatorRecord(id: bluebird, name: "Bluebird")))
        _ = try await store.perform(
            CreateSite(
                origin: origin,
                record: SiteRecord(id: london, operatorID: bluebird, name: "London", timeZone: "Europe/London")))
        let spec = NumberSpec(
            e164: try #require(E164("+442079460001")), extensionNumber: try #require(ExtensionNumber("2001")),
            site: london)
        _ = try await store.perform(ProvisionNumbers(origin: origin, numbers: [spec]))
    }

    @Test("links and folders are refused (RL-03)")
    func linksAreRefused() async throws {
        let test = try StoreUnderTest()
        await test.store.close()
        let path = test.directory.path
        try FileManager.default.createSymbolicLink(
            atPath: path + "/soft.db", withDestinationPath: test.directory.database)
        try FileManager.default.createDirectory(atPath: path + "/folder.db", withIntermediateDirectories: false)
        for name in ["soft.db", "folder.db"] {
            #expect(throws: OpenError.notAPlainFile(path: path + "/" + name)) {
                _ = try SQLiteOpening(SQLiteConfiguration(path: path + "/" + name), seams: SQLiteSeams { _ in })
            }
        }
        try FileManager.default.linkItem(atPath: test.directory.database, toPath: path + "/hard.db")
        #expect(throws: OpenError.notAPlainFile(path: test.directory.database)) { _ = try opening(test.directory) }
    }

    @Test("a database of somebody else, and a file that is none, are refused and left as they are")
    func foreignFilesAreRefused() throws {
        let directory = TemporaryDirectory()
        do {
            let other = try DatabaseQueue(path: directory.database)
            try other.write { try $0.execute(sql: "CREATE TABLE recipes (id INTEGER)") }
        }
        let before = try Data(contentsOf: URL(fileURLWithPath: directory.database))
        #expect(throws: OpenError.foreignDatabase(path: directory.database)) { _ = try opening(directory) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: directory.database)) == before)
        let garbage = Data(repeating: 0x55, count: 8_192)
        try garbage.write(to: URL(fileURLWithPath: directory.database))
        #expect(throws: OpenError.foreignDatabase(path: directory.database)) { _ = try opening(directory) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: directory.database)) == garbage)
    }

    @Test("data of a newer version is refused")
    func newerSchemaIsRefused() throws {
        let directory = TemporaryDirectory()
        do {
            let opening = try opening(directory)
            try opening.writer.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('v9 tomorrow')") }
        }
        #expect(throws: OpenError.newerSchema) { _ = try opening(directory) }
    }

    @Test("a changed audit entry is found when the store opens (Q-20)", arguments: ["entry", "hash", "revision"])
    func changedAuditIsFound(column: String) async throws {
        let test = try StoreUnderTest()
        for index in 0..<5 { _ = try await test.store.perform(Note(text: "note \(index)")) }
        await test.store.close()
        do {
            let queue = try DatabaseQueue(path: test.directory.database)
            try await queue.write { database in
                try database.execute(sql: "DROP TRIGGER audit_is_not_changed")
                let cut = "CAST(substr(\(column), 1, length(\(column)) - 1) || x'FE' AS BLOB)"
                let value = column == "revision" ? "9" : cut
                try database.execute(sql: "UPDATE audit SET \(column) = \(value) WHERE sequence = 3")
            }
        }
        #expect(throws: OpenError.damaged(finding: "audit entry 3")) { _ = try StoreUnderTest(in: test.directory) }
    }

    @Test("the audit table itself refuses changes and removals (Q-20)")
    func auditIsAppendOnly() async throws {
        let test = try StoreUnderTest()
        _ = try await test.store.perform(Note(text: "one"))
        await test.store.close()
        let queue = try DatabaseQueue(path: test.directory.database)
        for sql in ["UPDATE audit SET time = 0", "DELETE FROM audit"] {
            await #expect(throws: DatabaseError.self) { try await queue.write { try $0.execute(sql: sql) } }
        }
    }

    @Test("a damaged page is found when the store opens (RL-13)")
    func damagedPageIsFound() async throws {
        let test = try StoreUnderTest()
        for index in 0..<200 { _ = try await test.store.perform(Note(text: "note \(index)", requestID: nil)) }
        await test.store.close()
        let url = URL(fileURLWithPath: test.directory.database)
        var data = try Data(contentsOf: url)
        let pages = data.count / 4_096
        // Every page but the first loses its header.
        for start in (1..<pages).map({ $0 * 4_096 }) {
            data.replaceSubrange(start..<start + 64, with: Data(repeating: 0xFF, count: 64))
        }
        try data.write(to: url)
        #expect(throws: OpenError.self) { _ = try StoreUnderTest(in: test.directory) }
    }

    @Test("a row that cannot be understood refuses its own commands and queries, and nobody else's (Q-24)")
    func damagedRowRefuses() async throws {
        let test = try StoreUnderTest()
        let world = try await World(test.store)
        try await world.provision(0..<2)
        try await world.activate(0..<2, for: world.acme)
        await test.store.close()
        do {
            let queue = try DatabaseQueue(path: test.directory.database)
            // Says that a verifier of 200 bytes follows, and none does.
            try await queue.write {
                try $0.execute(sql: "UPDATE numbers SET pin_history = x'C800' WHERE e164 = 442079460000")
            }
        }
        let again = try StoreUnderTest(in: test.directory)
        let damaged = try world.address(0)
        let attempt = Attempt(surface: .voicemail)
        let broken = SignIn(origin: world.origin(world.pbx), number: damaged, pin: World.pin("0000"), attempt: attempt)
        await #expect(throws: StoreError.refused(.damaged)) { try await again.store.perform(broken) }
        await #expect(throws: StoreError.refused(.damaged)) {
            try await again.store.read(GetNumber(actor: world.platform, address: damaged))
        }
        let sound = SignIn(
            origin: world.origin(world.pbx), number: try world.address(1), pin: World.pin("0000"), attempt: attempt)
        #expect(try await again.store.perform(sound).reply.outcome == .rejected)
        #expect(again.fatal.failures.isEmpty)
        await again.store.close()
    }
}
