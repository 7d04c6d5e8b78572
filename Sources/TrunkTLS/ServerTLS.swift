internal import Glibc
package import Logging
package import NIOCore
internal import NIOSSL
internal import Synchronization

/// A server's side of TLS: makes connections secure, and takes up new certificates while it runs.
///
/// Connections that run go on with what they began with; those made after a reload get the new certificate, the new
/// authorities and the new list of revoked ones. Sessions of before are not resumed.
package final class ServerTLS: Sendable {
    private struct State {
        var material: ServerMaterial
        /// What was read last, good or not: a broken file is told of once.
        var lastRead: ServerMaterial.Fingerprint
        var lastProblem: TLSConfigurationError?
    }

    /// How it was configured.
    package let configuration: ServerTLSConfiguration
    private let logger: Logger
    private let state: Mutex<State>

    /// How long before its end a certificate is warned of.
    private static let warningSeconds = 14 * 86_400

    /// Reads the files. Blocks: not for an event loop.
    ///
    /// - Parameter logger: told of every peer that is refused, and of every reload.
    /// - Throws: `TLSConfigurationError` when a file is no good.
    package init(_ configuration: ServerTLSConfiguration, logger: Logger) throws(TLSConfigurationError) {
        let material = try ServerMaterial(try ServerMaterial.Files(configuration), configuration)
        self.configuration = configuration
        self.logger = logger
        state = Mutex(State(material: material, lastRead: material.fingerprint))
        warn(material)
    }

    /// What a `TrunkServer` puts in front of Trunk's handler: TLS, and the gate that lets only Trunk's clients through.
    package var transport: @Sendable (any Channel) throws -> Void {
        { channel in
            let (context, revoked) = self.state.withLock { ($0.material.context, $0.material.revoked) }
            let tls = NIOSSLServerHandler(
                context: context, customVerificationCallback: nil, configuration: TrunkALPN.handler)
            try channel.pipeline.syncOperations.addHandlers([
                tls, HandshakeGate(behind: tls, at: .server, revoked: revoked, logger: self.logger),
            ])
        }
    }

    /// Reads the files again and takes up what is new. When they are no good, what was there stays, and the log says
    /// why: once for each problem. Blocks: not for an event loop.
    ///
    /// - Returns: Whether new connections now get something new.
    @discardableResult
    package func reload() -> Bool {
        do throws(TLSConfigurationError) {
            let files = try ServerMaterial.Files(configuration)
            let isNew = state.withLock { state in
                defer { state.lastRead = files.fingerprint }
                return state.lastRead != files.fingerprint || state.lastProblem != nil
            }
            guard isNew else { return false }
            let material = try ServerMaterial(files, configuration)
            let hasChanged = state.withLock { state in
                defer {
                    state.material = material
                    state.lastProblem = nil
                }
                return state.material.fingerprint != material.fingerprint
            }
            guard hasChanged else { return false }
            logger.notice("TLS certificate taken up", metadata: ["file": "\(configuration.certificatePath)"])
            warn(material)
            return true
        } catch {
            let isKnown = state.withLock { state in
                defer { state.lastProblem = error }
                return state.lastProblem == error
            }
            if !isKnown { logger.error("TLS files are no good, going on with the old", metadata: ["why": "\(error)"]) }
            return false
        }
    }

    /// Looks at the files every `interval` and takes up what is new, until the task is cancelled.
    package func follow(every interval: Duration) async {
        while !Task.isCancelled {
            do { try await Task.sleep(for: interval) } catch { return }
            reload()
        }
    }

    private func warn(_ material: ServerMaterial) {
        let left = material.expires &- time(nil)
        guard left < Self.warningSeconds else { return }
        logger.warning(
            left < 0 ? "TLS certificate has expired" : "TLS certificate ends soon",
            metadata: ["file": "\(configuration.certificatePath)", "days": "\(left / 86_400)"])
    }
}
