extension Rule {
    /// The rule in a few words, without its id.
    var sentence: String {
        switch self {
        case .wrongMagic: "the connection does not begin with the Trunk magic"
        case .noCommonVersion: "no version in common"
        case .versionNotOffered: "the chosen version was not offered"
        case .helloFirst: "the first frame is HELLO"
        case .helloOnce: "HELLO is sent exactly once"
        case .helloTooLong: "HELLO is at most 4096 bytes"
        case .helloCutShort: "a HELLO setting runs past the end"
        case .helloRepeated: "a HELLO setting is given twice"
        case .helloWidth: "a HELLO setting has the wrong width"
        case .helloBelowFloor: "a HELLO setting is below its floor"
        case .helloTooLate: "preface and HELLO did not arrive in time"
        case .frameLengthTopByte: "the top byte of a length is 0"
        case .frameTooLong: "the frame is longer than the announced maximum"
        case .unknownType: "unknown frame type"
        case .wrongDirection: "this side does not send that frame type"
        case .flagNotAllowed: "a flag that this frame type does not allow"
        case .wrongFixedLength: "wrong length for this frame type"
        case .streamMisplaced: "stream 0 is the connection, and only the connection"
        case .notACallID: "a call id is odd and at most 7FFFFFFF"
        case .idNotAbove: "a REQUEST's id is above every earlier one"
        case .idNeverOpened: "that stream was never opened"
        default: self.callSentence
        }
    }

    private var callSentence: String {
        switch self {
        case .headerTooShort: "fewer bytes than the fixed header"
        case .headerOverruns: "path or metadata run past the end"
        case .metadataOverruns: "a metadata TLV runs past the end"
        case .metadataRepeated: "a metadata id is given twice"
        case .namedPairMalformed: "malformed named pair"
        case .messageUnannounced: "message bytes or flags without HAS_MESSAGE"
        case .moreWithEnd: "MORE together with END"
        case .wrongTotal: "missing or wrong total of a fragmented message"
        case .emptyFragment: "a fragment has no bytes"
        case .compressedFragment: "COMPRESSED belongs on the first fragment only"
        case .endInsideMessage: "END inside a message"
        case .secondMessage: "a unary call has one message each way"
        case .noMessage: "a unary call needs a message"
        case .compressionNotNegotiated: "compression was not negotiated"
        case .afterEnd: "nothing comes after END"
        case .responseIncomplete: "a unary reply is one RESPONSE with a message, or END with a failure"
        case .streamsNotImplemented: "streaming calls are not implemented"
        case .zeroCredit: "CREDIT of 0"
        case .creditOverflow: "credit above 7FFFFFFF"
        case .poolExhausted: "no room to receive the message"
        case .pingUnanswered: "PING was not answered"
        case .idle: "idle for too long"
        case .aboveLast: "the call is above the last one that was accepted"
        case .afterGoAway: "no call is opened after GOAWAY"
        case .tooManyConnections: "too many connections from this address"
        case .frameTooSlow: "the frame arrives too slowly"
        case .messageTooLong: "the message is longer than the limit"
        case .metadataTooLong: "metadata is longer than the limit"
        case .tooManyTLVs: "too many metadata entries"
        case .tooManyStreams: "too many calls at one time"
        case .abuseBudget: "too many refused, malformed or useless frames"
        default: ""
        }
    }
}
