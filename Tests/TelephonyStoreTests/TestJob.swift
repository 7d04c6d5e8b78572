import TelephonyCore
import TelephonyStore

/// A job that keeps what it was answered, as text. Used by one test on one thread.
final class TestJob<C: Command>: CommandJob, @unchecked Sendable {
    let deadline: MonotonicTime
    private let command: C
    private var verdict: Result<C.Reply, Refusal>?
    private(set) var outcome: String?

    init(_ command: C, deadline: MonotonicTime = .distantFuture) {
        self.command = command
        self.deadline = deadline
    }

    func missingRows(in rows: Rows) -> [RowKey] { command.missingRows(in: rows) }

    func decide(
        _ rows: Rows, _ environment: Environment<some PINVault>, random: inout some RandomNumberGenerator
    ) throws(Refusal) -> Changes {
        do {
            let decision = try command.decide(rows, environment, random: &random)
            verdict = .success(decision.reply)
            return decision.changes
        } catch {
            verdict = .failure(error)
            throw error
        }
    }

    func refuse(_ refusal: Refusal) { verdict = .failure(refusal) }

    func answer(revision: UInt64) {
        switch verdict {
        case .success(let reply): outcome = "\(reply) @\(revision)"
        case .failure: outcome = "refused"
        case nil: outcome = "undecided"
        }
    }

    func fail(_ error: StoreError) { outcome = "\(error)" }
}

/// A command that needs nothing and does nothing.
struct Note: Command {
    func missingRows(in rows: Rows) -> [RowKey] { [] }

    func decide(
        _ rows: Rows, _ environment: Environment<some PINVault>, random: inout some RandomNumberGenerator
    ) throws(Refusal) -> Decision<Void> { Decision(()) }
}

/// No keys at all.
struct NoVault: PINVault {
    func matches(_ pin: borrowing PIN, _ verifier: SealedVerifier, _ binding: PINBinding) throws(VaultFailure) -> Bool {
        throw .keyMissing
    }
    func matches(_ pin: borrowing PIN, _ sealed: SealedDefaultPIN, _ binding: PINBinding) throws(VaultFailure) -> Bool {
        throw .keyMissing
    }
    func matchDecoy(_ pin: borrowing PIN) {}
    func seal(
        verifierFor pin: borrowing PIN, _ binding: PINBinding, random: inout some RandomNumberGenerator
    ) throws(VaultFailure) -> SealedVerifier { throw .keyMissing }
    func seal(
        defaultPIN pin: borrowing PIN, _ binding: PINBinding, random: inout some RandomNumberGenerator
    ) throws(VaultFailure) -> SealedDefaultPIN { throw .keyMissing }
    func open(_ sealed: SealedDefaultPIN, _ binding: PINBinding) throws(VaultFailure) -> PIN { throw .keyMissing }
    func mintToken(
        _ claims: ChangeTokenClaims, random: inout some RandomNumberGenerator
    ) throws(VaultFailure) -> [UInt8] { throw .keyMissing }
    func claims(ofToken token: UnsafeRawBufferPointer) -> ChangeTokenClaims? { nil }
}
