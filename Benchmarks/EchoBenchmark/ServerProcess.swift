import Foundation

/// The server in a process of its own, started from the same executable.
struct ServerProcess {
    let port: UInt16
    private let process = Process()
    private let input = Pipe()

    struct NotStarted: Error {}

    init() throws {
        let executable = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        let prefix = ProcessInfo.processInfo.environment["ECHO_SERVER_PREFIX"] ?? ""
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = prefix.split(separator: " ").map(String.init) + [executable.path(), "serve"]
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = UInt16(line.trimmingCharacters(in: .whitespacesAndNewlines)) else { throw NotStarted() }
        self.port = port
    }

    /// CPU time of all the server's threads, as the scheduler counts it.
    var cpuNanoseconds: UInt64 {
        let tasks = "/proc/\(process.processIdentifier)/task"
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? []
        return threads.reduce(0) { sum, thread in
            let text = (try? String(contentsOfFile: "\(tasks)/\(thread)/schedstat", encoding: .utf8)) ?? ""
            return sum + (text.split(separator: " ").first.flatMap { UInt64($0) } ?? 0)
        }
    }

    func stop() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
