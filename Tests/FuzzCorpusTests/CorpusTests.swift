import Foundation
import FuzzTargets
import Testing

/// What the fuzzer has found, run again on every submission (RT-F1). A broken promise ends the process, and its message
/// names the input.
@Suite("Inputs the fuzzer has found") struct CorpusTests {
    private static let corpus = Corpus(
        folder: URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Corpus").path)

    private func replay(_ entries: [Corpus.Entry], _ target: FuzzTarget) {
        for entry in entries {
            FuzzTarget.$inputName.withValue("(\(target.rawValue), \(entry.name))") {
                entry.bytes.withUnsafeBytes { target.run($0) }
            }
        }
    }

    @Test("inputs that once broke a promise break none now", arguments: FuzzTarget.allCases)
    func broken(target: FuzzTarget) throws {
        self.replay(try Self.corpus.broken(target), target)
    }

    @Test("inputs that reach everything that was reached break no promise", arguments: FuzzTarget.allCases)
    func packed(target: FuzzTarget) throws {
        let entries = try Self.corpus.packed(target)
        #expect(entries.count > 10)
        self.replay(entries, target)
    }

    @Test("inputs a target begins with break no promise", arguments: FuzzTarget.allCases)
    func born(target: FuzzTarget) {
        let entries = Corpus.born(target)
        #expect(!entries.isEmpty)
        self.replay(entries, target)
    }
}
