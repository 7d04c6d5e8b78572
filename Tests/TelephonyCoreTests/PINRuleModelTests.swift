import Testing
import TelephonyCore

/// The rules said a second time, on strings and by listing what is forbidden.
private struct Model {
    let policy: PINPolicy
    let ascending: [String]
    let descending: [String]

    init(_ policy: PINPolicy) {
        self.policy = policy
        let up = policy.sequenceWraps ? "01234567890123456789012" : "0123456789"
        let down = String(up.reversed())
        ascending = Self.windows(of: up, Int(policy.ascendingLength))
        descending = Self.windows(of: down, Int(policy.descendingLength))
    }

    private static func windows(of line: String, _ length: Int) -> [String] {
        let digits = Array(line)
        guard length > 0, length <= digits.count else { return [] }
        return (0...digits.count - length).map { String(digits[$0..<$0 + length]) }
    }

    func rules(_ pin: String, ext: String) -> Set<PINRule> {
        var broken: Set<PINRule> = []
        if pin.count < policy.minLength || pin.count > policy.maxLength { broken.insert(.length) }
        if pin == ext {
            broken.insert(.extension)
        } else if pin == String(ext.reversed()) {
            broken.insert(.extensionReversed)
        }
        for digit in "0123456789" where policy.sameDigitMax > 0 {
            let tooMany = Int(policy.sameDigitMax) + 1
            switch policy.repeatMode {
            case .total: if pin.filter({ $0 == digit }).count >= tooMany { broken.insert(.sameDigit) }
            case .run: if pin.contains(String(repeating: digit, count: tooMany)) { broken.insert(.sameDigit) }
            }
        }
        if ascending.contains(where: pin.contains) { broken.insert(.ascending) }
        if descending.contains(where: pin.contains) { broken.insert(.descending) }
        return broken
    }
}

@Suite("Rules against a model of them")
struct PINRuleModelTests {
    private func compare(_ policy: PINPolicy, _ pins: some Sequence<String>, ext digits: String) -> (Int, admitted: Int)
    {
        let model = Model(policy)
        var differences = 0
        var admitted = 0
        for pin in pins {
            let broken = secret(pin).withPIN { policy.structuralViolations(of: $0, extensionNumber: ext(digits)) }
            if Set(broken.rules) != model.rules(pin, ext: digits) { differences += 1 }
            if broken.isEmpty { admitted += 1 }
        }
        return (differences, admitted)
    }

    private static func padded(_ number: Int, _ length: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(length - digits.count, 0)) + digits
    }

    @Test("all 10,000 PINs of four digits, in both repeat modes", arguments: [PINPolicy.RepeatMode.total, .run])
    func fourDigits(_ mode: PINPolicy.RepeatMode) {
        var policy = PINPolicy()
        policy.repeatMode = mode
        let (differences, admitted) = compare(policy, (0..<10_000).lazy.map { Self.padded($0, 4) }, ext: "1007")
        #expect(differences == 0)
        // As many as domain 6.1 counts, less the extension and its reverse.
        #expect(admitted == (mode == .total ? 9_324 : 9_504) - 2)
    }

    @Test("all PINs of four digits under every limit of the rules")
    func limits() {
        var policy = PINPolicy()
        for wraps in [false, true] {
            for limit in [UInt8(0), 1, 3] {
                for length in [UInt8(0), 2, 4] {
                    policy.sequenceWraps = wraps
                    policy.sameDigitMax = limit
                    policy.ascendingLength = length
                    policy.descendingLength = length == 2 ? 3 : length
                    let pins = (0..<10_000).lazy.filter { $0 % 7 == 0 }.map { Self.padded($0, 4) }
                    #expect(compare(policy, pins, ext: "4884").0 == 0, "\(wraps) \(limit) \(length)")
                }
            }
        }
    }

    @Test("random PINs of two to fourteen digits, seed 11", arguments: [PINPolicy.RepeatMode.total, .run])
    func random(_ mode: PINPolicy.RepeatMode) {
        var random = SeededGenerator(seed: 11)
        var policy = PINPolicy()
        policy.repeatMode = mode
        var pins: [String] = []
        for _ in 0..<5_000 {
            let length = Int.random(in: 2...14, using: &random)
            // Few different digits, so that rules are hit.
            let digits = (0..<length).map { _ in String(Int.random(in: 3...7, using: &random)) }
            pins.append(digits.joined())
        }
        #expect(compare(policy, pins, ext: "34567654").0 == 0)
    }
}
