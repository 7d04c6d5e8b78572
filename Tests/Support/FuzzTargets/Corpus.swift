internal import Foundation

/// The inputs that are kept: `NAME.pack` holds the many that reach everything reached so far, the folder `NAME` those
/// that once broke a promise, one file each, named after what was wrong.
///
/// A pack is a row of inputs, each behind its length in two bytes, big-endian; shortest first.
package struct Corpus {
    /// One input and where it comes from.
    package struct Entry: Sendable {
        /// The file's name, or the place in the pack.
        package let name: String
        /// The input.
        package let bytes: [UInt8]
    }

    private let folder: URL

    /// The corpus in this folder.
    package init(folder: String) {
        self.folder = URL(fileURLWithPath: folder)
    }

    /// Inputs that once broke a promise, by name.
    package func broken(_ target: FuzzTarget) throws -> [Entry] {
        let files = self.folder.appendingPathComponent(target.rawValue)
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: files.path) else { return [] }
        return try names.sorted().map { name in
            Entry(name: name, bytes: [UInt8](try Data(contentsOf: files.appendingPathComponent(name))))
        }
    }

    /// Inputs of the pack.
    package func packed(_ target: FuzzTarget) throws -> [Entry] {
        let bytes = [UInt8](try Data(contentsOf: self.folder.appendingPathComponent("\(target.rawValue).pack")))
        var entries: [Entry] = []
        var rest = bytes[...]
        while let high = rest.popFirst(), let low = rest.popFirst() {
            let length = Int(high) << 8 | Int(low)
            entries.append(Entry(name: "packed \(entries.count)", bytes: Array(rest.prefix(length))))
            rest = rest.dropFirst(length)
        }
        return entries
    }

    /// Inputs the target begins with.
    package static func born(_ target: FuzzTarget) -> [Entry] {
        target.seeds.enumerated().map { Entry(name: "born \($0.offset)", bytes: $0.element) }
    }

    /// Writes every input, and those the target begins with, as a file of its own into `output`.
    package func unpack(_ target: FuzzTarget, into output: String) throws {
        let packed = (try? self.packed(target)) ?? []
        for (index, entry) in (try Self.born(target) + packed + self.broken(target)).enumerated() {
            try Data(entry.bytes).write(to: URL(fileURLWithPath: output).appendingPathComponent("kept-\(index)"))
        }
    }

    /// Packs the files of `input`, shortest first, until so many bytes are full.
    package func pack(_ target: FuzzTarget, from input: String, bytesMax: Int) throws {
        let folder = URL(fileURLWithPath: input)
        let names = try FileManager.default.contentsOfDirectory(atPath: input).sorted()
        let inputs = try names.map { try Data(contentsOf: folder.appendingPathComponent($0)) }
        var packed = Data()
        for input in inputs.sorted(by: { $0.count < $1.count }) {
            guard let length = UInt16(exactly: input.count), packed.count + 2 + input.count <= bytesMax else { break }
            packed.append(contentsOf: [UInt8(length >> 8), UInt8(length & 0xFF)])
            packed.append(input)
        }
        try packed.write(to: self.folder.appendingPathComponent("\(target.rawValue).pack"))
    }
}
