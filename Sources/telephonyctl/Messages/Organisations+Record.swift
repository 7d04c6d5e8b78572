internal import TelephonyCommandLine
internal import TelephonyMessages

extension Operator: Record {
    static let columns = [TableColumn("ID"), TableColumn("NAME", isShrinkable: true)]
    var cells: [String] { [id, name] }
    var json: JSONValue { .object([("id", .text(id)), ("name", .text(name))]) }
}

extension Site: Record {
    static let columns = [
        TableColumn("ID"), TableColumn("OPERATOR"), TableColumn("NAME", isShrinkable: true), TableColumn("TIME_ZONE"),
    ]
    var cells: [String] { [id, operatorID, name, timeZone] }
    var json: JSONValue {
        .object([
            ("id", .text(id)), ("operatorId", .text(operatorID)), ("name", .text(name)), ("timeZone", .text(timeZone)),
        ])
    }
}

extension Occupier: Record {
    static let columns = [
        TableColumn("ID"), TableColumn("OPERATOR"), TableColumn("NAME", isShrinkable: true),
        TableColumn("SITES", isShrinkable: true),
    ]
    var cells: [String] { [id, operatorID, name, siteIDs.joined(separator: " ")] }
    var json: JSONValue {
        .object([
            ("id", .text(id)), ("operatorId", .text(operatorID)), ("name", .text(name)),
            ("siteIds", .array(siteIDs.map { .text($0) })),
        ])
    }
}

extension User: Record {
    static let columns = [
        TableColumn("ID"), TableColumn("OWNER"), TableColumn("NAME", isShrinkable: true),
        TableColumn("EMAIL", isShrinkable: true),
    ]
    var cells: [String] { [id, owner?.text ?? "", name, email] }
    var json: JSONValue {
        .object([
            ("id", .text(id)), ("owner", owner?.json ?? .null), ("name", .text(name)), ("email", .text(email)),
        ])
    }
}
