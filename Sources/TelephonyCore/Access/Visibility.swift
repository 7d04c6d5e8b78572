// The scope predicates: what lies outside is missing, not forbidden (T-7). A store's queries filter by the same terms.

extension NumberRecord {
    /// Whether this number lies within a scope.
    package func isVisible(to scope: Scope) -> Bool {
        switch scope {
        case .platform: true
        case .operator(let id): siteOperator == id
        case .occupier(let id): owner == .occupier(id)
        case .user(let id): user == id
        }
    }
}

extension OperatorRecord {
    /// Whether this operator lies within a scope.
    package func isVisible(to scope: Scope) -> Bool { scope == .platform || scope == .operator(id) }
}

extension SiteRecord {
    /// Whether this site lies within a scope; for an occupier, where `occupier` is its own record, if it has a contract.
    package func isVisible(to scope: Scope, occupier: OccupierRecord? = nil) -> Bool {
        switch scope {
        case .platform: true
        case .operator(let id): operatorID == id
        case .occupier(let id): occupier?.id == id && occupier?.sites.contains(self.id) == true
        case .user: false
        }
    }
}

extension OccupierRecord {
    /// Whether this occupier lies within a scope.
    package func isVisible(to scope: Scope) -> Bool {
        switch scope {
        case .platform: true
        case .operator(let id): operatorID == id
        case .occupier(let id): self.id == id
        case .user: false
        }
    }
}

extension UserRecord {
    /// Whether this user lies within a scope.
    package func isVisible(to scope: Scope) -> Bool {
        switch scope {
        case .platform: true
        case .operator(let id): operatorID == id
        case .occupier(let id): owner == .occupier(id)
        case .user(let id): self.id == id
        }
    }
}
