/// What broke the reader, if anything has. Used on the reader's thread only.
final class ReaderHealth {
    var failure: SQLiteFailure?
}
