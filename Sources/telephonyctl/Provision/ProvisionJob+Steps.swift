internal import TelephonyMessages
internal import Trunk
internal import TrunkMessages

/// What comes after a number is there. Each step leaves alone what is as the row has it.
extension ProvisionJob {
    /// AVAILABLE numbers go to their owners, in chunks of one owner at one site.
    func allocate() async throws(RPCError) {
        for index in remaining(where: { $0.owner != nil && $1.owner != nil && $0.owner != $1.owner }) {
            fail(index, "owner", "the number belongs to \(known[index]?.owner?.text ?? "another owner")")
        }
        let wanted = remaining { $0.owner != nil && $1.owner == nil }
        let groups = Dictionary(grouping: wanted) { Group(owner: rows[$0].owner, site: rows[$0].spec.siteID) }
        for (group, indices) in groups.sorted(by: { $0.value[0] < $1.value[0] }) {
            for chunk in Self.chunks(indices) { try await allocate(chunk, to: group.owner) }
        }
    }

    /// RESERVED numbers are taken into use.
    func activate() async throws(RPCError) {
        let telephony = telephony
        let options = options
        try await step("activate", remaining { $0.isActivated && $1.state != .active }) { row throws(RPCError) in
            try await telephony.activateNumber(ActivateNumberRequest(number: row.reference), options: options).number
        } done: {
            $0.activated += 1
        }
    }

    /// ACTIVE numbers get their users.
    func assign() async throws(RPCError) {
        let telephony = telephony
        let options = options
        try await step("assign", remaining { !$0.user.isEmpty && $0.user != $1.userID }) { row throws(RPCError) in
            let request = AssignUserRequest(number: row.reference, userID: row.user)
            return try await telephony.assignUser(request, options: options).number
        } done: {
            $0.assigned += 1
        }
    }

    /// ACTIVE numbers get their labels.
    func label() async throws(RPCError) {
        let telephony = telephony
        let options = options
        try await step("label", remaining { !$0.label.isEmpty && $0.label != $1.label }) { row throws(RPCError) in
            let request = UpdateNumberRequest(
                number: row.reference, label: row.label, updateMask: FieldMask(paths: ["label"]))
            return try await telephony.updateNumber(request, options: options).number
        } done: {
            $0.labelled += 1
        }
    }

    /// Runs calls for single rows, so many at once; every result comes back here, in any order.
    func concurrently<Value: Sendable>(
        _ indices: [Int], _ call: @escaping @Sendable (Int) async throws(RPCError) -> Value,
        done: (Int, Result<Value, RPCError>) -> Void
    ) async throws(RPCError) {
        var fatal: RPCError?
        await withTaskGroup(of: (Int, Result<Value, RPCError>).self) { group in
            var waiting = indices.makeIterator()
            func startNext() {
                guard fatal == nil, let index = waiting.next() else { return }
                group.addTask {
                    // Not `return (index, .success(try await …))`: the optimiser then loses the index.
                    let result: Result<Value, RPCError>
                    do throws(RPCError) {
                        result = .success(try await call(index))
                    } catch {
                        result = .failure(error)
                    }
                    return (index, result)
                }
            }
            for _ in 0..<Self.callsAtOnce { startNext() }
            while let (index, result) = await group.next() {
                if case .failure(let error) = result, !Self.concernsRows(error) {
                    fatal = fatal ?? error
                } else {
                    done(index, result)
                }
                do throws(RPCError) { try checkInterrupt() } catch { fatal = fatal ?? error }
                startNext()
            }
        }
        if let fatal { throw fatal }
    }

    private struct Group: Hashable {
        var owner: Owner?
        var site: String
    }

    private func step(
        _ name: String, _ indices: [Int], _ call: @escaping @Sendable (ProvisionRow) async throws(RPCError) -> Number?,
        done: (inout ProvisionReport) -> Void
    ) async throws(RPCError) {
        let rows = rows
        var count = 0
        try await concurrently(indices) { index throws(RPCError) in
            try await call(rows[index])
        } done: { index, result in
            count += 1
            tell(name, count)
            switch result {
            case .success(let number):
                if let number { known[index] = number }
                done(&report)
            case .failure(let error): fail(index, name, error)
            }
        }
    }

    private func allocate(_ chunk: [Int], to owner: Owner?) async throws(RPCError) {
        guard !chunk.isEmpty else { return }
        try checkInterrupt()
        tell("allocate", chunk.first)
        do throws(RPCError) {
            let request = AllocateNumbersRequest(numbers: chunk.map { rows[$0].reference }, owner: owner)
            report.allocated += Int(try await telephony.allocateNumbers(request, options: options).allocated)
            for index in chunk {
                known[index]?.owner = owner
                known[index]?.state = .reserved
            }
        } catch {
            guard Self.concernsRows(error) else { throw error }
            if chunk.count == 1 { return fail(chunk[0], "allocate", error) }
            let half = chunk.count / 2
            try await allocate(Array(chunk[..<half]), to: owner)
            try await allocate(Array(chunk[half...]), to: owner)
        }
    }
}
