import Foundation
import Testing

@Suite("Every requirement has its test")
struct CoverageTests {
    @Test("S-01 to S-40 each mark at least one test that runs in process and over a socket")
    func everyRequirement() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        var marked: Set<String> = []
        for file in files where file.pathExtension == "swift" && file.lastPathComponent != "CoverageTests.swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            for attribute in text.components(separatedBy: "@Test(").dropFirst() {
                let head = attribute.prefix { $0 != "{" }
                guard head.contains("arguments: Transport.allCases") else { continue }
                for match in head.matches(of: /\.requirement\("(S-\d\d)"\)/) { marked.insert(String(match.1)) }
            }
        }
        let wanted = (1...40).map { $0 < 10 ? "S-0\($0)" : "S-\($0)" }
        let missing = wanted.filter { !marked.contains($0) }
        #expect(missing.isEmpty, "no test over both transports: \(missing)")
    }
}
