internal import ArgumentParser
internal import TelephonyMessages

/// The level that a policy belongs to.
struct PolicyScopeOptions: ParsableArguments {
    @Flag(name: .customLong("platform"), help: "The whole platform; what is shown when no level is given.")
    var isPlatform = false

    @Option(help: ArgumentHelp("An operator.", valueName: "id")) var `operator`: EntityID?

    @Option(help: ArgumentHelp("A site.", valueName: "id")) var site: EntityID?

    @Option(help: ArgumentHelp("An occupier.", valueName: "id")) var occupier: EntityID?

    func validate() throws {
        if scopes.count > 1 {
            throw ValidationError("--platform, --operator, --site and --occupier exclude each other")
        }
    }

    /// The level as calls say it; the platform when none was given.
    var scope: PolicyScope { PolicyScope(scope: scopes.first ?? .platform(true)) }

    /// The level, for a change.
    ///
    /// - Throws: `ValidationError` when none was given: nobody changes the whole platform by leaving something out.
    func required() throws(ValidationError) -> PolicyScope {
        guard !scopes.isEmpty else {
            throw ValidationError("give one of --platform, --operator, --site and --occupier")
        }
        return scope
    }

    private var scopes: [PolicyScope.Scope] {
        let platform: PolicyScope.Scope? = isPlatform ? .platform(true) : nil
        let ids: [PolicyScope.Scope?] = [
            self.operator.map { .operatorID($0.text) }, site.map { .siteID($0.text) },
            occupier.map { .occupierID($0.text) },
        ]
        return ([platform] + ids).compactMap { $0 }
    }
}
