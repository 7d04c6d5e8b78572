import Testing

/// Marks the test of one requirement: `S-05`. `CoverageTests` fails when one of them has none.
struct RequirementTrait: TestTrait, SuiteTrait {
    /// The id, for example `S-05`.
    let id: String
    /// Ids show in the test's comments.
    var comments: [Comment] { [Comment(rawValue: id)] }
}

extension Trait where Self == RequirementTrait {
    /// Marks the test of a requirement.
    static func requirement(_ id: String) -> Self { RequirementTrait(id: id) }
}
