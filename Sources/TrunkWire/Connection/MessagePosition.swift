/// Where the message that is being packed stands in the outgoing buffer; from `begin…` to `finish…`.
package struct MessagePosition: Sendable {
    /// The call.
    package let call: CallID
    let extent: FrameEncoder.Extent

    /// Bytes of the buffer before the frame: what it is rolled back to.
    package var frameStart: Int { self.extent.frameStart }
}
