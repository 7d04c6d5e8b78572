/// What an audit entry is about. The numbers are stored: they never change and are never used again.
package enum AuditAction: UInt8, Sendable, Hashable, CaseIterable {
    case signIn = 1
    case changePIN = 2
    case checkPIN = 3
    case resetPIN = 4
    case unlockPIN = 5
    case revealDefaultPIN = 6
    case setPolicy = 7
    case provisionNumber = 8
    case allocateNumber = 9
    case deallocateNumber = 10
    case nominateMainNumber = 11
    case grantVoiceServices = 12
    case activateNumber = 13
    case deactivateNumber = 14
    case updateNumber = 15
    case assignUser = 16
    case unassignUser = 17
    case logOutHandset = 18
    case createOperator = 19
    case createSite = 20
    case createOccupier = 21
    case createUser = 22
}
