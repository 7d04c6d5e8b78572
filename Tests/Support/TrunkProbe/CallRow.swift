internal import Trunk

/// What became of one call, as its caller saw it.
struct CallRow: Encodable, Sendable {
    /// Which call.
    let label: String
    /// When it began, on the clock all processes share.
    let beginNanoseconds: Int64
    /// Time it was given.
    let timeoutNanoseconds: Int64
    /// Time after which its caller went on.
    let elapsedNanoseconds: Int64
    /// Status; OK for success.
    let code: String
    /// Why it failed.
    let text: String
    /// The error said that it had no effect.
    let notExecuted: Bool
    /// Made on this side.
    let isLocal: Bool
    /// Attempts that the error counts; 1 for success.
    let attempts: Int

    /// Makes a call and notes what became of it; the second value is the answer.
    static func measure<Answer>(
        _ label: String, timeout: Duration, _ call: () async throws(RPCError) -> Answer
    ) async -> (CallRow, Answer?) {
        let begin = MonotonicClock.nanoseconds
        let answer: Result<Answer, RPCError>
        do throws(RPCError) { answer = .success(try await call()) } catch { answer = .failure(error) }
        let elapsed = MonotonicClock.nanoseconds - begin
        let timeout = Int64(timeout / .nanoseconds(1))
        switch answer {
        case .success(let value):
            let row = CallRow(
                label: label, beginNanoseconds: begin, timeoutNanoseconds: timeout, elapsedNanoseconds: elapsed,
                code: "OK", text: "", notExecuted: false, isLocal: false, attempts: 1)
            return (row, value)
        case .failure(let error):
            let row = CallRow(
                label: label, beginNanoseconds: begin, timeoutNanoseconds: timeout, elapsedNanoseconds: elapsed,
                code: "\(error.code)", text: error.text, notExecuted: error.notExecuted, isLocal: error.isLocal,
                attempts: error.attempts)
            return (row, nil)
        }
    }
}
