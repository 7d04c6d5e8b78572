/// What each tolerated misbehaviour costs, in points of the abuse budget (TRK-809).
enum AbuseCost {
    static let reset = 1
    static let straggler = 1
    static let unknownExtension = 1
    static let smallCredit = 1
    static let unsolicitedPong = 1
    static let repeatedGoAway = 1
    static let refusedOpen = 2
    static let earlyPing = 5
    static let malformedCall = 10
}
