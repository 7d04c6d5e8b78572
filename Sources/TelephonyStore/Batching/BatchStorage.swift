package import TelephonyCore

/// The open transaction of a batch, as the batch sees it.
package protocol BatchStorage {
    /// How loading fails.
    associatedtype Failure: Error

    /// Loads the rows behind keys, where there are any.
    ///
    /// - Returns: the keys whose rows are there and cannot be read.
    /// - Throws: when the backend fails as a whole.
    mutating func load(_ keys: Set<RowKey>, into rows: inout Rows) throws(Failure) -> Set<RowKey>
}
