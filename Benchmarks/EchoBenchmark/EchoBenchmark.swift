import Foundation
import Glibc

/// Prints what one echo call costs the server, in µs of CPU: connections × outstanding calls on each.
///
///     EchoBenchmark                 measures 1×1 and 1×100, and a few more shapes
///     EchoBenchmark 64 16 1000000   measures 64 connections with 16 calls outstanding on each, for so many calls
///     EchoBenchmark serve           serves until its input ends; the measuring process starts this one
///     EchoBenchmark load PORT N     makes N calls over one connection, 100 outstanding; scripts/instructions counts the server
///     EchoBenchmark call PORT N     the same through the client module; scripts/instructions counts the client
///
/// The server runs as a process of its own, and its CPU time is read from the kernel's accounts at both ends of the
/// measured window. Pin with `taskset` for figures that compare: `ECHO_SERVER_PREFIX="taskset -c 0" taskset -c 1 EchoBenchmark`.
@main
struct EchoBenchmark {
    /// The main thread only waits: an asynchronous `main` would end it in libdispatch, which profilers that follow every
    /// instruction do not survive.
    static func main() {
        Task.detached {
            do {
                try await run()
                exit(0)
            } catch {
                FileHandle.standardError.write(Data("EchoBenchmark: \(error)\n".utf8))
                exit(1)
            }
        }
        while true { pause() }
    }

    private static func run() async throws {
        if CommandLine.arguments.dropFirst().first == "serve" {
            try await EchoServer.run()
            return
        }
        let wanted = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        switch (CommandLine.arguments.dropFirst().first, wanted.count) {
        case ("load", 2):
            var load = try EchoLoad(port: UInt16(clamping: wanted[0]), connections: 1, outstanding: 100)
            return try load.run(calls: wanted[1])
        case ("call", 2): return try await EchoCallers.run(port: wanted[0], outstanding: 100, calls: wanted[1])
        default: break
        }
        let shapes: [(connections: Int, outstanding: Int, calls: Int)] =
            wanted.count == 3
            ? [(wanted[0], wanted[1], wanted[2])]
            : [(1, 1, 50_000), (1, 100, 1_000_000), (64, 1, 200_000), (64, 16, 1_000_000)]
        let server = try ServerProcess()
        defer { server.stop() }
        print("connections×outstanding   server µs/call   calls/s")
        for shape in shapes {
            var load = try EchoLoad(
                port: server.port, connections: shape.connections, outstanding: shape.outstanding)
            try load.run(calls: shape.calls / 10)
            let before = server.cpuNanoseconds
            let start = ContinuousClock.now
            try load.run(calls: shape.calls)
            let elapsed = start.duration(to: .now)
            let cost = Double(server.cpuNanoseconds - before) / Double(shape.calls) / 1000
            let rate = Double(shape.calls) / (elapsed / .seconds(1))
            print("\(shape.connections)×\(shape.outstanding)\t\(String(format: "%.3f\t%.0f", cost, rate))")
        }
    }
}
