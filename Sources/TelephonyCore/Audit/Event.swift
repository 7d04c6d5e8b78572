/// Something others should hear of: addressed to the number, its owner and its holder, never with a PIN (S-21, Q-22).
package struct Event: Sendable, Hashable {
    /// What happened. The numbers are stored.
    package enum Kind: UInt8, Sendable, Hashable, CaseIterable {
        /// The PIN was reset to the default.
        case pinReset = 1
        /// The PIN was locked.
        case pinLocked = 2
        /// The lock was lifted and the PIN kept.
        case pinUnlocked = 3
        /// The holder changed the PIN.
        case pinChanged = 4
        /// The number was deactivated.
        case numberDeactivated = 5
        /// The number was activated.
        case numberActivated = 6
    }

    /// What happened.
    package let kind: Kind
    /// To which number.
    package let number: NumberID
    /// When.
    package let time: WallTime
    /// Generation of the PIN afterwards: sessions of an older one are dead.
    package let generation: UInt64
    /// Owner of the number at the time.
    package let owner: NumberOwner?
    /// Holder of the number at the time.
    package let user: UserID?

    /// An event.
    package init(
        kind: Kind, number: NumberID, time: WallTime, generation: UInt64, owner: NumberOwner?, user: UserID?
    ) {
        self.kind = kind
        self.number = number
        self.time = time
        self.generation = generation
        self.owner = owner
        self.user = user
    }
}
