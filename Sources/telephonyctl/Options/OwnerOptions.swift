internal import ArgumentParser
internal import TelephonyMessages

/// An organisation that owns numbers.
struct OwnerOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The operator of this id.", valueName: "id"))
    var `operator`: EntityID?

    @Option(help: ArgumentHelp("The occupier of this id.", valueName: "id"))
    var occupier: EntityID?

    func validate() throws {
        if self.operator != nil, occupier != nil {
            throw ValidationError("--operator and --occupier exclude each other")
        }
    }

    /// The owner, or nil when none was given.
    var owner: Owner? {
        if let id = self.operator { return Owner(owner: .operatorID(id.text)) }
        return occupier.map { Owner(owner: .occupierID($0.text)) }
    }

    /// The owner.
    ///
    /// - Throws: `ValidationError` when none was given.
    func required() throws(ValidationError) -> Owner {
        guard let owner else { throw ValidationError("give --operator ID or --occupier ID") }
        return owner
    }
}
