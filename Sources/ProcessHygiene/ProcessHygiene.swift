internal import CProcessHygiene
internal import Glibc

/// Keeps PINs out of what a crash leaves behind: for every program that ever holds one (RL-30, T-13).
///
/// Swift's crash report lists registers, and short strings and digits live in registers; a core file holds everything.
/// The report can only be switched off before the process starts, so the program starts itself once more.
package enum ProcessHygiene {
    /// Why a program must not go on: it could not switch off what may show a PIN.
    package enum Failure: Error, Sendable, CustomStringConvertible {
        /// The process could not be started again without crash reports.
        case restart(errno: Int32)
        /// Core files or inspection by other processes could not be switched off.
        case dumpable(errno: Int32)

        /// What failed, and what to do.
        package var description: String {
            switch self {
            case .restart(let code):
                "cannot restart without crash reports (errno \(code)); start with SWIFT_BACKTRACE=enable=no"
            case .dumpable(let code): "cannot switch core files off (errno \(code))"
            }
        }
    }

    private static let setting = "enable=no"
    private static let variable = "SWIFT_BACKTRACE"

    /// Switches crash reports, core files and inspection off, and reads each back. Call it first in `main`: it starts
    /// the process again, with the same arguments, when crash reports were on.
    ///
    /// - Throws: `Failure`; the program then ends, with EX_CONFIG.
    package static func enforce() throws(Failure) {
        try restartWithoutCrashReports()
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        guard setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none) == 0 else { throw .dumpable(errno: errno) }
        guard cprocess_forbid_dump() == 0 else {
            throw .dumpable(errno: errno)
        }
    }

    private static func restartWithoutCrashReports() throws(Failure) {
        if let value = getenv(variable), strcmp(value, setting) == 0 { return }
        guard setenv(variable, setting, 1) == 0 else { throw .restart(errno: errno) }
        // Returns only when it failed. The link names this very file, also when it was replaced on disk meanwhile.
        execv("/proc/self/exe", CommandLine.unsafeArgv)
        throw .restart(errno: errno)
    }
}
