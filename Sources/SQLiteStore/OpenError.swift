/// Why a store does not open. Each case says what to do next (`advice`).
package enum OpenError: Error, Sendable, Hashable {
    /// Another process has the data open.
    case inUse(path: String)
    /// The lock file cannot be made or locked.
    case cannotLock(path: String, errno: Int32)
    /// The data is a link, a folder, or a file with several names (RL-03).
    case notAPlainFile(path: String)
    /// SQLite does not open it, or not for writing.
    case cannotOpen(path: String, code: Int32)
    /// The file is a database of something else.
    case foreignDatabase(path: String)
    /// Durability or safety is not in force after opening (RL-01).
    case settingNotInForce(name: String, wanted: String, found: String)
    /// Written by a newer version of this program.
    case newerSchema
    /// A migration did not run; the data is as before.
    case migrationFailed(code: Int32)
    /// The check at start found damage (RL-13).
    case damaged(finding: String)
    /// The vault did not open for this store.
    case vaultRefused(String)

    /// What to do next, in one sentence.
    package var advice: String {
        switch self {
        case .inUse(let path):
            "Another process has this store open: stop it, or point this one elsewhere (lock: \(path))."
        case .cannotLock(let path, let errno):
            "Cannot lock \(path) (errno \(errno)): check that its folder is there and may be written."
        case .notAPlainFile(let path): "\(path) must be a plain file with one name: no links, no folder."
        case .cannotOpen(let path, let code):
            "SQLite cannot open \(path) (code \(code)): check rights, space, and that the -wal file is beside it."
        case .foreignDatabase(let path): "\(path) holds something else: choose another file."
        case .settingNotInForce(let name, let wanted, let found):
            "\(name) must be \(wanted) and is \(found): the file system or SQLite build cannot keep what is promised."
        case .newerSchema: "Written by a newer version: run that version, or restore a backup made before it."
        case .migrationFailed(let code):
            "The migration failed (code \(code)) and changed nothing: free space and retry."
        case .damaged(let finding): "The check found damage (\(finding)): restore the last backup, keep this file."
        case .vaultRefused(let reason): "The keys do not fit this store: \(reason)."
        }
    }
}
