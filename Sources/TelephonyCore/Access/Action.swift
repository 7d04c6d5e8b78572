/// What a principal may be entitled to; one row of the table in `Permissions` (domain matrix 2.5).
package enum Action: UInt8, Sendable, Hashable, CaseIterable {
    // What needs a PIN.
    case signIn = 1
    case changePIN, checkPIN
    // Care for PINs.
    case resetPIN, unlockPIN, revealDefaultPIN, readPINStatus
    // Policy and audit.
    case readPolicy, setPolicy, readAudit
    // The life of numbers.
    case provisionNumbers, allocateNumbers, deallocateNumbers, nominateMainNumber, grantVoiceServices
    case activateNumber, deactivateNumber
    // Numbers in use.
    case readNumbers, updateNumber, assignUser, unassignUser, logOutHandset
    // Organisations.
    case createOperator, createSite, createOccupier, createUser, readOrganisations
}
