internal import TelephonyCore

extension CommandBatch {
    /// The rows of a batch, and which of them cannot be read.
    struct Workspace {
        private(set) var rows = Rows()
        private var damaged: Set<RowKey> = []
        /// Whether a command of the batch changed a row: later ones may then need others than they thought.
        private var isChanged = false

        /// Loads what all commands ask for, in as few steps as there are dependencies.
        mutating func load<Storage: BatchStorage>(
            for jobs: [any CommandJob], from storage: inout Storage
        ) throws(Storage.Failure) {
            var asking = jobs
            for _ in 0..<CommandBatch.loadRoundsMax {
                var wanted: Set<RowKey> = []
                asking = asking.filter { job in
                    let keys = unknown(to: job)
                    wanted.formUnion(keys)
                    return !keys.isEmpty
                }
                wanted.subtract(damaged)
                if wanted.isEmpty { return }
                try load(wanted, from: &storage)
            }
        }

        /// Whether a command has all its rows; loads what it asks for beyond those of the first rounds. A row that
        /// cannot be read, or a command that asks on for ever, makes it false.
        mutating func isComplete<Storage: BatchStorage>(
            for job: any CommandJob, from storage: inout Storage
        ) throws(Storage.Failure) -> Bool {
            guard isChanged || !damaged.isEmpty else { return unknown(to: job).isEmpty }
            for _ in 0..<CommandBatch.loadRoundsMax {
                let wanted = Set(unknown(to: job))
                if wanted.isEmpty { return true }
                guard wanted.isDisjoint(with: damaged) else { return false }
                try load(wanted, from: &storage)
            }
            return false
        }

        /// Makes the changes of a command visible to later ones.
        mutating func apply(_ changes: Changes) {
            rows.apply(changes)
            // What was changed here must not be loaded over.
            if let request = changes.request { rows.markLoaded(CollectionOfOne(.request(request.id))) }
            guard changes.touchesRows else { return }
            isChanged = true
            rows.markLoaded(changes.keys)
        }

        private func unknown(to job: any CommandJob) -> [RowKey] {
            job.missingRows(in: rows).filter { !rows.isLoaded($0) }
        }

        private mutating func load<Storage: BatchStorage>(
            _ keys: Set<RowKey>, from storage: inout Storage
        ) throws(Storage.Failure) {
            let broken = try storage.load(keys, into: &rows)
            damaged.formUnion(broken)
            rows.markLoaded(broken.isEmpty ? keys : keys.subtracting(broken))
        }
    }
}

extension Changes {
    /// Whether there is more than audit, events and the request.
    fileprivate var touchesRows: Bool {
        !(numbers.isEmpty && entitlements.isEmpty && operators.isEmpty && sites.isEmpty && occupiers.isEmpty
            && users.isEmpty && policies.isEmpty)
    }

    /// The keys under which these rows are known.
    fileprivate var keys: [RowKey] {
        numbers.flatMap { [.number(.e164($0.e164)), .number(.extensionAtSite($0.extensionNumber, $0.site))] }
            + entitlements.map { .entitlement($0.owner, $0.site) } + operators.map { .operator($0.id) }
            + sites.map { .site($0.id) } + occupiers.map { .occupier($0.id) } + users.map { .user($0.id) }
            + policies.map { .policy($0.level) }
    }
}
