/// Which role may do what (domain matrix 2.5): the one table. Which numbers it may do it to is the scope's business.
package enum Permissions {
    /// Whether a role may do this at all.
    package static func allows(_ action: Action, to role: Role) -> Bool { roles(for: action).contains(role) }

    /// Whether an actor may do this: its role allows it, and its scope is not wider than its role can have.
    package static func allows(_ action: Action, to actor: Actor) -> Bool {
        allows(action, to: actor.role) && reach(of: actor.scope) <= widestReach(of: actor.role)
    }

    /// Whether an actor is told of locks and of main numbers without a handset.
    package static func seesLock(_ role: Role, under policy: PINPolicy) -> Bool {
        switch role {
        case .platform, .operatorAdmin, .operatorUser, .occupierAdmin, .occupierUser: true
        case .pbx: policy.pbxSeesLock
        case .auditor: false
        }
    }

    /// The roles that may do an action.
    package static func roles(for action: Action) -> [Role] {
        switch action {
        case .signIn, .changePIN, .checkPIN: [.pbx, .occupierUser]
        case .resetPIN, .revealDefaultPIN, .updateNumber, .logOutHandset: people
        case .readPINStatus, .readNumbers: people + [.pbx]
        case .unlockPIN, .setPolicy, .allocateNumbers, .deallocateNumbers, .activateNumber, .deactivateNumber,
            .nominateMainNumber, .grantVoiceServices, .createOccupier:
            [.platform, .operatorAdmin]
        case .readPolicy: [.platform, .operatorAdmin, .operatorUser, .occupierAdmin, .pbx, .auditor]
        case .readAudit: [.platform, .operatorAdmin, .auditor]
        case .provisionNumbers, .createSite: [.platform, .pbx]
        case .assignUser, .unassignUser: [.platform, .operatorAdmin, .operatorUser, .occupierAdmin]
        case .createOperator: [.platform]
        case .createUser: [.platform, .operatorAdmin, .occupierAdmin]
        case .readOrganisations: [.platform, .operatorAdmin, .operatorUser, .occupierAdmin, .pbx]
        }
    }

    private static let people: [Role] = [.platform, .operatorAdmin, .operatorUser, .occupierAdmin, .occupierUser]

    private static func reach(of scope: Scope) -> Int {
        switch scope {
        case .user: 0
        case .occupier: 1
        case .operator: 2
        case .platform: 3
        }
    }

    private static func widestReach(of role: Role) -> Int {
        switch role {
        case .occupierUser: 0
        case .occupierAdmin: 1
        case .operatorUser, .operatorAdmin: 2
        case .platform, .pbx, .auditor: 3
        }
    }
}
