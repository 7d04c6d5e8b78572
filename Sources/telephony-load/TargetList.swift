internal import TelephonyClient
internal import TelephonyCommandLine
internal import TelephonyMessages
internal import Trunk

/// Reads the numbers of a load, and finds their PINs.
enum TargetList {
    /// Calls under way at once while Default PINs are read.
    private static let revealsAtOnce = 64

    /// The numbers of a file, one `+E164` a line.
    ///
    /// - Throws: `Problem`: badData for a line that is no number, or no line at all.
    static func numbers(_ path: String) throws(Problem) -> [LoadTarget] {
        var targets: [LoadTarget] = []
        for line in try NumberList.read(path) {
            guard Spelling.isE164(line.text) else {
                throw Problem(.badData, "NUMBER_INVALID", "\(path), line \(line.number): not + and 2 to 15 digits")
            }
            targets.append(LoadTarget(number: NumberRef(ref: .e164(line.text))))
        }
        guard !targets.isEmpty else { throw Problem(.badData, "NO_NUMBERS", "\(path) holds no number") }
        return targets
    }

    /// Gives the targets the PINs of a file: one line for all of them, or one for each.
    ///
    /// - Throws: `Problem`: badData when the lines are neither.
    static func addPINs(_ path: String, to targets: inout [LoadTarget]) throws(Problem) {
        let file = try InputFile(path)
        let reader = file.secrets()
        let first = try reader.next("PIN 1")
        targets[0].pin = first
        for index in targets.indices.dropFirst() {
            do throws(Problem) {
                targets[index].pin = try reader.next("PIN \(index + 1)")
            } catch {
                guard index == 1, error.reason == "SECRET_MISSING" else { throw error }
                for index in targets.indices { targets[index].pin = first }
                return
            }
        }
    }

    /// Gives the targets their Default PINs, as the server reveals them. Every reading is audited there.
    ///
    /// - Throws: `RPCError`: the first one.
    static func revealDefaults(
        _ caller: any Caller, _ options: CallOptions, in targets: [LoadTarget]
    ) async throws(RPCError) -> [LoadTarget] {
        let pins = PinServiceClient(caller)
        var revealed = targets
        var failure: RPCError?
        await withTaskGroup(of: (Int, Result<Secret?, RPCError>).self) { group in
            var waiting = targets.indices.makeIterator()
            func startNext() {
                guard failure == nil, let index = waiting.next() else { return }
                let request = RevealDefaultPinRequest(number: targets[index].number, reason: "load test")
                group.addTask {
                    // Not `return (index, .success(try await …))`: the optimiser then loses the index.
                    let result: Result<Secret?, RPCError>
                    do throws(RPCError) {
                        result = .success(try await pins.revealDefaultPin(request, options: options).defaultPin)
                    } catch {
                        result = .failure(error)
                    }
                    return (index, result)
                }
            }
            for _ in 0..<revealsAtOnce { startNext() }
            while let (index, result) = await group.next() {
                switch result {
                case .success(let pin): revealed[index].pin = pin
                case .failure(let error): failure = failure ?? error
                }
                startNext()
            }
        }
        if let failure { throw failure }
        return revealed
    }
}
