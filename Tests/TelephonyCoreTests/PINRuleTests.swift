import Testing
import TelephonyCore

@Suite("Rules for a new PIN")
struct PINRuleTests {
    private func broken(
        _ text: String, ext digits: String = "4711", _ edit: (inout PINPolicy) -> Void = { _ in }
    ) -> [PINRule] {
        var policy = PINPolicy()
        edit(&policy)
        return secret(text).withPIN {
            policy.structuralViolations(of: $0, extensionNumber: ext(digits)).rules
        }
    }

    @Test("S-22 the extension is refused")
    func extensionRule() {
        #expect(broken("4718", ext: "4718") == [.extension])
        #expect(broken("04718", ext: "4718").isEmpty, "leading zeros count (R-3)")
        #expect(broken("4718", ext: "04718").isEmpty, "leading zeros count (R-3)")
        #expect(broken("4718", ext: "4718") { $0.forbidExtension = false }.isEmpty)
    }

    @Test("S-23 the extension reversed is refused")
    func extensionReversed() {
        #expect(broken("8174", ext: "4718") == [.extensionReversed])
        #expect(broken("8174", ext: "4718") { $0.forbidReversedExtension = false }.isEmpty)
    }

    @Test("R-3 an extension that is a palindrome hits once, under the first rule that is on")
    func palindrome() {
        #expect(broken("4884", ext: "4884") == [.extension])
        #expect(broken("4884", ext: "4884") { $0.forbidExtension = false } == [.extensionReversed])
    }

    @Test("S-24 the same digit three times anywhere is refused", arguments: ["1711", "111222", "121212", "9099991"])
    func sameDigit(_ pin: String) {
        #expect(broken(pin) == [.sameDigit])
    }

    @Test("S-24 the same digit twice is fine, next to each other or not", arguments: ["1122", "1717", "2580"])
    func sameDigitTwice(_ pin: String) {
        #expect(broken(pin).isEmpty)
    }

    @Test("R-1 with RUN only neighbours count")
    func runMode() {
        #expect(broken("121212") { $0.repeatMode = .run }.isEmpty)
        #expect(broken("171117") { $0.repeatMode = .run } == [.sameDigit])
        #expect(broken("9099991") { $0.repeatMode = .run } == [.sameDigit])
        #expect(broken("7777") { $0.sameDigitMax = 0 }.isEmpty, "0 switches the rule off")
        #expect(broken("7778") { $0.sameDigitMax = 3 }.isEmpty)
    }

    @Test("S-25 three ascending digits are refused, anywhere", arguments: ["0128", "7890", "8456", "1551234"])
    func ascending(_ pin: String) {
        #expect(broken(pin) == [.ascending])
    }

    @Test("S-26 three descending digits are refused, anywhere", arguments: ["2108", "9871", "8654", "5432"])
    func descending(_ pin: String) {
        #expect(broken(pin) == [.descending])
    }

    @Test(
        "R-2 steps of two, pauses and the way over the end are no sequence",
        arguments: ["1590", "2468", "8905", "1098"])
    func noSequence(_ pin: String) {
        #expect(broken(pin).isEmpty)
    }

    @Test("R-2 with wrap sequences go on from 9 to 0 and back")
    func wrap() {
        #expect(broken("8905") { $0.sequenceWraps = true } == [.ascending])
        #expect(broken("1094") { $0.sequenceWraps = true } == [.descending])
        #expect(broken("4901") { $0.sequenceWraps = true } == [.ascending])
    }

    @Test("S-30 four to twelve digits, both ends included")
    func length() {
        #expect(broken("170") == [.length])
        #expect(broken("1705").isEmpty)
        #expect(broken("170588394260").isEmpty)
        #expect(broken("1705883942605") == [.length])
        #expect(broken("17") { $0.sameDigitMax = 0 } == [.length])
    }

    @Test("R-4 anything but ASCII digits is a matter of format, and of nothing else")
    func format() {
        let malformed = ["", "*123", "12#4", "12 34", "12a4", "１２３４", "٤٧١١", "-123", "1234\0", "111x"]
        for text in malformed {
            #expect(broken(text) == [.format], "\(text.utf8.count) bytes")
        }
        #expect(broken(String(repeating: "7", count: 65)) == [.format], "longer than a secret can be")
    }

    @Test("S-30 every broken rule is told at once, length included")
    func allAtOnce() {
        #expect(broken("111") == [.length, .sameDigit])
        #expect(broken("123", ext: "123") == [.length, .extension, .ascending])
        #expect(broken("321", ext: "123") == [.length, .extensionReversed, .descending])
        #expect(broken("1112345432") == [.sameDigit, .ascending, .descending])
        #expect(broken("4444444444444444", ext: "44") == [.length, .sameDigit])
    }

    @Test("codes of rules are those of the wire")
    func codes() {
        #expect(PINRule.allCases.map(\.rawValue) == Array(1...10))
        let all = PINRule.allCases
        var set = PINViolations()
        for rule in all { set.insert(rule) }
        #expect(set.rules == all)
        #expect(PINViolations(bits: .max).rules == all)
        #expect(PINViolations(bits: .max).bits == set.bits, "bits of no rule are dropped")
        #expect(PINViolations(.last).rules == [.last])
    }

    @Test("sentences speak of the policy, one per rule, and end with a full stop")
    func sentences() {
        var policy = PINPolicy()
        policy.sameDigitMax = 4
        let sentences = PINRule.allCases.map { $0.sentence(under: policy) }
        #expect(Set(sentences).count == sentences.count)
        #expect(sentences.allSatisfy { $0.hasSuffix(".") })
        #expect(PINRule.sameDigit.sentence(under: policy).contains("5 times"))
        #expect(PINRule.length.sentence(under: policy) == "A PIN has 4 to 12 digits.")
    }
}
