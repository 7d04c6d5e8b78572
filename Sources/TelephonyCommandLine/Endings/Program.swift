package import ArgumentParser
internal import Glibc
internal import ProcessHygiene
internal import Trunk

/// Runs a program's root command and turns every ending into an exit status.
package enum Program {
    /// The whole life of the process: crash reports and core files off, since it will hold PINs; then the command; then
    /// the exit status.
    package static func start<Root: AsyncParsableCommand>(_ root: Root.Type, name: String) async -> Never {
        do throws(ProcessHygiene.Failure) {
            try ProcessHygiene.enforce()
        } catch {
            exit(tell(Problem(.badConfiguration, "PROCESS_UNSAFE", "\(error)"), name, Invocation.current.console))
        }
        exit(await run(root, name: name, arguments: nil))
    }

    /// Parses, runs, tells on standard error what went wrong, and answers the status to exit with.
    package static func run<Root: AsyncParsableCommand>(_ root: Root.Type, name: String, arguments: [String]?) async
        -> Int32
    {
        let console = Invocation.current.console
        do {
            var command = try root.parseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return ExitStatus.done.rawValue
        } catch let problem as Problem {
            return tell(problem, name, console)
        } catch let error as RPCError {
            return tell(Problem(error), name, console)
        } catch let ending as Ending {
            return ending.status.rawValue
        } catch {
            let message = redactingDigits(root.fullMessage(for: error))
            let status = root.exitCode(for: error)
            if !message.isEmpty {
                if status.isSuccess { console.print(message) } else { console.note(message) }
            }
            return status.rawValue
        }
    }

    /// A message without quoted words of 4 to 12 digits: somebody may have typed a PIN where none belongs, and the
    /// argument parser repeats what it does not understand.
    static func redactingDigits(_ message: String) -> String {
        let parts = message.split(separator: "'", omittingEmptySubsequences: false)
        let redacted = parts.enumerated().map { index, part in
            let digits = part.drop { $0 != "=" }.dropFirst()
            if isSecretive(part), index > 0, index + 1 < parts.count { return "***" }
            if isSecretive(digits) { return String(part.prefix { $0 != "=" }) + "=***" }
            return String(part)
        }
        return redacted.joined(separator: "'")
    }

    private static func isSecretive(_ text: Substring) -> Bool {
        (4...12).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func tell(_ problem: Problem, _ name: String, _ console: any Console) -> Int32 {
        for line in problem.lines(program: name) { console.note(line) }
        return problem.status.rawValue
    }
}
