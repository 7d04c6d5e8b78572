/// Who issues a command or query: taken from the authenticated principal, never from a request field.
package struct Actor: Sendable, Hashable {
    /// Name for the audit, at most 64 bytes.
    package let name: String
    /// What it may do.
    package let role: Role
    /// What it may see.
    package let scope: Scope

    /// An actor.
    package init(name: String, role: Role, scope: Scope) {
        self.name = name
        self.role = role
        self.scope = scope
    }
}
