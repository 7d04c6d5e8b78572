import Foundation
import Testing

@Suite("Style as a test")
struct StyleTests {
    private let sources = SourceTree.swiftFiles(in: "Sources").filter { !$0.isGenerated }

    @Test("a file has at most 400 lines, a function at most 70")
    func sizes() {
        for file in sources {
            #expect(file.lines.count <= 400, "\(file.path): \(file.lines.count) lines")
            for function in Self.functions(of: file) {
                #expect(function.length <= 70, "\(file.path):\(function.line): \(function.length) lines")
            }
        }
    }

    @Test("nothing that input can reach traps: no forced try, cast or unwrap of ours, no fatal error")
    func nothingTraps() {
        let banned = ["try! ", "as! ", "fatalError(", "preconditionFailure(", "unsafeDowncast(", "assertionFailure("]
        for file in sources {
            for (index, line) in file.lines.enumerated()
            where !line.trimmingCharacters(in: .whitespaces).hasPrefix("//") {
                for word in banned where line.contains(word) {
                    Issue.record("\(file.path):\(index + 1): \(word)")
                }
            }
        }
    }

    @Test("nothing is left for later, and no registry or path of a machine is named")
    func nothingLeftOver() {
        let banned = ["TO" + "DO", "FIX" + "ME", "XX" + "X:", "/ho" + "me/", "/ro" + "ot/", "deb.deb" + "ian"]
        let texts = SourceTree.files(in: ".") {
            $0.hasSuffix(".swift") || $0.hasSuffix(".md") || $0.hasSuffix(".py") || $0.hasPrefix("scripts/")
                || $0.hasSuffix(".proto") || $0.hasSuffix(".h") || $0.hasSuffix(".c")
        }
        for file in texts where !file.path.contains("/.git/") && !file.path.contains("/.work/") {
            for (index, line) in file.lines.enumerated() {
                for word in banned where line.contains(word) {
                    Issue.record("\(file.path):\(index + 1): \(word)")
                }
            }
        }
    }

    @Test("folders are named by meaning")
    func folders() {
        let banned: Set<String> = ["Utils", "Util", "Helpers", "Helper", "Common", "Misc", "Extensions"]
        for file in SourceTree.swiftFiles(in: "Sources") + SourceTree.swiftFiles(in: "Tests") {
            let folders = Set(file.path.split(separator: "/").dropLast().map(String.init))
            #expect(folders.isDisjoint(with: banned), "\(file.path)")
        }
    }

    private static func functions(of file: SourceFile) -> [(line: Int, length: Int)] {
        var found: [(Int, Int)] = []
        for (index, line) in file.lines.enumerated() {
            guard line.contains(" func ") || line.contains(" init(") || line.contains(" init?("), line.hasSuffix("{")
            else { continue }
            let indent = line.prefix { $0 == " " }.count
            let closing = String(repeating: " ", count: indent) + "}"
            guard let end = file.lines[(index + 1)...].firstIndex(where: { $0 == closing }) else { continue }
            found.append((index + 1, end - index + 1))
        }
        return found
    }
}
