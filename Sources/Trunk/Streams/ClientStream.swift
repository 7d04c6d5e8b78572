/// The client's side of one streaming call: `next` ends with nil when the server's status was OK and throws any other.
package protocol ClientStream: InboundMessages, OutboundMessages {}
