import Synchronization
import TelephonyMessages
import Trunk
import TrunkMessages

/// A telephone exchange of a few lines: it keeps numbers in memory and refuses as the server does.
final class Exchange: Sendable {
    let caller = ScriptedCaller()
    private let numbers = Mutex<[String: Number]>([:])
    /// Users that nobody may be assigned to.
    let unknownUsers: Set<String>
    /// Numbers that cannot be created, whatever is tried.
    let impossible: Set<String>

    init(_ numbers: [Number] = [], unknownUsers: Set<String> = [], impossible: Set<String> = []) {
        self.unknownUsers = unknownUsers
        self.impossible = impossible
        self.numbers.withLock { map in for number in numbers { map[number.e164] = number } }
        caller.on(TelephonyServiceMethods.provisionNumbers) { [self] request throws(RPCError) in try provision(request)
        }
        caller.on(TelephonyServiceMethods.getNumber) { [self] request throws(RPCError) in
            GetNumberResponse(number: try number(request.number))
        }
        caller.on(TelephonyServiceMethods.allocateNumbers) { [self] request throws(RPCError) in try allocate(request) }
        caller.on(TelephonyServiceMethods.activateNumber) { [self] request throws(RPCError) in
            ActivateNumberResponse(number: try change(request.number, from: .reserved) { $0.state = .active })
        }
        caller.on(TelephonyServiceMethods.assignUser) { [self] request throws(RPCError) in
            if unknownUsers.contains(request.userID) { throw Self.refusal(.notFound, "USER_NOT_FOUND", "no such user") }
            return AssignUserResponse(number: try change(request.number, from: .active) { $0.userID = request.userID })
        }
        caller.on(TelephonyServiceMethods.updateNumber) { [self] request throws(RPCError) in
            UpdateNumberResponse(number: try change(request.number, from: .active) { $0.label = request.label })
        }
    }

    /// All numbers, by E.164.
    var all: [Number] { numbers.withLock { $0.values.sorted { $0.e164 < $1.e164 } } }

    static func refusal(_ code: StatusCode, _ reason: String, _ text: String) -> RPCError {
        RPCError(code, text, details: ErrorDetails(reason: reason, domain: "telephony"))
    }

    private func provision(_ request: ProvisionNumbersRequest) throws(RPCError) -> ProvisionNumbersResponse {
        guard request.numbers.count <= 1000 else { throw Self.refusal(.invalidArgument, "FIELD_INVALID", "too many") }
        let refusal: RPCError? = numbers.withLock { map in
            for spec in request.numbers {
                if impossible.contains(spec.e164) {
                    return Self.refusal(.invalidArgument, "FIELD_INVALID", "impossible")
                }
                let taken = map.values.contains {
                    $0.e164 == spec.e164 || ($0.extension == spec.extension && $0.siteID == spec.siteID)
                }
                if taken { return Self.refusal(.alreadyExists, "NUMBER_EXISTS", "the number exists already") }
            }
            if request.validateOnly { return nil }
            for spec in request.numbers {
                map[spec.e164] = Number(
                    e164: spec.e164, extension: spec.extension, siteID: spec.siteID, type: spec.type, state: .available)
            }
            return nil
        }
        if let refusal { throw refusal }
        return ProvisionNumbersResponse(ids: request.numbers.map(\.e164))
    }

    private func allocate(_ request: AllocateNumbersRequest) throws(RPCError) -> AllocateNumbersResponse {
        for reference in request.numbers {
            guard try number(reference).state == .available else {
                throw Self.refusal(.failedPrecondition, "NUMBER_NOT_AVAILABLE", "the number is not AVAILABLE")
            }
        }
        for reference in request.numbers {
            _ = try change(reference, from: .available) { number in
                number.owner = request.owner
                number.state = .reserved
            }
        }
        return AllocateNumbersResponse(allocated: UInt32(request.numbers.count))
    }

    private func number(_ reference: NumberRef?) throws(RPCError) -> Number {
        guard case .e164(let text) = reference?.ref, let number = numbers.withLock({ $0[text] }) else {
            throw Self.refusal(.notFound, "NUMBER_NOT_FOUND", "no such number")
        }
        return number
    }

    private func change(
        _ reference: NumberRef?, from state: NumberState, _ body: (inout Number) -> Void
    ) throws(RPCError) -> Number {
        var number = try number(reference)
        guard number.state == state else {
            throw Self.refusal(.failedPrecondition, "NUMBER_STATE", "the number is in another state")
        }
        body(&number)
        numbers.withLock { $0[number.e164] = number }
        return number
    }
}
