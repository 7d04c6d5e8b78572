import TelephonyCore
import TelephonyService
import Testing

@Suite("Token file")
struct TokenFileTests {
    private let digest = String(repeating: "0f", count: 32)

    @Test("comments, blank lines, tabs and CRLF are taken as they come", arguments: ["\n", "\r\n"])
    func lineEnds(_ end: String) throws {
        let lines = ["# digest role scope name", "", "\(digest) operator-admin\toperator:bluebird front-desk", ""]
        let grants = try TokenGrant.parse(lines.joined(separator: end))
        #expect(grants.map(\.actor.name) == ["front-desk"])
        #expect(grants.first?.actor.role == .operatorAdmin)
        #expect(grants.first?.line == "\(digest) operator-admin operator:bluebird front-desk")
    }

    @Test("a wrong line is named by its number, and what stands there is not repeated")
    func wrongLines() {
        let wrong = [
            "\(digest) pbx platform", "\(digest.dropLast()) pbx platform a", "\(digest) boss platform a",
            "\(digest) pbx planet:mars a", "\(digest) pbx platform \(String(repeating: "n", count: 65))",
        ]
        for line in wrong {
            let error = #expect(throws: GrantFileError.self) { try TokenGrant.parse("# first\n" + line) }
            #expect(error?.line == 2)
            #expect(error?.description.contains("0f0f") == false)
        }
        #expect(throws: GrantFileError.self) { try TokenGrant.parse("# nobody\n") }
    }
}
