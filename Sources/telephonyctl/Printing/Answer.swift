internal import TelephonyCommandLine

/// What one command answers.
struct Answer {
    /// Name and value, for people and CSV; names in capitals.
    var details: [(String, String)]
    /// The same for programs.
    var json: JSONValue
}
