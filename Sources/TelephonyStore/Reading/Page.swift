/// A page of a list.
package struct Page<Element: Sendable, Position: Sendable>: Sendable {
    /// The rows.
    package let elements: [Element]
    /// Where the next page begins; nil when there is none.
    package let next: Position?

    /// A page with all its parts.
    package init(elements: [Element], next: Position?) {
        self.elements = elements
        self.next = next
    }

    /// A page from one row more than it may hold, which tells whether there is another.
    package init(_ rows: [Element], limit: Int, position: (Element) -> Position) {
        let elements = Array(rows.prefix(limit))
        self.init(elements: elements, next: rows.count > limit ? elements.last.map(position) : nil)
    }
}
