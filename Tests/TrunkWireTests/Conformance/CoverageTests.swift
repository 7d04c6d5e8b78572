import Foundation
import Testing

@testable import TrunkWire

@Suite("Conformance: nothing of the protocol document is left out (RT-F6)") struct CoverageTests {
    /// Rules that one peer's bytes cannot reach in a state machine, and the test elsewhere that shows them.
    private static let elsewhere: [Int: (file: String, name: String)] = [
        324: ("TrunkServerTests/CallTests.swift", "an unknown method is UNIMPLEMENTED, and had no effect"),
        330: ("TrunkServerTests/CallTests.swift", "and a bad one never falls back"),
        331: ("TrunkServerTests/CallTests.swift", "without identity every method is UNAUTHENTICATED"),
        501: ("Peer/conformance_client.py", "TRK-501"),
        505: ("Peer/conformance_client.py", "TRK-505"),
        506: ("TrunkTests/InProcessStreamTests.swift", "a stream on which nothing moves ends with reason IDLE"),
        808: ("TrunkServerTests/UnreadOutputTests.swift", "(TRK-808)"),
        811: (
            "TrunkServerTests/RoomTests.swift",
            "when too much is being unpacked in the process, a long request is not executed; short ones go on"
        ),
        901: ("TrunkTests/DecodingRefusalTests.swift", "(TRK-901)"),
        903: ("TrunkServerTests/CompressionTests.swift", "(TRK-903, TRK-904)"),
    ]

    private static let all: ConformanceReport = [
        HeaderConformance.report, HelloConformance.report, RequestConformance.report, ServerConformance.report,
        ClientConformance.report, ConnectionConformance.report, DirectedSequence.report,
    ].reduce(into: ConformanceReport()) { $0.add($1) }

    @Test("every rule of the document is hit by a sequence, or by a named test elsewhere")
    func rules() {
        let missing = ProtocolDocument.rules.subtracting(Self.all.rules).subtracting(Self.elsewhere.keys)
        #expect(missing.isEmpty, "no sequence for \(missing.sorted())")
        let needless = Set(Self.elsewhere.keys).intersection(Self.all.rules)
        #expect(needless.isEmpty, "played after all: \(needless.sorted())")
        print("figure: conformance sequences=\(Self.all.sequences) rules=\(Self.all.rules.count)")
    }

    @Test("the tests elsewhere are there")
    func others() throws {
        let tests = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        for (rule, place) in Self.elsewhere {
            let text = try String(contentsOfFile: "\(tests)/\(place.file)", encoding: .utf8)
            #expect(text.contains(place.name), "TRK-\(rule): \(place.file) has no test \(place.name)")
        }
    }

    @Test("every rule that the machines can name is one of the document's, and every text begins with its id")
    func names() {
        for rule in Rule.allCases {
            #expect(ProtocolDocument.rules.contains(Int(rule.rawValue)), "TRK-\(rule.rawValue)")
            #expect(rule.text.hasPrefix("TRK-\(rule.rawValue) ") && rule.text.count > 12)
        }
    }

    @Test(
        "every cell of the state tables is covered, with every rule it names",
        arguments: [
            ProtocolDocument.table("frame", "offered, waiting"), ProtocolDocument.table("frame", "waiting, unary"),
        ])
    func cells(table: DocumentTable) {
        #expect(table.rows.count >= 5)
        for row in table.rows where row[0] != "REQUEST" {
            let frame = row[0].replacingOccurrences(of: " (always 1 point)", with: "")
            var named: Set<Int> = []
            for (column, cell) in zip(table.header, row).dropFirst() {
                let isRepeated = cell.contains("as before") || cell == "the same"
                named = ProtocolDocument.rules(in: cell).union(isRepeated ? named : [])
                guard let hit = Self.all.cells["\(frame) | \(column)"] else {
                    Issue.record("no sequence for \(frame) | \(column)")
                    continue
                }
                // END on a stream's MESSAGE breaks TRK-317 whatever else is set.
                let hidden: Set<Int> = frame == "MESSAGE" && column == "waiting, stream" ? [307] : []
                let missing = named.subtracting(hit).subtracting(hidden)
                #expect(missing.isEmpty, "\(frame) | \(column): no sequence for \(missing.sorted())")
                // Fragments, headers and floods have their rules wherever they come.
                let general = Set(301...310).union([314, 316, 322, 403, 406, 606, 803, 804, 805, 806, 809, 902])
                let unnamed = hit.subtracting(named).subtracting(general)
                #expect(unnamed.isEmpty, "\(frame) | \(column): the document does not name \(unnamed.sorted())")
            }
        }
    }

    @Test("every step of the order of checks that a machine takes is covered (TRK-326)")
    func steps() {
        let hit = Set(Self.all.cells.keys.filter { $0.hasPrefix("order | ") }.compactMap { Int($0.dropFirst(8)) })
        let owners: Set<Int> = [324, 330, 331, 504, 707, 706, 904, 313, 407, 901]
        let named = Set(RequestConformance.steps.keys)
        #expect(named.subtracting(hit).subtracting(owners).isEmpty, "\(named.subtracting(hit).subtracting(owners))")
    }
}
