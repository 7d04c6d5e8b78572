import Testing

@testable import TrunkWire

@Suite("Conformance: sequences generated from the protocol document's tables (RT-F6)") struct ConformanceTests {
    @Test("the document's tables are found and read")
    func document() {
        #expect(ProtocolDocument.rules.count > 90)
        #expect(ProtocolDocument.mentioned.subtracting(ProtocolDocument.rules).isEmpty)
        #expect(DocumentFrames.kinds.count == 11)
        #expect(DocumentFrames.definedFlags == 0x7F)
        #expect(DocumentFrames.reasons.count == 9)
        #expect(ProtocolDocument.rules(in: "TRK-307 to TRK-310, TRK-314, TRK-803") == [307, 308, 309, 310, 314, 803])
        #expect(ProtocolDocument.rules(in: "TRK-805, then TRK-806, 303, 304") == [805, 806, 303, 304])
    }

    @Test("section 2: every header, both directions")
    func headers() {
        let report = HeaderConformance.report
        #expect(report.failures.isEmpty, "\(report.failures.joined(separator: "\n"))")
    }

    @Test("section 5: every frame in every state of a call at the server")
    func server() {
        let report = ServerConformance.report
        #expect(report.failures.isEmpty, "\(report.failures.joined(separator: "\n"))")
    }

    @Test("section 5: every frame in every state of a call at the client")
    func client() {
        let report = ClientConformance.report
        #expect(report.failures.isEmpty, "\(report.failures.joined(separator: "\n"))")
    }

    @Test("section 4: a REQUEST that breaks several rules ends by the first of the table (TRK-326)")
    func requests() {
        let report = RequestConformance.report
        #expect(report.failures.isEmpty, "\(report.failures.joined(separator: "\n"))")
    }

    @Test("section 3: every setting at its borders, both directions")
    func hello() {
        let report = HelloConformance.report
        #expect(report.failures.isEmpty, "\(report.failures.joined(separator: "\n"))")
    }

    @Test("section 5: every frame of the table for the connection, both directions")
    func connection() {
        let report = ConnectionConformance.report
        #expect(report.failures.isEmpty, "\(report.failures.joined(separator: "\n"))")
    }

    @Test("what is not in a table of frames: opening, credit, turns, status, keepalive, drain, limits")
    func directed() {
        let report = DirectedSequence.report
        #expect(report.failures.isEmpty, "\(report.failures.joined(separator: "\n"))")
    }
}
