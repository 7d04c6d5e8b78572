package import TelephonyCore

/// A command that waits for its turn or for its commit.
///
/// `@unchecked Sendable`: it belongs to one thread at a time, first to the one that queues it, then, by the queue's
/// lock, to the store's. The continuation is resumed by whoever takes it out, so at most once.
package final class PendingCommand<C: Command>: CommandJob, @unchecked Sendable {
    /// How the waiter is answered.
    package typealias Waiter = UnsafeContinuation<Result<Performed<C.Reply>, StoreError>, Never>

    package let deadline: MonotonicTime
    private let command: C
    private var waiter: Waiter?
    private var verdict: Result<C.Reply, Refusal>?

    /// A command on its way into a queue.
    package init(_ command: C, deadline: MonotonicTime, waiter: Waiter) {
        self.command = command
        self.deadline = deadline
        self.waiter = waiter
    }

    package func missingRows(in rows: Rows) -> [RowKey] { command.missingRows(in: rows) }

    package func decide(
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

    package func refuse(_ refusal: Refusal) { verdict = .failure(refusal) }

    package func answer(revision: UInt64) {
        switch verdict {
        case .success(let reply): resume(.success(Performed(reply: reply, revision: revision)))
        case .failure(let refusal): resume(.failure(.refused(refusal)))
        case nil: resume(.failure(.unknownOutcome))
        }
    }

    package func fail(_ error: StoreError) { resume(.failure(error)) }

    private func resume(_ result: Result<Performed<C.Reply>, StoreError>) {
        waiter.take()?.resume(returning: result)
    }
}
