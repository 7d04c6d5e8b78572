/// A transport's error that ends a connection before a single byte of Trunk has passed: whatever was to be sent on it
/// has certainly not been executed. The text is for logs and for the caller on this side; the peer never sees it.
package protocol TransportRefusal: Error, CustomStringConvertible {}
