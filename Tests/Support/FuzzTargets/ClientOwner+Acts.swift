internal import NIOCore
internal import TrunkWire

/// What a client's owner does of its own accord.
extension ClientOwner {
    /// One act, as the input says; none of them moves time or ends the connection.
    func act(_ input: inout FuzzInput) {
        let operation = input.byte()
        switch operation & 0x07 {
        case 0, 1: self.begin(&input)
        case 2, 3: self.send(&input)
        case 4:
            if let call = self.choose(&input, { !$0.messages.isEmpty }) { self.takeFirst(call) }
        case 5:
            if let call = self.choose(&input, { !$0.isOver && !$0.hasFinished }) { self.finishSending(call) }
        case 6: self.pollSendable()
        default:
            guard operation & 0x08 == 0, self.resetCount < self.resetsMax else { return }
            if let call = self.choose(&input, { !$0.isOver }) { self.cancel(call) }
        }
    }

    private func choose(_ input: inout FuzzInput, _ passes: (Call) -> Bool) -> Call? {
        let calls = self.calls.values.filter(passes).sorted { $0.id.slot < $1.id.slot }
        return calls.isEmpty ? nil : calls[input.index(below: calls.count)]
    }

    private func begin(_ input: inout FuzzInput) {
        let choice = input.byte()
        let shape = CallShape(digit: UInt8(ascii: "0") + (choice & 3))
        let credits: [UInt32] = [0, 0, 0, 400, 70_000, 200_000]
        let header = CallHeader(creditBytes: choice & 0x80 == 0 ? 0 : credits[input.index(below: credits.count)])
        let metadata = choice & 0x40 == 0 ? Metadata() : input.metadata()
        let length = input.length()
        let hasMessage = choice & 0x20 != 0 || !shape.isClientStream
        let message = SentMessage(
            length: length, fill: choice, decodedBytes: hasMessage && self.deflates(length) ? length : nil)
        self.askedBytes += metadata.byteCount + 300
        let begun = self.connection.beginRequest(
            path: String(UnicodeScalar(shape.digit)), header: header, metadata: metadata, shape: shape,
            hasMessage: hasMessage, decodedBytes: message.decodedBytes.map { UInt32($0) }, into: &self.out)
        switch begun {
        case .hold, .refused: break
        case .opened(let id):
            demand(shape.isClientStream, "only a stream of the client begins without a message")
            self.open(id, shape, header)
        case .pack(let id, let position):
            self.open(id, shape, header)
            message.write(into: &self.out)
            if choice & 0x10 != 0, input.byte() & 0x0F == 0x0F {
                self.connection.abandonRequest(position, into: &self.out)
                self.calls[id.slot] = nil
                return
            }
            guard case .sent = self.connection.finishRequest(position, into: &self.out) else {
                self.calls[id.slot] = nil
                return
            }
            self.note(message, id)
            self.calls[id.slot]?.sentCount = 1
        }
    }

    private func deflates(_ length: Int) -> Bool {
        (self.peer?.compression ?? 0) & 1 == 1 && length & 3 == 1
    }

    private func send(_ input: inout FuzzInput) {
        guard let call = self.choose(&input, { !$0.isOver && $0.shape.isClientStream }) else { return }
        let length = input.length()
        let choice = input.byte()
        let message = SentMessage(
            length: length, fill: UInt8(truncatingIfNeeded: length + call.sentCount),
            decodedBytes: self.deflates(length) ? length : nil)
        let begun = self.connection.beginMessage(
            call.id, decodedBytes: message.decodedBytes.map { UInt32($0) }, into: &self.out)
        switch begun {
        case .hold:
            demand(!call.hasFinished, "a stream that was ended does not wait")
            self.calls[call.id.slot]?.isHeld = true
        case .drop: if !call.hasFinished { self.mustClose = true }
        case .pack(let position):
            demand(!call.hasFinished, "nothing is sent behind the end (TRK-315)")
            message.write(into: &self.out)
            if choice == 0xFF {
                self.connection.abandonMessage(position, into: &self.out)
                return
            }
            let isLast = choice & 0x07 == 7
            guard case .sent = self.connection.finishMessage(position, isLast: isLast, into: &self.out) else { return }
            self.note(message, call.id)
            self.calls[call.id.slot]?.sentCount += 1
            self.calls[call.id.slot]?.isHeld = false
            self.calls[call.id.slot]?.hasFinished = isLast
        }
    }

    /// The consumer of a stream takes its next message.
    func takeFirst(_ call: Call) {
        guard let message = self.calls[call.id.slot]?.messages.removeFirst() else { return }
        self.askedBytes += 16
        self.connection.taken(call.id, message, into: &self.out)
    }

    /// No more messages.
    func finishSending(_ call: Call) {
        self.askedBytes += 12
        self.connection.finishSending(call.id, into: &self.out)
        self.calls[call.id.slot]?.hasFinished = true
    }

    /// Who may go on sending; who is not told still has to hold.
    func pollSendable() {
        while let id = self.connection.nextSendable() {
            guard let call = self.calls[id.slot], call.id == id else { continue }
            demand(call.shape.isClientStream, "only a stream is told to go on")
            self.calls[id.slot]?.isHeld = false
        }
        for call in self.calls.values where call.isHeld && !call.isOver && !call.hasFinished {
            if case .pack = self.connection.beginMessage(call.id, into: &self.out) {
                demand(false, "a stream that was held is told when it may go on")
            }
        }
    }

    /// Time moves on, and the timer fires.
    func pause(_ nanoseconds: Int64) {
        self.now = self.now + .nanoseconds(nanoseconds)
        self.askedBytes += 512
        self.connection.tick(now: self.now, into: &self.out)
    }

    /// Drain, close, or the server's half-close.
    func steer(_ input: inout FuzzInput) {
        self.askedBytes += 512
        switch input.byte() % 4 {
        case 0: self.connection.drain(text: "bye", into: &self.out)
        case 1: self.connection.close(.internalError, text: "no more", into: &self.out)
        case 2:
            self.connection.inputClosed()
            self.drainEvents()
        default: break
        }
    }
}
