/// The id of an organisation, site or user: 1 to 63 of a-z, 0-9 and hyphen, a letter or digit first.
/// `Kind` keeps ids of different kinds apart.
package struct EntityID<Kind>: Hashable, Comparable, Sendable {
    /// The id as text.
    package let text: String

    /// Longest id, in bytes.
    package static var bytesMax: Int { 63 }

    /// From text; nil when it is not an id.
    package init?(_ text: String) {
        let bytes = text.utf8
        guard let first = bytes.first, first != UInt8(ascii: "-"), bytes.count <= Self.bytesMax else { return nil }
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                continue
            default: return nil
            }
        }
        self.text = text
    }

    /// By bytes.
    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// Kind of `OperatorID`.
package enum OperatorKind {}
/// Kind of `OccupierID`.
package enum OccupierKind {}
/// Kind of `SiteID`.
package enum SiteKind {}
/// Kind of `UserID`.
package enum UserKind {}

/// Names an operator.
package typealias OperatorID = EntityID<OperatorKind>
/// Names an occupier.
package typealias OccupierID = EntityID<OccupierKind>
/// Names a site.
package typealias SiteID = EntityID<SiteKind>
/// Names a user.
package typealias UserID = EntityID<UserKind>
