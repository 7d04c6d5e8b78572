internal import NIOCore
internal import TrunkWire

/// What a server's owner does of its own accord.
extension ServerOwner {
    /// One act, as the input says; none of them moves time or ends the connection.
    func act(_ input: inout FuzzInput, anyShape: Bool) {
        let operation = input.byte()
        switch operation & 0x07 {
        case 0, 1: self.decide(&input, anyShape: anyShape)
        case 2: self.reply(&input)
        case 3: self.send(&input)
        case 4: self.takeMessage(&input)
        case 5: self.finish(&input)
        case 6: self.pollSendable()
        default:
            guard operation & 0x18 == 0x18, let call = self.choose(&input, { !$0.isRunning || self.outlastsEnd })
            else { return }
            self.terminate(call, input.failure())
        }
    }

    /// One of the calls that pass, in the order of their slots.
    func choose(_ input: inout FuzzInput, _ passes: (Call) -> Bool) -> Call? {
        let calls = self.calls.values.filter(passes).sorted { $0.id.slot < $1.id.slot }
        return calls.isEmpty ? nil : calls[input.index(below: calls.count)]
    }

    private func decide(_ input: inout FuzzInput, anyShape: Bool) {
        let choice = input.byte()
        self.refusesNext = choice == 0x70
        guard let call = self.choose(&input, \.isOffered) else { return }
        if choice & 0x70 == 0x70 {
            self.refuse(call, input.failure())
            return
        }
        let shape = anyShape ? input.shape() : nil
        self.accept(call, as: shape, carriesSecret: anyShape && choice & 0x80 != 0)
    }

    /// Does not let a call begin.
    func refuse(_ call: Call, _ status: EndStatus) {
        self.askedBytes += 8_192
        self.connection.refuse(call.id, with: status, now: self.now, into: &self.out)
        self.forget(call.id)
    }

    /// Accepts a call: as this shape, or as what its path says.
    func accept(_ call: Call, as shape: CallShape? = nil, carriesSecret: Bool = false) {
        guard case .offered(let opened) = call.phase else { return }
        var call = call
        call.shape = shape ?? CallShape(digit: opened.path.getInteger(at: opened.path.readerIndex) ?? 0)
        // An end of the call here writes a text.
        self.askedBytes += 512
        switch self.connection.accept(
            opened, as: call.shape, carriesSecret: carriesSecret, now: self.now, into: &self.out)
        {
        case .run(let message):
            demand(!call.shape.isClientStream, "a call with one request runs with it")
            self.arrived(message, &call)
            call.phase = .running
        case .open:
            demand(call.shape.isClientStream, "a stream of the client opens without a message")
            call.phase = .running
        case .wait:
            demand(!call.shape.isClientStream, "only a call with one request waits for it")
            call.phase = .waiting
        case .ended:
            self.forget(call.id)
            return
        }
        self.calls[call.id.slot] = call
        self.drainEvents()
    }

    /// The handler of a unary call has returned a reply.
    private func reply(_ input: inout FuzzInput) {
        guard let call = self.choose(&input, { $0.isRunning && !$0.shape.isAnyStream }) else { return }
        let metadata = input.metadata()
        let message = self.makeMessage(&input, call)
        self.askedBytes += metadata.byteCount + 1_024
        let begun = self.connection.beginResponse(
            call.id, metadata: metadata, decodedBytes: message.decodedBytes.map { UInt32($0) }, now: self.now,
            into: &self.out)
        guard case .pack(let position) = begun else {
            self.forget(call.id)
            return
        }
        message.write(into: &self.out)
        if input.byte() == 0xFF {
            self.connection.abandonResponse(position, into: &self.out)
            self.end(call, EndStatus(.internalError))
            return
        }
        self.note(message, call.id)
        if case .tooLong = self.connection.finishResponse(position, now: self.now, into: &self.out) {
            self.unnote(call.id)
        }
        self.forget(call.id)
    }

    /// A stream's handler sends a message.
    private func send(_ input: inout FuzzInput) {
        guard let call = self.choose(&input, { $0.isRunning && $0.shape.isAnyStream }) else { return }
        self.send(self.makeMessage(&input, call), call, abandon: input.byte() == 0xFF)
    }

    /// Sends a message of a stream, when it may be sent.
    func send(_ message: SentMessage, _ call: Call, abandon: Bool = false) {
        let begun = self.connection.beginMessage(
            call.id, decodedBytes: message.decodedBytes.map { UInt32($0) }, into: &self.out)
        switch begun {
        case .hold: self.calls[call.id.slot]?.isHeld = true
        case .drop: break
        case .pack(let position):
            demand(call.shape.isServerStream || call.sentCount == 0, "one reply, where one is due (TRK-318)")
            message.write(into: &self.out)
            guard !abandon else {
                self.connection.abandonMessage(position, into: &self.out)
                return
            }
            guard case .sent = self.connection.finishMessage(position, into: &self.out) else { return }
            self.note(message, call.id)
            self.calls[call.id.slot]?.isHeld = false
            self.calls[call.id.slot]?.sentCount += 1
        }
    }

    private func makeMessage(_ input: inout FuzzInput, _ call: Call) -> SentMessage {
        let length = input.length()
        let deflates = (self.peer?.compression ?? 0) & 1 == 1 && length & 3 == 1
        return SentMessage(
            length: length, fill: UInt8(truncatingIfNeeded: Int(call.id.stream.rawValue) + 16 * call.sentCount),
            decodedBytes: deflates ? length : nil)
    }

    private func takeMessage(_ input: inout FuzzInput) {
        guard let call = self.choose(&input, { !$0.messages.isEmpty }) else { return }
        self.takeFirst(call)
    }

    /// A stream's handler takes its next message.
    func takeFirst(_ call: Call) {
        guard let message = self.calls[call.id.slot]?.messages.removeFirst() else { return }
        self.askedBytes += 16
        self.connection.taken(call.id, message, into: &self.out)
    }

    private func finish(_ input: inout FuzzInput) {
        guard let call = self.choose(&input, \.isRunning) else { return }
        self.end(call, input.status())
    }

    /// The handler has returned with a status.
    func end(_ call: Call, _ status: EndStatus) {
        self.askedBytes += 8_192
        self.connection.end(call.id, with: status, now: self.now, into: &self.out)
        self.forget(call.id)
    }

    /// The deadline has passed, or the grace is over.
    func terminate(_ call: Call, _ status: EndStatus) {
        self.askedBytes += 8_192
        self.connection.terminate(call.id, with: status, now: self.now, into: &self.out)
        guard call.isRunning else {
            self.forget(call.id)
            return
        }
        self.calls[call.id.slot]?.isCancelled = true
    }

    /// Who may go on sending; who is not told still has to hold.
    func pollSendable() {
        while let id = self.connection.nextSendable() {
            guard let call = self.calls[id.slot], call.id == id else { continue }
            demand(call.shape.isAnyStream, "only a stream is told to go on")
            self.calls[id.slot]?.isHeld = false
        }
        for call in self.calls.values where call.isHeld && !call.isCancelled {
            if case .pack = self.connection.beginMessage(call.id, into: &self.out) {
                demand(false, "a stream that was held is told when it may go on")
            }
        }
    }
}

extension ServerOwner.Call {
    /// Not decided yet.
    var isOffered: Bool {
        if case .offered = self.phase { return true }
        return false
    }

    /// A handler has it.
    var isRunning: Bool {
        if case .running = self.phase { return true }
        return false
    }
}

extension CallShape {
    /// A stream, one way or both.
    var isAnyStream: Bool { self.isClientStream || self.isServerStream }
}
