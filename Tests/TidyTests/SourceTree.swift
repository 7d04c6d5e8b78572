import Foundation

/// The checkout as text: what the style and structure tests look at.
struct SourceFile: Sendable {
    /// Path below the root, for example `Sources/Trunk/Router.swift`.
    let path: String
    /// Its lines.
    let lines: [String]

    /// The folder below `Sources` or `Tests`: the module, for files in `Sources`.
    var module: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
    /// Whether a tool wrote it.
    var isGenerated: Bool { path.contains("/Generated/") }

    /// The modules it imports.
    var imports: Set<String> {
        var modules: Set<String> = []
        for line in lines {
            let words = line.split(separator: " ")
            guard let keyword = words.firstIndex(of: "import"), keyword <= 2, !line.hasPrefix("//") else { continue }
            if words[..<keyword].contains(where: {
                !["public", "package", "internal", "private", "@testable"].contains($0)
            }) {
                continue
            }
            let names = words[(keyword + 1)...].drop { ["struct", "class", "enum", "func", "protocol"].contains($0) }
            if let name = names.first { modules.insert(String(name.split(separator: ".")[0])) }
        }
        return modules
    }
}

/// All files below the package's root that a person may have written.
enum SourceTree {
    /// The package's root.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Swift files below a folder of the root, generated ones included.
    static func swiftFiles(in folder: String) -> [SourceFile] { files(in: folder) { $0.hasSuffix(".swift") } }

    /// Files below a folder of the root whose path passes `filter`.
    static func files(in folder: String, where filter: (String) -> Bool) -> [SourceFile] {
        let base = root.appendingPathComponent(folder)
        guard let walker = FileManager.default.enumerator(atPath: base.path) else { return [] }
        var found: [SourceFile] = []
        for case let name as String in walker where filter(name) && !name.contains(".build") {
            let url = base.appendingPathComponent(name)
            guard let text = try? String(contentsOf: url, encoding: .utf8) else { continue }
            found.append(SourceFile(path: "\(folder)/\(name)", lines: text.components(separatedBy: "\n")))
        }
        return found.sorted { $0.path < $1.path }
    }
}
