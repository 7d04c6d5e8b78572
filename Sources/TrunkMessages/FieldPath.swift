/// Dotted paths as errors spell them.
enum FieldPath {
    /// `field.rest`, `field[index].rest`, or `field` alone.
    static func join(_ field: StaticString, at index: Int?, _ rest: String) -> String {
        let own = if let index { "\(field)[\(index)]" } else { "\(field)" }
        return rest.isEmpty ? own : "\(own).\(rest)"
    }
}
