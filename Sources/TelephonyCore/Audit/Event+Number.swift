extension Event {
    /// An event about a number as it is after the change, told to whom it belonged before it.
    package init(_ kind: Kind, _ number: NumberRecord, at now: WallTime, toldTo before: NumberRecord? = nil) {
        self.init(
            kind: kind, number: number.id, time: now, generation: number.pin.generation,
            owner: (before ?? number).owner, user: (before ?? number).user)
    }
}
