internal import TelephonyCore
internal import Trunk

/// Code, reason, text, variables and next step of each refusal, in one table.
struct RefusalShape {
    let code: StatusCode
    let reason: String
    var text: String
    var variables: [(String, String)] = []
    var field: String?
    var help = ""

    init(_ refusal: Refusal) {
        switch refusal {
        case .notFound(let subject):
            self.init(.notFound, "\(subject.rawValue.uppercased())_NOT_FOUND", "no such \(subject.rawValue)")
        case .alreadyExists(let subject, let name):
            self.init(
                .alreadyExists, "\(subject.rawValue.uppercased())_EXISTS", "the \(subject.rawValue) exists already",
                variables: [("name", name)], help: "choose another, or read the one that is there")
        case .invalid(let field, let problem):
            self.init(.invalidArgument, "FIELD_INVALID", "\(field): \(problem)", field: field)
        case .notPermitted:
            self.init(.permissionDenied, "NOT_PERMITTED", "your role does not include this")
        case .damaged:
            self.init(
                .dataLoss, "RECORD_DAMAGED", "a stored record does not open; nothing was decided",
                help: "check that the server has the keys this store was written with")
        case .versionMismatch:
            self.init(
                .aborted, "ETAG_MISMATCH", "it has changed since you read it", help: "read it again and decide anew")
        case .requestIDReused:
            self.init(
                .alreadyExists, "REQUEST_ID_REUSED", "this request id came before with another request",
                field: "request_id", help: "make a new UUIDv7 for every new request")
        case .requestIDExpired:
            self.init(
                .invalidArgument, "REQUEST_ID_EXPIRED", "the time in the request id is too old or in the future",
                field: "request_id", help: "make a new UUIDv7; check the clock of the caller")
        case .row(let index, let cause):
            self.init(cause)
            variables.append(("row", "\(index)"))
            text = "numbers[\(index)]: \(text); nothing was changed"
        case .numberNotActive, .numberNotReserved, .numberNotAvailable, .numberInCooldown, .numberOnHold,
            .noEntitlement, .entitlementInUse, .mainNumberExists, .mainNumberHasNoHandset, .ownerNotAtSite,
            .userOfAnotherOwner, .numberAssigned:
            self.init(state: refusal)
        }
    }

    /// Refusals that depend on the state of a number, an owner or an entitlement: FAILED_PRECONDITION.
    private init(state refusal: Refusal) {
        switch refusal {
        case .numberNotActive(let state):
            self.init(
                precondition: "NUMBER_NOT_ACTIVE", "the number is \(state.name), not ACTIVE",
                variables: [("state", state.name)], help: "activate it first")
        case .numberNotReserved(let state):
            self.init(
                precondition: "NUMBER_NOT_RESERVED", "the number is \(state.name), not RESERVED",
                variables: [("state", state.name)])
        case .numberNotAvailable(let state):
            self.init(
                precondition: "NUMBER_NOT_AVAILABLE", "the number is \(state.name), not AVAILABLE",
                variables: [("state", state.name)])
        case .numberInCooldown(let until):
            self.init(
                precondition: "NUMBER_IN_COOLDOWN", "the number rests after its deactivation",
                variables: [("until_us", "\(until.microseconds)")])
        case .numberOnHold(let until):
            self.init(
                precondition: "NUMBER_ON_HOLD", "the number is kept from other organisations for a while",
                variables: [("until_us", "\(until.microseconds)")])
        case .noEntitlement(_, let site):
            self.init(
                precondition: "NO_ENTITLEMENT", "no voice service is left at this site",
                variables: [("site", site.text)], help: "grant more voice services or deactivate a number")
        case .entitlementInUse(let used):
            self.init(
                precondition: "ENTITLEMENT_IN_USE", "more voice services are in use than that",
                variables: [("used", "\(used)")])
        case .mainNumberExists:
            self.init(precondition: "MAIN_NUMBER_EXISTS", "the owner has a main number at this site")
        case .mainNumberHasNoHandset:
            self.init(precondition: "MAIN_NUMBER_HAS_NO_HANDSET", "a main number has no handset and no user")
        case .ownerNotAtSite:
            self.init(precondition: "OWNER_NOT_AT_SITE", "the owner is not present at this site")
        case .userOfAnotherOwner:
            self.init(precondition: "USER_OF_ANOTHER_OWNER", "the user belongs to another organisation")
        case .numberAssigned:
            self.init(
                precondition: "NUMBER_ASSIGNED", "a user is assigned to the number", help: "unassign the user first")
        default:
            self.init(.internalError, "INTERNAL", "the request was refused")
        }
    }

    private init(
        precondition reason: String, _ text: String, variables: [(String, String)] = [], help: String = ""
    ) {
        self.init(.failedPrecondition, reason, text, variables: variables, help: help)
    }

    private init(
        _ code: StatusCode, _ reason: String, _ text: String, variables: [(String, String)] = [],
        field: String? = nil, help: String = ""
    ) {
        self.code = code
        self.reason = reason
        self.text = text
        self.variables = variables
        self.field = field
        self.help = help
    }
}

extension NumberState {
    /// The state's name as the schema has it.
    var name: String {
        switch self {
        case .available: "AVAILABLE"
        case .reserved: "RESERVED"
        case .pending: "PENDING"
        case .active: "ACTIVE"
        case .cooldown: "COOLDOWN"
        }
    }
}
