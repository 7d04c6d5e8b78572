internal import ArgumentParser
internal import Logging
internal import TelephonyService

/// The server for real.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve from a store, with a key file and a token file.",
        discussion: """
            The token file has one line per token: SHA-256 of the token in hex, role, scope, name. Roles: platform,
            operator-admin, operator-user, occupier-admin, occupier-user, pbx, auditor. Scopes: platform, operator:ID,
            occupier:ID, user:ID. Key file and token file must be readable by their owner alone.

            The peer file names those that need no token: URI:... or DNS:... of a client's certificate, or UID:number of
            a process that uses the Unix-domain socket; then role, scope, name as above.

            SIGHUP reads tokens, peers and the files of TLS again; those of TLS are also looked at every few seconds.
            """)

    @Option(help: "The database file; made when it is not there.")
    var store: String

    @Option(help: "The key file; keep it on another medium than the store. Made by `telephonyd keys init`.")
    var keys: String

    @Option(help: "The token file.")
    var tokens: String

    @Option(help: "The peer file: certificates and local users that need no token.")
    var peers: String?

    @Option(help: "Listen here: HOST:PORT or the path of a Unix-domain socket. Plaintext is for loopback only.")
    var address = Listen.standard

    @OptionGroup(title: "TLS") var tls: ServerTLSOptions

    @Flag(help: "Write a line to the log for every call: method, outcome, time, sizes, caller; never what is in it.")
    var logCalls = false

    @Option(help: "Event loops, 1 to 64.")
    var loops = 1

    @Option(help: "Seconds that calls under way may go on after a stop, 0 to 600.")
    var grace = 3

    @Option(help: "Connections that one address may have open, 1 to 16384; loopback counts like any other.")
    var connectionsPerAddress = 1024

    func validate() throws {
        guard (1...64).contains(loops) else { throw ValidationError("--loops must be 1 to 64") }
        guard (1...16_384).contains(connectionsPerAddress) else {
            throw ValidationError("--connections-per-address must be 1 to 16384")
        }
        guard Self.directory(of: keys) != Self.directory(of: store) else {
            throw ValidationError("--keys must not be in the directory of --store: whoever copies one would have both")
        }
        if case .unix = address.address, tls.configuration != nil {
            throw ValidationError("a Unix-domain socket needs no TLS: the kernel says who is at the other end")
        }
        guard (0...600).contains(grace) else { throw ValidationError("--grace must be 0 to 600") }
    }

    func run() async throws {
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        do {
            let read: @Sendable () throws -> ([TokenGrant], [PeerGrant]) = { [tokens, peers] in
                (
                    try TokenGrant.parse(try PrivateFile.read(tokens)),
                    try peers.map { try PeerGrant.parse(try PrivateFile.read($0)) } ?? []
                )
            }
            let (grants, known) = try read()
            let callers = CallerDirectory(tokens: grants, peers: known)
            var assembly = ServerAssembly(
                address: address.address, databasePath: store, keyPath: keys, callers: callers)
            assembly.tls = tls.configuration
            assembly.readCallers = {
                let (grants, known) = try read()
                callers.tokens.replace(with: grants)
                callers.peers.replace(with: known)
            }
            assembly.loopsCount = loops
            assembly.logsCalls = logCalls
            assembly.connectionsPerAddressMax = connectionsPerAddress
            assembly.grace = .seconds(grace)
            try await assembly.run { bound in
                StandardStream.error.write("telephonyd \(ServerAssembly.version) serving on \(bound.text)\n")
            }
        } catch {
            StandardStream.error.write("telephonyd: \(error)\n")
            throw ExitCode(78)
        }
    }

    private static func directory(of path: String) -> Substring {
        path.lastIndex(of: "/").map { path[..<$0] } ?? "."
    }
}
