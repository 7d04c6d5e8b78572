internal import TelephonyCommandLine

/// Prints answers in the format asked for.
struct Printer: Sendable {
    /// The format.
    let format: OutputFormat
    /// Where to.
    let console: any Console
    /// Whether headers stand out.
    let isColoured: Bool

    /// Prints one answer.
    func show(_ answer: Answer) {
        switch format {
        case .table:
            let width = answer.details.map { TerminalText.width($0.0) }.max() ?? 0
            for (name, value) in answer.details {
                let padding = String(repeating: " ", count: width - TerminalText.width(name) + 2)
                console.print(emphasised(name) + padding + (value.isEmpty ? "-" : TerminalText.printable(value)))
            }
        case .csv:
            console.print(CSVLine.text(answer.details.map { $0.0.lowercased() }))
            console.print(CSVLine.text(answer.details.map(\.1)))
        case .json, .ndjson: show(answer.json)
        }
    }

    /// Prints the sentence for people, or the answer for programs.
    func show(_ sentence: String, or answer: Answer) {
        if format == .table { console.print(TerminalText.printable(sentence)) } else { show(answer) }
    }

    /// Prints one JSON document.
    func show(_ json: JSONValue) {
        console.write(JSONWriter.pieces(json, isPretty: format == .json) + [.text("\n")])
    }

    /// A header or name that stands out at a terminal.
    func emphasised(_ text: String) -> String { isColoured ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
}
