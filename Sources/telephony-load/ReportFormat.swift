internal import ArgumentParser

/// How a report is written.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
    /// For people.
    case table
    /// One JSON document.
    case json
}
