import Foundation
import SQLiteStore
import Synchronization
import TelephonyCore
import TelephonyStore
import Testing

@Suite("SQLite: killed at every step")
struct CrashTests {
    @Test(
        "what was answered is there, what was refused is not, and neither chain nor revisions have a gap (RL-20)",
        arguments: Failpoint.allCases)
    func killedAt(point: Failpoint) async throws {
        let directory = TemporaryDirectory()
        let path = directory.path
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, name = point.rawValue as String] in
            try await Self.workUntilKilled(path: path, at: name)
        }
        let answered = try String(contentsOfFile: path + "/answered", encoding: .utf8).split(separator: "\n")
            .map(String.init)
        #expect(answered.count == 10)
        let test = try StoreUnderTest(in: directory)
        let audit = try await test.store.read(AllAudit())
        let subjects = audit.map(\.entry.subject)
        // The one that was under way is there exactly when its commit was.
        let isCommitted = point == .afterCommit || point == .beforeAnswer
        #expect(subjects == answered + (isCommitted ? ["10"] : []))
        #expect(audit.map(\.sequence) == Array(1...UInt64(subjects.count)))
        #expect(audit.map(\.revision) == Array(1...UInt64(subjects.count)))
        #expect(!subjects.contains("refused"))
        let again = try await test.store.perform(Note(text: "10", requestID: test.requestID(10))).reply
        #expect(again == (isCommitted ? "again 10" : "10"))
        await test.store.close()
    }

    /// In the process that dies: writes down every answer it gets, and dies at the eleventh batch.
    private static func workUntilKilled(path: String, at name: String) async throws {
        let point = try #require(Failpoint(rawValue: name))
        let seen = Mutex(0)
        let test = try StoreUnderTest(
            in: TemporaryDirectory(borrowing: path),
            failpoint: { reached in
                // Nothing else of the test's commands loads rows or writes in between.
                guard reached == point else { return }
                let count = seen.withLock { count in
                    count += 1
                    return count
                }
                if count == 11 { kill(getpid(), SIGKILL) }
            })
        let file = try #require(fopen(path + "/answered", "w"))
        for index in 0..<20 {
            let reply = try await test.store.perform(
                Note(text: "\(index)", requestID: test.requestID(UInt64(index)))
            ).reply
            fputs(reply + "\n", file)
            fflush(file)
        }
    }
}
