internal import ArgumentParser
internal import TelephonyMessages

/// The level that a policy belongs to.
struct PolicyScopeOptions: ParsableArguments {
    @Flag(name: .customLong("platform"), help: "The whole platform.") var isPlatform = false

    @Option(help: ArgumentHelp("An operator.", valueName: "id")) var `operator`: EntityID?

    @Option(help: ArgumentHelp("A site.", valueName: "id")) var site: EntityID?

    @Option(help: ArgumentHelp("An occupier.", valueName: "id")) var occupier: EntityID?

    func validate() throws {
        guard scopes.count == 1 else {
            throw ValidationError("give exactly one of --platform, --operator, --site and --occupier")
        }
    }

    /// The level as calls say it.
    var scope: PolicyScope { PolicyScope(scope: scopes.first) }

    private var scopes: [PolicyScope.Scope] {
        let platform: PolicyScope.Scope? = isPlatform ? .platform(true) : nil
        let ids: [PolicyScope.Scope?] = [
            self.operator.map { .operatorID($0.text) }, site.map { .siteID($0.text) },
            occupier.map { .occupierID($0.text) },
        ]
        return ([platform] + ids).compactMap { $0 }
    }
}
