/// Somebody logged in at a handset; deactivation and a remote logout end it.
package struct HandsetLogin: Sendable, Hashable {
    /// The handset, at most 64 bytes.
    package let deviceID: String
    /// Since when.
    package let time: WallTime

    /// A login.
    package init(deviceID: String, time: WallTime) {
        self.deviceID = deviceID
        self.time = time
    }
}
