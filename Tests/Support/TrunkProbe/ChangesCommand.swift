internal import ArgumentParser
internal import Foundation
internal import Synchronization
internal import TelephonyClient
internal import TelephonyMessages
internal import Trunk
internal import TrunkClient
internal import TrunkMessages

/// Changes at a telephony server, each with a request id that retries repeat: labels of numbers, or wrong PINs.
struct ChangesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "changes", abstract: "Change numbers of telephonyd, and say what became of each call.")

    /// What is done to a number.
    enum Kind: String, ExpressibleByArgument {
        /// Sets its label to 1, 2, 3 ...
        case label
        /// Tries a PIN that is not the right one.
        case wrongPIN
    }

    /// A number and the PIN that is tried.
    private struct Target {
        let e164: String
        let pin: [UInt8]
    }

    @Option var host = "127.0.0.1"
    @Option var port: Int
    @Option(help: "File with the token.") var tokenFile: String
    @Option(help: "File with a number a line, and with --kind wrongPIN a PIN behind it.") var numbersFile: String
    @Option var kind = Kind.label
    @Option(help: "Callers at once, each with numbers and connections of its own.") var callers = 8
    @Option(help: "Changes of one number at most.") var changes = 3
    @Option(help: "Milliseconds that a call may take.") var timeout = 5000
    @Option(help: "Seconds until the last call begins.") var seconds = 60.0
    @Option(help: "Calls of a connection before a new one takes its place.") var callsPerConnection = Int.max
    @Flag(help: "Wait for a server that cannot be reached.") var waitForReady = false
    @Flag(help: "Begin no call once standard input has ended.") var untilInputEnds = false
    @Option(help: "Write a line of JSON per call to this file.") var rows: String

    func run() async throws {
        let token = try String(contentsOfFile: tokenFile, encoding: .utf8).filter { !$0.isWhitespace }
        let targets = try String(contentsOfFile: numbersFile, encoding: .utf8).split(separator: "\n").map { line in
            let words = line.split(separator: " ")
            return Target(e164: String(words[0]), pin: Array((words.count > 1 ? words[1] : "").utf8))
        }
        let inputEnd = untilInputEnds ? StandardStreams.inputEnd() : nil
        let end = MonotonicClock.nanoseconds + Int64(seconds * 1e9)
        let rows = await withTaskGroup(of: [CallRow].self) { group in
            for caller in 0..<callers {
                let own = targets.indices.filter { $0 % callers == caller }.map { targets[$0] }
                group.addTask {
                    await play(own, token: Array(token.utf8)) {
                        MonotonicClock.nanoseconds < end && inputEnd?.hasCome.load(ordering: .acquiring) != true
                    }
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        try StandardStreams.write(rows, to: self.rows)
        try StandardStreams.print(json: CallSummary(rows))
    }

    private func play(_ targets: [Target], token: [UInt8], while goesOn: () -> Bool) async -> [CallRow] {
        var rows: [CallRow] = []
        var client: (trunk: TrunkClient, calls: Int)?
        for change in 1...max(1, changes) {
            for target in targets where goesOn() {
                if client == nil || (client?.calls ?? 0) >= callsPerConnection {
                    await client?.trunk.close()
                    let configuration = ClientConfiguration(token: token)
                    client = (TrunkClient(.tcp(host: host, port: port), configuration: configuration), 0)
                }
                client?.calls += 1
                guard let trunk = client?.trunk else { break }
                rows.append(await make(change, of: target, over: trunk))
            }
        }
        await client?.trunk.close()
        return rows
    }

    private func make(_ change: Int, of target: Target, over trunk: TrunkClient) async -> CallRow {
        let timeout = Swift.Duration.milliseconds(timeout)
        let options = CallOptions(timeout: timeout, waitForReady: waitForReady)
        let label = "\(target.e164)/\(change)"
        let number = NumberRef(ref: .e164(target.e164))
        switch kind {
        case .label:
            return await CallRow.measure(label, timeout: timeout) { () async throws(RPCError) in
                let request = UpdateNumberRequest(
                    number: number, label: "\(change)", updateMask: FieldMask(paths: ["label"]))
                return try await TelephonyServiceClient(trunk).updateNumber(request, options: options)
            }.0
        case .wrongPIN:
            return await CallRow.measure(label, timeout: timeout) { () async throws(RPCError) in
                // Every try has an origin of its own, so that the throttle of origins stays out of the way.
                let request = SignInRequest(
                    number: number, surface: .voicemail, pin: Secret(target.pin), origin: Origin(address: label))
                return try await PinServiceClient(trunk).signIn(request, options: options)
            }.0
        }
    }
}
