/// Why a schema cannot be generated, with the place and what to do about it.
struct GenerationError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
