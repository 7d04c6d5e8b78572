internal import ServiceLifecycle
internal import SQLiteStore

/// The store as a service of the process: started before the sockets, and so closed after them, when every call has its
/// answer.
struct StoreService: Service {
    let store: SQLiteStore

    func run() async throws {
        try await gracefulShutdown()
        await store.close()
    }
}
