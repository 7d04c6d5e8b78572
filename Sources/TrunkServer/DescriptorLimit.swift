internal import Glibc

/// How many connections the process's limit of open files leaves room for.
enum DescriptorLimit {
    /// Descriptors left to everything that is not a connection: the store's files, logs, event loops. Dispatch needs
    /// some as well, for the clock and the state of its threads: a process that can open no file at all ends in a trap
    /// there, so connections must never be what brings it to its limit.
    static let reservedCount = 128
    /// Connections that are served however low the limit is.
    static let connectionsMin = 16

    /// The soft limit of open files of this process.
    static var current: Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return .max }
        return Int(clamping: limit.rlim_cur)
    }

    /// The configured limit of connections, or what `descriptorsMax` open files allow when that is lower.
    static func connectionsMax(configured: Int, descriptorsMax: Int) -> Int {
        min(configured, max(connectionsMin, descriptorsMax - reservedCount))
    }
}
