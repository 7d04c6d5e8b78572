internal import TelephonyCommandLine
internal import TelephonyMessages

extension Number: Record {
    static let columns = [
        TableColumn("NUMBER"), TableColumn("EXTENSION"), TableColumn("SITE"), TableColumn("TYPE"), TableColumn("STATE"),
        TableColumn("OWNER", isShrinkable: true), TableColumn("USER", isShrinkable: true),
        TableColumn("LABEL", isShrinkable: true), TableColumn("PIN"), TableColumn("LOCK"),
        TableColumn("HANDSET", isShrinkable: true),
    ]

    var cells: [String] {
        [
            e164, self.extension, siteID, type.word, state.word, owner?.text ?? "", userID, label,
            pin?.kind.word ?? "", pin.map { $0.locked ? "LOCKED" : "" } ?? "", handsetLogin?.deviceID ?? "",
        ]
    }

    static let csvColumns = [
        "number", "extension", "site", "type", "state", "owner", "label", "user", "activate", "device", "voicemail",
        "pin", "locked", "locked_since", "pin_changed", "pin_reset", "cooldown_until",
    ]

    /// The columns that `numbers provision` reads stand under its names, so that an export reads back.
    var csvCells: [String] {
        [
            e164, self.extension, siteID, type.word, state.word, owner?.text ?? "", label, userID,
            (state == .active).word, handsetLogin?.deviceID ?? "", (!(features?.voicemailOff ?? false)).word,
            pin?.kind.word ?? "", (pin?.locked ?? false).word, pin?.lockTime.shortText ?? "",
            pin?.changeTime.shortText ?? "", pin?.resetTime.shortText ?? "",
            state == .cooldown ? stateExpireTime.shortText : "",
        ]
    }

    var details: [(String, String)] {
        var details: [(String, String)] = [
            ("NUMBER", e164), ("EXTENSION", self.extension), ("SITE", siteID), ("TYPE", type.word),
            ("STATE", state.word), ("STATE_UNTIL", stateExpireTime.shortText), ("OWNER", owner?.text ?? ""),
            ("USER", userID), ("LABEL", label),
            ("HANDSET", handsetLogin.map { "\($0.deviceID) since \($0.loginTime.shortText)" } ?? ""),
        ]
        details += features?.details ?? []
        details += pin?.details ?? []
        details += [
            ("CREATED", createTime.shortText), ("UPDATED", updateTime.shortText), ("ETAG", etag), ("ID", id),
        ]
        return details
    }

    var json: JSONValue {
        .object([
            ("id", .text(id)), ("e164", .text(e164)), ("extension", .text(self.extension)), ("siteId", .text(siteID)),
            ("type", type.json), ("state", state.json), ("owner", owner?.json ?? .null), ("userId", .text(userID)),
            ("label", .text(label)), ("features", features?.json ?? .null),
            (
                "handsetLogin",
                handsetLogin.map { login in
                    .object([("deviceId", .text(login.deviceID)), ("loginTime", .time(login.loginTime))])
                } ?? .null
            ),
            ("pin", pin?.json ?? .null), ("etag", .text(etag)), ("createTime", .time(createTime)),
            ("updateTime", .time(updateTime)), ("stateExpireTime", .time(stateExpireTime)),
            ("cooldownDuration", .duration(cooldownDuration)),
        ])
    }
}
