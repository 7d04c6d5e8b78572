package import TrunkMessages

/// The methods a server has, with their terms and the rule of who may call them. Immutable once serving.
package struct Router: Sendable {
    /// A method ready to be called.
    package struct Entry: Sendable {
        /// How to run it.
        package let route: Route
        /// Its time limits.
        package let terms: MethodTerms
    }

    /// Says why `identity` may not call `method`, or nil. Called before the message is unpacked (PROTOCOL §3).
    package typealias Authorization = @Sendable (MethodDescriptor, (any Identity)?) -> RPCError?

    private var entries: [String: Entry] = [:]
    private let interceptors: [any ServerInterceptor]
    private let authorization: Authorization

    /// A router without methods.
    ///
    /// - Parameter interceptors: stand around the handler of every method added, the first one outermost.
    package init(
        interceptors: [any ServerInterceptor] = [], authorization: @escaping Authorization = { _, _ in nil }
    ) {
        self.interceptors = interceptors
        self.authorization = authorization
    }

    /// Adds a method; a second one with the same path takes its place.
    package mutating func add(_ route: Route, terms: MethodTerms) {
        entries[route.method.path] = Entry(
            route: route.intercepted(by: interceptors), terms: terms.held(to: route.method.shape))
    }

    /// All methods, in the order of their paths.
    package var methods: [MethodDescriptor] {
        entries.values.map(\.route.method).sorted { $0.path < $1.path }
    }

    /// The methods that this caller may call, in the order of their paths.
    package func methods(for identity: (any Identity)?) -> [MethodDescriptor] {
        entries.values.filter { refusal(of: $0, to: identity) == nil }.map(\.route.method)
            .sorted { $0.path < $1.path }
    }

    /// The method at `path`, or why this caller may not have it.
    ///
    /// Identity is judged before existence, so that a stranger learns nothing about which methods there are:
    /// without an identity every path, known or not, answers UNAUTHENTICATED, anonymous methods excepted.
    package func resolve(_ path: String, identity: (any Identity)?) -> Result<Entry, RPCError> {
        guard let entry = find(path) else {
            return identity == nil ? .failure(.unauthenticated) : .failure(.unimplemented(path: path))
        }
        if let refusal = refusal(of: entry, to: identity) { return .failure(refusal) }
        return .success(entry)
    }

    /// The method at `path`, whoever asks; a connection remembers the last one it was asked for.
    package func find(_ path: String) -> Entry? {
        entries[path]
    }

    /// Why this caller may not have a method that `find` found, or nil. Asked for every call: it may change.
    package func refusal(of entry: Entry, to identity: (any Identity)?) -> RPCError? {
        if identity == nil, !entry.terms.allowsAnonymous { return .unauthenticated }
        return authorization(entry.route.method, identity)
    }
}
