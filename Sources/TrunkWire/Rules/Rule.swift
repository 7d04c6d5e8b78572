/// A rule of the protocol document that a peer can break; the raw value is the number in `TRK-nnn`.
///
/// Every text sent to a peer for breaking a rule is `text`, and so begins with the id (TRK-605).
package enum Rule: UInt16, Hashable, Sendable, CaseIterable {
    case wrongMagic = 103
    case noCommonVersion = 104
    case versionNotOffered = 105
    case helloFirst = 110
    case helloOnce = 111
    case helloTooLong = 112
    case helloCutShort = 113
    case helloRepeated = 114
    case helloWidth = 115
    case helloBelowFloor = 116
    case helloTooLate = 121

    case frameLengthTopByte = 201
    case frameTooLong = 202
    case unknownType = 203
    case wrongDirection = 204
    case flagNotAllowed = 205
    case wrongFixedLength = 207
    case streamMisplaced = 208
    case notACallID = 209
    case idNotAbove = 210
    case idNeverOpened = 211

    case headerTooShort = 301
    case headerOverruns = 302
    case metadataOverruns = 303
    case metadataRepeated = 304
    case namedPairMalformed = 305
    case messageUnannounced = 306
    case moreWithEnd = 307
    case wrongTotal = 308
    case emptyFragment = 309
    case compressedFragment = 310
    case endInsideMessage = 311
    case secondMessage = 312
    case noMessage = 313
    case compressionNotNegotiated = 314
    case afterEnd = 315
    case responseIncomplete = 316
    case notInAStream = 317
    case notOneReply = 318

    case zeroCredit = 401
    case creditOverflow = 402
    case poolExhausted = 403
    case noCredit = 404

    case pingUnanswered = 703
    case idle = 704
    case aboveLast = 706
    case afterGoAway = 707

    case tooManyConnections = 801
    case frameTooSlow = 802
    case messageTooLong = 803
    case messageDecodedTooLong = 804
    case metadataTooLong = 805
    case tooManyTLVs = 806
    case tooManyStreams = 807
    case abuseBudget = 809

    case deflateMalformed = 902
    case compressedSecret = 904

    /// What the peer is told: the id, then the rule in a few words.
    package var text: String {
        "TRK-\(self.rawValue) \(self.sentence)"
    }
}
