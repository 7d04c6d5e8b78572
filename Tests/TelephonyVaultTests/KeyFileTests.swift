import Glibc
import TelephonyCore
import Testing

@testable import TelephonyVault

@Suite("Key file")
struct KeyFileTests {
    private let path = "/tmp/telephony-keys-\(UInt64.random(in: .min ... .max))"

    private func keyring() -> Keyring {
        var random = SystemRandomNumberGenerator()
        return Keyring(random: &random)
    }

    private func write(_ text: String, mode: mode_t = 0o600) {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, mode)
        _ = text.withCString { Glibc.write(file, $0, strlen($0)) }
        fchmod(file, mode)
        close(file)
    }

    @Test("a new file is its owner's alone, loads as it was, and is never overwritten")
    func roundTrip() throws {
        defer { unlink(path) }
        let keyring = keyring()
        try KeyFile.create(keyring, at: path)
        var information = stat()
        #expect(stat(path, &information) == 0)
        #expect(information.st_mode & 0o777 == 0o600)
        #expect(try KeyFile.load(path).text == keyring.text)
        #expect(throws: KeyFile.Failure.self) { try KeyFile.create(self.keyring(), at: path) }
        #expect(try KeyFile.load(path).text == keyring.text)
    }

    @Test("RT-H7 a file that others may read is refused", arguments: [0o640, 0o604, 0o666] as [mode_t])
    func readableByOthers(_ mode: mode_t) throws {
        defer { unlink(path) }
        write(keyring().text, mode: mode)
        let failure = #expect(throws: KeyFile.Failure.self) { try KeyFile.load(path) }
        #expect(failure?.problem.contains("chmod 600") == true)
    }

    @Test("what is not a key file, or lacks a purpose, is refused, and the error shows nothing of a key")
    func damagedFiles() throws {
        defer { unlink(path) }
        let text = keyring().text
        let lines = text.split(separator: "\n").map(String.init)
        let damaged = [
            "", "telephony-keys 2\n", lines.dropFirst().joined(separator: "\n"),
            lines.dropLast().joined(separator: "\n"), text + lines[1] + "\n",
            text.replacing("verifier 1", with: "verifier 0"),
            String(text.dropLast(3)), text + "verifier two \(String(repeating: "0", count: 64))\n",
        ]
        for content in damaged {
            write(content)
            let failure = #expect(throws: KeyFile.Failure.self) { try KeyFile.load(path) }
            for line in lines.dropFirst() {
                let key = line.split(separator: " ").last.map(String.init) ?? ""
                #expect(failure?.description.contains(key.prefix(8)) == false)
            }
        }
        #expect(throws: KeyFile.Failure.self) { try KeyFile.load(path + ".missing") }
    }

    @Test("Q-05 the newest version seals, older ones still open, and a version that is not held opens nothing")
    func versions() throws {
        var random = SystemRandomNumberGenerator()
        let old = keyring()
        let vault = try Vault(keyring: old, incarnation: UUIDBytes(high: 0, low: 1))
        let binding = PINBinding(number: NumberID(uuid: UUIDBytes(high: 0, low: 1)), owner: nil)
        let before = try vault.seal(verifierFor: PIN(digits: [5, 9, 2, 6]), binding, random: &random)
        defer { unlink(path) }
        write(old.text + "verifier 2 \(String(repeating: "ab", count: 32))\n")
        let rotated = try Vault(keyring: try KeyFile.load(path), incarnation: UUIDBytes(high: 0, low: 1))
        let opens = try rotated.matches(PIN(digits: [5, 9, 2, 6]), before, binding)
        #expect(opens)
        let after = try rotated.seal(verifierFor: PIN(digits: [5, 9, 2, 6]), binding, random: &random)
        #expect(SealingKey.version(of: after.bytes) == 2)
        #expect(throws: VaultFailure.keyMissing) {
            _ = try vault.matches(PIN(digits: [5, 9, 2, 6]), after, binding)
        }
    }
}
