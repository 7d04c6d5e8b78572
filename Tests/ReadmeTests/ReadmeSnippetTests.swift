import Foundation
import Logging
import Synchronization
import TelephonyMessages
import Testing
import Trunk
import TrunkClient
import TrunkServer

@Suite("What the README shows is true")
struct ReadmeSnippetTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    private static var root: URL { folder.deletingLastPathComponent().deletingLastPathComponent() }

    @Test("the Swift code of the README is the file that is compiled here")
    func sameText() throws {
        let readme = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
        let compiled = try String(contentsOf: Self.folder.appending(path: "ReadmeSnippet.swift"), encoding: .utf8)
        let blocks = readme.components(separatedBy: "```swift\n").dropFirst().compactMap {
            $0.components(separatedBy: "```").first
        }
        #expect(blocks == [compiled])
    }

    @Test("the Swift code of the README resets a PIN over TCP, with its token, and answers what the server says")
    func snippetRuns() async throws {
        let seen = Mutex<[ResetPinRequest]>([])
        var router = Router()
        let route = Route.unary(PinServiceMethods.resetPin) { request, _ throws(RPCError) in
            seen.withLock { $0.append(request) }
            return ResetPinResponse(holderMessage: "Your PIN is unlocked.")
        }
        router.add(route, terms: MethodTerms(defaultTimeout: .seconds(5), maximumTimeout: .seconds(5)))
        let server = TrunkServer(
            router: router, authenticator: OneToken(), logger: Logger(label: "readme") { _ in SwiftLogNoOpLogHandler() }
        )
        let bound = try await server.start(.tcp(host: "127.0.0.1", port: 0))
        guard case .tcp(let host, let port) = bound else { throw RPCError(.internalError, "bound to \(bound)") }
        let endpoint = Endpoint.tcp(host: host, port: port)
        let answer = await Result { try await reset("+442079460005", at: endpoint, token: OneToken.token) }
        let refusal = await Result { try await reset("+442079460005", at: endpoint, token: [1]) }
        await server.drain(grace: .zero)

        #expect(try answer.get() == "Your PIN is unlocked.")
        let error = #expect(throws: RPCError.self) { try refusal.get() }
        #expect(error?.code == .unauthenticated)
        let requests = seen.withLock { $0 }
        #expect(requests.map(\.number) == [NumberRef(ref: .e164("+442079460005"))])
        #expect(requests.map(\.reason) == ["TICKET-991 forgot the PIN"])
    }
}

extension Result where Failure == any Error {
    /// What a body answered or threw.
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
