internal import TelephonyClient
internal import TelephonyCommandLine
internal import TelephonyMessages
internal import Trunk
internal import TrunkMessages

/// One caller of a closed loop: it calls, waits for the answer, and calls again.
struct LoadWorker: Sendable {
    /// Pause after an error of this side, so that a dead server is not called a million times a second.
    private static let pauseAfterLocalError = Duration.milliseconds(10)

    let plan: LoadPlan
    let recorder: LoadRecorder
    let tickets: CallTickets
    let seed: UInt64
    let directory: DirectoryServiceClient
    let pins: PinServiceClient
    let health: HealthClient

    /// A worker on a connection.
    init(
        _ plan: LoadPlan, _ recorder: LoadRecorder, _ tickets: CallTickets, _ caller: any Caller, seed: UInt64
    ) {
        self.plan = plan
        self.recorder = recorder
        self.tickets = tickets
        self.seed = seed
        directory = DirectoryServiceClient(caller)
        pins = PinServiceClient(caller)
        health = HealthClient(caller)
    }

    /// Calls until `end`; what begins before `measured` is not noted.
    func run(measured: ContinuousClock.Instant, end: ContinuousClock.Instant) async {
        var random = SplitMix(seed: seed)
        let clock = ContinuousClock()
        while !Interrupt.isRequested, !Task.isCancelled {
            let operation = plan.mix.operation(for: random.next())
            let target = plan.targets[Int(random.next() % UInt64(plan.targets.count))]
            let begin = clock.now
            guard begin < end, begin < measured || tickets.take() else { return }
            var ending = LoadRecorder.Ending.success
            var isLocal = false
            do throws(RPCError) {
                if let unexpected = try await call(operation, target) { ending = .error(unexpected) }
            } catch {
                ending = .error(error.reason.isEmpty ? error.code.description : error.reason)
                isLocal = error.isLocal
            }
            let now = clock.now
            if begin >= measured { recorder.note(operation, now - begin, ending, isInTime: now <= end) }
            if isLocal { try? await Task.sleep(for: Self.pauseAfterLocalError) }
        }
    }

    /// Makes one call; answers what was not hoped for, or nil.
    private func call(_ operation: LoadOperation, _ target: LoadTarget) async throws(RPCError) -> String? {
        let options = plan.options
        switch operation {
        case .signIn:
            let request = SignInRequest(
                number: target.number, surface: plan.surface, pin: target.pin,
                origin: Origin(address: "telephony-load", deviceID: "telephony-load"))
            return Self.unexpected(try await pins.signIn(request, options: options).outcome)
        case .lookup: _ = try await directory.lookupNumber(LookupNumberRequest(number: target.number), options: options)
        case .status: _ = try await pins.getPinStatus(GetPinStatusRequest(number: target.number), options: options)
        case .reset:
            _ = try await pins.resetPin(
                ResetPinRequest(number: target.number, reason: "load test"), options: plan.staffOptions)
        case .health: _ = try await health.check(HealthCheckRequest(), options: options)
        }
        return nil
    }

    private static func unexpected(_ outcome: SignInOutcome) -> String? {
        switch outcome {
        case .accepted, .changeRequired: nil
        case .rejected: "SIGN_IN_REJECTED"
        case .locked: "SIGN_IN_LOCKED"
        case .throttled: "SIGN_IN_THROTTLED"
        case .noHandset: "SIGN_IN_NO_HANDSET"
        case .unspecified, .unrecognized: "SIGN_IN_UNKNOWN_OUTCOME"
        }
    }
}
