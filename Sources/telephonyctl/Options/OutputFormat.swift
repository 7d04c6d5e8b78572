internal import ArgumentParser

/// How answers are written.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
    /// Aligned columns for people.
    case table
    /// One JSON document.
    case json
    /// One JSON document a line.
    case ndjson
    /// RFC 4180 with a header.
    case csv
}
