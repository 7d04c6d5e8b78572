internal import Foundation
internal import Trunk

/// How a call went, one line of JSON.
struct Outcome: Encodable {
    var id: String
    /// The number of the status.
    var code = 0
    var text = ""
    var notExecuted = false
    var attempts = 0
    /// Messages that came before it ended, by their bytes.
    var messages: [Int] = []

    init(id: String, text: String = "") {
        self.id = id
        self.text = text
    }

    mutating func take(_ error: any Error) {
        guard let error = error as? RPCError else {
            self.code = -1
            self.text = "\(error)"
            return
        }
        self.code = Int(error.code.rawValue)
        self.text = error.text
        self.notExecuted = error.notExecuted
        self.attempts = error.attempts
    }

    func report() {
        guard let line = try? JSONEncoder().encode(self) else { return }
        FileHandle.standardOutput.write(line + Data("\n".utf8))
    }
}
