import Testing

@testable import Trunk

@Suite("Names of metadata")
struct MetadataPairTests {
    @Test(
        "lower-case letters, digits, and three signs",
        arguments: [("a-z_0.9", true), ("", false), ("A", false), ("a b", false), ("ä", false), ("a\n", false)])
    func names(name: String, isValid: Bool) {
        #expect(MetadataPair(name, []).isNameValid == isValid)
    }

    @Test("255 bytes and not one more")
    func length() {
        #expect(MetadataPair(String(repeating: "a", count: 255), []).isNameValid)
        #expect(!MetadataPair(String(repeating: "a", count: 256), []).isNameValid)
    }
}
