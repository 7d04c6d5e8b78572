/// A column of a table for people.
package struct TableColumn: Sendable, Hashable {
    /// Where the cells stand.
    package enum Alignment: Sendable, Hashable {
        /// At the left.
        case left
        /// At the right: figures.
        case right
    }

    /// Header, in capitals without spaces.
    package var name: String
    /// Where the cells stand.
    package var alignment: Alignment
    /// Whether cells may be cut when the terminal is too narrow; numbers and ids never are.
    package var isShrinkable: Bool

    /// A column.
    package init(_ name: String, _ alignment: Alignment = .left, isShrinkable: Bool = false) {
        self.name = name
        self.alignment = alignment
        self.isShrinkable = isShrinkable
    }
}
