internal import TelephonyCommandLine
internal import Trunk

/// Runs a plan: all workers of all connections, then one report.
struct LoadRun {
    let plan: LoadPlan
    let callers: [any Caller]
    let progress: @Sendable (String) -> Void

    /// Runs it.
    func run() async -> LoadReport {
        let recorders = callers.map { _ in LoadRecorder() }
        let clock = ContinuousClock()
        let measured = clock.now + plan.warmUp
        let end = measured + plan.duration
        let cpuBefore = ProcessorTime.now
        let tickets = CallTickets(plan.callsMax)
        let teller = Task { await tell(recorders, measured: measured, end: end) }
        await withDiscardingTaskGroup { group in
            var seeds = SplitMix(seed: plan.seed)
            for (caller, recorder) in zip(callers, recorders) {
                for _ in 0..<plan.outstanding {
                    let worker = LoadWorker(plan, recorder, tickets, caller, seed: seeds.next())
                    group.addTask { await worker.run(measured: measured, end: end) }
                }
            }
        }
        teller.cancel()
        await teller.value
        progress("")
        let now = clock.now
        let lasted = min(now, end) - measured
        var totals = LoadRecorder.Totals()
        for recorder in recorders { totals.add(recorder.totals) }
        return LoadReport(
            plan: plan, totals: totals, measured: max(lasted, .milliseconds(1)),
            processors: (ProcessorTime.now - cpuBefore) / (now - measured + plan.warmUp))
    }

    private func tell(
        _ recorders: [LoadRecorder], measured: ContinuousClock.Instant, end: ContinuousClock.Instant
    ) async {
        let clock = ContinuousClock()
        var before: UInt64 = 0
        while clock.now < end, !Interrupt.isRequested, !Task.isCancelled {
            try? await Task.sleep(until: min(clock.now + .seconds(1), end))
            let now = clock.now
            if now < measured {
                progress("warming up, \((measured - now).shortText) left")
                continue
            }
            let count = recorders.reduce(0) { $0 + $1.count }
            let rate = DecimalText.grouped(count - before)
            progress("closed loop: \(DecimalText.grouped(count)) calls, \(rate)/s, \((end - now).shortText) left")
            before = count
        }
    }
}
