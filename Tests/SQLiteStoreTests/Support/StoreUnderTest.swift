import SQLiteStore
import Synchronization
import TelephonyCore
import TelephonyStore
import TelephonyVault

/// A store as the conformance suite wants it: fresh, with keys, clocks and randomness under the test's control.
final class StoreUnderTest: Sendable {
    let directory: TemporaryDirectory
    let time = ManualTime()
    let store: SQLiteStore
    let fatal: FatalRecord

    /// What the store called fatal.
    final class FatalRecord: Sendable {
        private let all = Mutex<[SQLiteFailure]>([])
        var failures: [SQLiteFailure] { all.withLock { $0 } }
        func add(_ failure: SQLiteFailure) { all.withLock { $0.append(failure) } }
    }

    init(
        in directory: TemporaryDirectory = TemporaryDirectory(),
        configure: (inout SQLiteConfiguration) -> Void = { _ in },
        failpoint: (@Sendable (Failpoint) throws(SQLiteFailure) -> Void)? = nil
    ) throws {
        self.directory = directory
        let fatal = FatalRecord()
        self.fatal = fatal
        var configuration = SQLiteConfiguration(path: directory.database)
        configure(&configuration)
        let time = time
        var seams = SQLiteSeams { fatal.add($0) }
        seams.wallClock = { time.now }
        seams.monotonicClock = { time.uptime }
        seams.failpoint = failpoint
        var terms = DomainTerms()
        terms.cooldown = .seconds(60)
        store = try SQLiteStore(configuration, terms: terms, seams: seams) { incarnation in
            var keyRandom = SeededGenerator(seed: 7)
            return try Vault(keyring: Keyring(random: &keyRandom), incarnation: incarnation)
        }
    }

    /// The wall clock as request ids have it.
    func requestID(_ number: UInt64) -> RequestID {
        RequestID.made(at: time.now, number: number)
    }
}

extension RequestID {
    /// A UUIDv7 of a moment and a number.
    static func made(at time: WallTime, number: UInt64) -> RequestID {
        let milliseconds = UInt64(clamping: time.microseconds / 1_000)
        let uuid = UUIDBytes(high: milliseconds << 16 | 0x7000, low: 0x8000_0000_0000_0000 | number)
        guard let id = RequestID(uuid: uuid) else { return made(at: time, number: 0) }
        return id
    }
}
