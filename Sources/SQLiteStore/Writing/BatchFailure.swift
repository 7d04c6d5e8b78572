/// How a batch failed, and whether before or in its commit.
struct BatchFailure: Error {
    /// What SQLite said.
    let failure: SQLiteFailure
    /// Whether the commit had begun: only then can the outcome be unknown.
    let isCommit: Bool
    /// Whether the transaction could not be ended.
    let isStuck: Bool

    /// What it means for the process. A full disk is no exception in a commit: the record that makes a commit is
    /// written last and in one piece, so a write that found no room has not written it; and what does not sync is not
    /// reported as full but as an I/O error.
    var meaning: SQLiteFailure.Meaning {
        if isStuck { return .fatal }
        switch failure.meaning {
        case .full: return .full
        case .busy, .constraint: return isCommit ? .fatal : failure.meaning
        case .interrupted, .fatal: return .fatal
        }
    }
}
