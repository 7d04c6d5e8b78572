/// Draws Default PINs, uniformly from all that the policy admits at its length.
///
/// Drawing digits and throwing away what breaks a rule would be uniform, but slow where the same digit is counted
/// anywhere: of twelve digits 16 % pass, of ten different ones 0.04 %. So the multiset of digits is drawn first, with
/// the weight of its arrangements, and then shuffled: uniform over everything that keeps that rule. What is left to
/// throw away, sequences and extensions, is at most 98 % with any policy that validates, and 22 % as shipped.
package struct DefaultPINGenerator: Sendable {
    private let policy: PINPolicy
    private let length: Int
    /// `ways[d][r]`: arrangements of r digits chosen among d different ones, each at most `most` times. At most 10^12.
    private let ways: [[UInt64]]
    private let most: Int

    /// Tries before it gives up. With one in fifty passing, the odds to get there are below 10^-80.
    private static let triesMax = 10_000

    /// A generator for a policy that validates.
    package init(_ policy: PINPolicy) {
        self.policy = policy
        length = Int(policy.defaultPINLength)
        let isCounted = policy.sameDigitMax > 0 && policy.repeatMode == .total
        most = isCounted ? min(Int(policy.sameDigitMax), length) : length
        var ways = [[UInt64]](repeating: [UInt64](repeating: 0, count: length + 1), count: 11)
        ways[0][0] = 1
        for digits in 1...10 {
            for places in 0...length {
                for count in 0...min(most, places) {
                    ways[digits][places] += Self.choose(places, count) * ways[digits - 1][places - count]
                }
            }
        }
        self.ways = ways
    }

    /// A new Default PIN for a number with this extension.
    ///
    /// - Throws: `Refusal.invalid` when the policy admits none; a policy that validates admits some.
    package func draw(
        for extensionNumber: ExtensionNumber, random: inout some RandomNumberGenerator
    ) throws(Refusal) -> PIN {
        guard ways[10][length] > 0 else { throw Self.noneAdmitted }
        for _ in 0..<Self.triesMax {
            let pin = candidate(random: &random)
            if policy.structuralViolations(of: pin, extensionNumber: extensionNumber).isEmpty { return pin }
        }
        throw Self.noneAdmitted
    }

    private static let noneAdmitted = Refusal.invalid(field: "policy", problem: "admits no Default PIN")

    private func candidate(random: inout some RandomNumberGenerator) -> PIN {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: length) { digits in
            defer { for index in digits.indices { digits[index] = 0 } }
            digits.initialize(repeating: 0)
            drawDigits(into: digits, random: &random)
            // Fisher-Yates.
            for index in stride(from: length - 1, to: 0, by: -1) {
                digits.swapAt(index, Int(random.next(upperBound: UInt64(index + 1))))
            }
            return PIN(digits: digits)
        }
    }

    /// Draws how often each digit occurs, as often as there are arrangements of it.
    private func drawDigits(
        into digits: UnsafeMutableBufferPointer<UInt8>, random: inout some RandomNumberGenerator
    ) {
        var places = length
        for digit in (0..<10).reversed() {
            var ticket = random.next(upperBound: ways[digit + 1][places])
            for count in 0...min(most, places) {
                let weight = Self.choose(places, count) * ways[digit][places - count]
                if ticket < weight {
                    for place in places - count..<places { digits[place] = UInt8(digit) }
                    places -= count
                    break
                }
                ticket -= weight
            }
        }
    }

    /// Binomial coefficient; n is at most 12.
    private static func choose(_ n: Int, _ k: Int) -> UInt64 {
        var result: UInt64 = 1
        for factor in 0..<k { result = result * UInt64(n - factor) / UInt64(factor + 1) }
        return result
    }
}
