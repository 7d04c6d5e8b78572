import Testing

@testable import TrunkWire

#if canImport(Glibc)
    import Glibc
#endif

@Suite("Rules and their document") struct RuleTests {
    /// The file's text, read without Foundation.
    private static func text(_ path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk.prefix(count) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static var document: String? {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        return self.text(parts.joined(separator: "/") + "/protos/PROTOCOL.md")
    }

    @Test("every rule a peer can break is in the document, and says something (TRK-605)")
    func documented() throws {
        let document = try #require(Self.document)
        for rule in Rule.allCases {
            #expect(document.contains("**TRK-\(rule.rawValue)**"), "\(rule)")
            #expect(rule.text.hasPrefix("TRK-\(rule.rawValue) "))
            #expect(rule.sentence.utf8.count > 5)
            #expect(rule.text.utf8.count <= WireLimits.resetTextBytesMax)
        }
        #expect(Set(Rule.allCases.map(\.sentence)).count == Rule.allCases.count)
    }

    @Test("no rule id of the document stands for two rules")
    func unique() throws {
        let document = try #require(Self.document)
        let defined = document.split(separator: "**TRK-").dropFirst().map { $0.prefix(3) }
        #expect(defined.count > 70)
        #expect(Set(defined).count == defined.count)
    }

    @Test("the text of a rule in the document's example is the one that is sent")
    func example() throws {
        #expect(try #require(Self.document).contains("`\(Rule.secondMessage.text)`"))
    }
}
