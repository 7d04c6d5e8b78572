import Trunk
import TrunkClient

@testable import TelephonyCommandLine
@testable import telephony_load
@testable import telephonyctl

/// Ours, not the one of exit tests.
typealias ExitStatus = TelephonyCommandLine.ExitStatus

/// One run of a program: a command line, a server of a few lines, and what came out.
struct Transcript {
    let status: ExitStatus?
    let output: String
    let notes: [String]

    /// Runs `telephonyctl` with these arguments against `caller`.
    static func ctl(
        _ arguments: [String], _ caller: ScriptedCaller = ScriptedCaller(),
        _ console: RecordingConsole = RecordingConsole()
    ) async -> Transcript {
        await run(caller, console) {
            await Program.run(TelephonyCtl.self, name: TelephonyCtl.name, arguments: arguments)
        }
    }

    /// Runs `telephony-load`.
    static func load(
        _ arguments: [String], _ caller: ScriptedCaller, _ console: RecordingConsole = RecordingConsole()
    ) async -> Transcript {
        await run(caller, console) {
            await Program.run(TelephonyLoad.self, name: TelephonyLoad.name, arguments: arguments)
        }
    }

    private static func run(
        _ caller: ScriptedCaller, _ console: RecordingConsole, _ body: () async -> Int32
    ) async -> Transcript {
        let invocation = Invocation(console: console) { _, _, _ in OpenClient(caller: caller) {} }
        let status = await Invocation.$current.withValue(invocation) { await body() }
        return Transcript(status: ExitStatus(rawValue: status), output: console.output, notes: console.notes)
    }
}
