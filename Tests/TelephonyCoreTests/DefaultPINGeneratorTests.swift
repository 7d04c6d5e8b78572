import Testing
import TelephonyCore

@Suite("Default PINs as they are drawn")
struct DefaultPINGeneratorTests {
    /// Draws per case: 100,000 optimised, as Q-01 has it; 20,000 without, to stay within seconds.
    private static var draws: Int {
        #if DEBUG
            20_000
        #else
            100_000
        #endif
    }

    private func draw(
        _ policy: PINPolicy, _ count: Int, ext digits: String = "4711", seed: UInt64
    ) throws -> [[UInt8]] {
        let generator = DefaultPINGenerator(policy)
        var random = SeededGenerator(seed: seed)
        return try (0..<count).map { _ in
            let pin = SecretPIN(try generator.draw(for: ext(digits), random: &random))
            return pin.withPIN { pin in (0..<pin.count).map { pin.digit(at: $0) } }
        }
    }

    @Test(
        "Q-01 none breaks the policy, and every digit is as likely at every place as in plain drawing, seeds 20 and 21",
        arguments: [4, 6, 12])
    func conformAndUniform(_ length: UInt8) throws {
        var policy = PINPolicy()
        policy.defaultPINLength = length
        let pins = try draw(policy, Self.draws, seed: 21)
        var counts = [[Int]](repeating: [Int](repeating: 0, count: 10), count: Int(length))
        var violations = 0
        for pin in pins {
            let kept = PIN(digits: pin)
            if pin.count != Int(length) || !policy.structuralViolations(of: kept, extensionNumber: ext("4711")).isEmpty
            {
                violations += 1
            }
            for (place, digit) in pin.enumerated() { counts[place][Int(digit)] += 1 }
        }
        #expect(violations == 0)
        let plain = plainCounts(policy, seed: 20)
        for place in counts.indices {
            // Two samples of the same size: do they come from the same distribution?
            let chi = zip(counts[place], plain[place]).reduce(0.0) { sum, pair in
                sum + Double((pair.0 - pair.1) * (pair.0 - pair.1)) / Double(pair.0 + pair.1)
            }
            // 99.99 % of chi-square with nine degrees of freedom is 33.7.
            #expect(chi < 33.7, "place \(place) of \(length)")
        }
    }

    /// Digits and places of as many PINs drawn in the plainest way: draw all, throw away what breaks a rule.
    private func plainCounts(_ policy: PINPolicy, seed: UInt64) -> [[Int]] {
        let length = Int(policy.defaultPINLength)
        var counts = [[Int]](repeating: [Int](repeating: 0, count: 10), count: length)
        var random = SeededGenerator(seed: seed)
        var drawn = 0
        while drawn < Self.draws {
            let digits = (0..<length).map { _ in UInt8.random(in: 0...9, using: &random) }
            let pin = PIN(digits: digits)
            guard policy.structuralViolations(of: pin, extensionNumber: ext("4711")).isEmpty else { continue }
            for (place, digit) in digits.enumerated() { counts[place][Int(digit)] += 1 }
            drawn += 1
        }
        return counts
    }

    @Test("Q-01 every admissible PIN of four digits comes, and none more often than chance allows, seed 22")
    func everyPIN() throws {
        var policy = PINPolicy()
        policy.defaultPINLength = 4
        var counts: [Int: Int] = [:]
        let draws = 10 * Self.draws
        for pin in try draw(policy, draws, seed: 22) { counts[pin.reduce(0) { $0 * 10 + Int($1) }, default: 0] += 1 }
        #expect(counts.count == 9_324 - 2, "without the extension and its reverse")
        let mean = Double(draws) / 9_322
        let chi = counts.values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) / mean }
        // Nine thousand degrees of freedom: mean 9,321, deviation 136.5; four deviations.
        #expect(chi < 9_321 + 546)
    }

    @Test("Q-01 the tightest policies that validate still have PINs, seed 23")
    func tight() throws {
        var policy = PINPolicy()
        policy.maxLength = 10
        policy.defaultPINLength = 10
        policy.sameDigitMax = 1
        policy.ascendingLength = 2
        policy.descendingLength = 2
        policy.sequenceWraps = true
        try policy.validate()
        #expect(try draw(policy, 200, seed: 23).allSatisfy { Set($0).count == 10 })
        policy.maxLength = 12
        policy.defaultPINLength = 12
        policy.repeatMode = .run
        try policy.validate()
        let pins = try draw(policy, 200, seed: 23)
        #expect(
            pins.allSatisfy { pin in zip(pin, pin.dropFirst()).allSatisfy { ![0, 1, 9].contains(($0 + 10 - $1) % 10) } }
        )
    }

    @Test("Q-01 the extension only excludes itself, forwards and backwards, seeds 24 to 26")
    func extensions() throws {
        var policy = PINPolicy()
        policy.defaultPINLength = 4
        let pins = try draw(policy, 2_000, ext: "4718", seed: 24)
        #expect(!pins.contains([4, 7, 1, 8]) && !pins.contains([8, 1, 7, 4]))
        #expect(try draw(policy, 20, ext: "0993", seed: 24) == Array(pins.prefix(20)), "the same draws")
        #expect(try draw(policy, 10, seed: 25) != draw(policy, 10, seed: 26))
    }

    @Test("a policy that admits nothing gives no PIN instead of a loop")
    func nothing() {
        var policy = PINPolicy()
        policy.sameDigitMax = 1
        policy.defaultPINLength = 12
        #expect(throws: Refusal.self) { try draw(policy, 1, seed: 27) }
        policy.sameDigitMax = 2
        policy.ascendingLength = 1
        #expect(throws: Refusal.self) { try draw(policy, 1, seed: 28) }
    }
}
