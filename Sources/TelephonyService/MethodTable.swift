package import TelephonyCore
package import Trunk
package import TrunkMessages

/// The one table of this service: which action each method is, and how long it may take (PROTOCOL §5). A method without
/// a row does not compile. Which role may do an action stands in the core's `Permissions`, which the commands obey too.
package struct MethodTable: Sendable {
    /// What calling the method means, for rights; nil when every identity may call it.
    package let action: Action?
    /// Its time limits.
    package let terms: MethodTerms

    private init(_ action: Action?, _ terms: MethodTerms) {
        self.action = action
        self.terms = terms
    }

    private init(_ action: Action?, seconds: Int64, maximum: Int64, allowsAnonymous: Bool = false) {
        self.init(
            action,
            MethodTerms(
                defaultTimeout: .seconds(seconds), maximumTimeout: .seconds(maximum), allowsAnonymous: allowsAnonymous))
    }

    /// Something a caller on the phone waits for.
    private static func live(_ action: Action) -> MethodTable { MethodTable(action, seconds: 2, maximum: 10) }
    /// Something staff at a screen or a script waits for.
    private static func office(_ action: Action) -> MethodTable { MethodTable(action, seconds: 5, maximum: 30) }
    /// Something that touches up to a thousand numbers.
    private static func bulk(_ action: Action) -> MethodTable { MethodTable(action, seconds: 30, maximum: 120) }

    /// The row of a method.
    package static func row(of method: TelephonyMethod) -> MethodTable {
        switch method {
        case .pinSignIn: live(.signIn)
        case .pinChangePin: live(.changePIN)
        case .pinCheckPin: live(.checkPIN)
        case .pinGetPinStatus: live(.readPINStatus)
        case .pinResetPin: office(.resetPIN)
        case .pinUnlockPin: office(.unlockPIN)
        case .pinRevealDefaultPin: office(.revealDefaultPIN)
        case .pinGetPolicy: office(.readPolicy)
        case .pinSetPolicy: office(.setPolicy)
        case .telephonyProvisionNumbers: bulk(.provisionNumbers)
        case .telephonyAllocateNumbers: bulk(.allocateNumbers)
        case .telephonyDeallocateNumbers: bulk(.deallocateNumbers)
        case .telephonyNominateMainNumber: office(.nominateMainNumber)
        case .telephonyGrantVoiceServices: office(.grantVoiceServices)
        case .telephonyActivateNumber: office(.activateNumber)
        case .telephonyDeactivateNumber: office(.deactivateNumber)
        case .telephonyGetNumber: live(.readNumbers)
        case .telephonyUpdateNumber: office(.updateNumber)
        case .telephonyAssignUser: office(.assignUser)
        case .telephonyUnassignUser: office(.unassignUser)
        case .telephonyLogOutHandset: office(.logOutHandset)
        case .directoryCreateOperator: office(.createOperator)
        case .directoryCreateSite: office(.createSite)
        case .directoryCreateOccupier: office(.createOccupier)
        case .directoryCreateUser: office(.createUser)
        case .directoryGetOperator, .directoryListOperators, .directoryGetSite, .directoryListSites,
            .directoryGetOccupier, .directoryListOccupiers, .directoryGetUser, .directoryListUsers:
            office(.readOrganisations)
        case .directoryLookupNumber: live(.readNumbers)
        case .directoryListNumbers: office(.readNumbers)
        case .healthCheck: MethodTable(nil, seconds: 2, maximum: 10, allowsAnonymous: true)
        // Silent for as long as the server is well: a silence is no reason to end it.
        case .healthWatch: MethodTable(nil, .stream(idleTimeout: nil))
        case .introspectionGetSchema, .introspectionGetServerInfo: MethodTable(nil, seconds: 5, maximum: 30)
        }
    }

    /// Why this identity may not call a method, or nil: what the router asks before it unpacks the message.
    package static func refusal(_ method: MethodDescriptor, _ identity: (any Identity)?) -> RPCError? {
        // A method without a row is not one of this service's, and no router of this service has it.
        guard let known = TelephonyMethod(path: method.path) else { return RPCError(.notPermitted) }
        guard let action = row(of: known).action else { return nil }
        guard let principal = identity as? Principal else { return .unauthenticated }
        return Permissions.allows(action, to: principal.actor) ? nil : RPCError(.notPermitted)
    }
}
