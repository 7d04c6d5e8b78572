/// Where the machines are known to differ from the document: what a failure's text holds, and what is to be done.
enum OpenDefects {
    private static let known: [(words: [String], defect: String)] = [
        (["the pool nearly full: MESSAGE flags 4", "afterwards"], "C2 charged before the pool is asked"),
        (["the pool full and little credit: MESSAGE flags 4", "afterwards"], "C2 charged before the pool is asked"),
        (["in fragments: MESSAGE flags 0", "1 bytes", "afterwards"], "C3 a short last fragment counts as sent"),
        (["waiting, unary: MESSAGE flags 0", "1 bytes", "afterwards"], "C3 a short last fragment counts as sent"),
        (
            ["waiting, server streaming: MESSAGE flags 0", "1 bytes", "afterwards"],
            "C3 a short last fragment counts as sent"
        ),
        (["not accepted for want of room", "afterwards"], "C4 nothing allowed for a stream without room"),
    ]

    static func defect(_ failure: String) -> String? {
        Self.known.first { entry in entry.words.allSatisfy { failure.contains($0) } }?.defect
    }
}
