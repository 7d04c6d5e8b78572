import Synchronization
import TelephonyMessages

@testable import TelephonyCommandLine

/// A console that remembers everything, with answers given in advance.
final class RecordingConsole: Console {
    private struct State {
        var output = ""
        var notes: [String] = []
        var secretsGiven: [[UInt8]] = []
        var questions: [String] = []
        var answersYes = false
    }

    let outputWidth: Int?
    let canAsk: Bool
    let showsProgress = false
    private let variables: [String: String]
    private let state: Mutex<State>

    init(
        secrets: [String] = [], canAsk: Bool = false, answersYes: Bool = false, width: Int? = nil,
        variables: [String: String] = [:]
    ) {
        outputWidth = width
        self.canAsk = canAsk
        self.variables = variables
        state = Mutex(State(secretsGiven: secrets.map { Array($0.utf8) }, answersYes: answersYes))
    }

    /// Everything written to standard output.
    var output: String { state.withLock { $0.output } }
    /// Lines of standard error.
    var notes: [String] { state.withLock { $0.notes } }
    /// What was asked of a person.
    var questions: [String] { state.withLock { $0.questions } }

    func environment(_ name: String) -> String? { variables[name] }

    func write(_ pieces: [OutputPiece]) {
        for piece in pieces {
            let text =
                switch piece {
                case .text(let text): text
                case .secret(let secret): secret.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
                }
            state.withLock { $0.output += text }
        }
    }

    func note(_ line: String) { state.withLock { $0.notes.append(line) } }

    func progress(_ line: String) {}

    func askSecret(_ question: String) throws(Problem) -> Secret { try next(question) }

    func readSecret(_ question: String) throws(Problem) -> Secret { try next(question) }

    func askYes(_ question: String) -> Bool {
        state.withLock { state in
            state.questions.append(question)
            return state.answersYes
        }
    }

    private func next(_ question: String) throws(Problem) -> Secret {
        let bytes = state.withLock { state in
            state.questions.append(question)
            return state.secretsGiven.isEmpty ? nil : state.secretsGiven.removeFirst()
        }
        guard let bytes, let secret = Secret(bytes) else { throw Problem(.badData, "SECRET_MISSING", question) }
        return secret
    }
}
