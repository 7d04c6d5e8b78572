extension Schema {
    /// What only grows: audit, events, and what is kept of requests. Keys follow time, so that a busy store appends.
    ///
    /// An audit row is its canonical bytes; the columns beside them are for finding it. Nothing may change or drop it.
    static let history = """
        CREATE TABLE audit (
            sequence INTEGER PRIMARY KEY CHECK (sequence >= 1),
            revision INTEGER NOT NULL CHECK (revision >= 1),
            time INTEGER NOT NULL,
            action INTEGER NOT NULL,
            outcome INTEGER NOT NULL,
            number BLOB CHECK (length(number) = 16),
            entry BLOB NOT NULL,
            hash BLOB NOT NULL CHECK (length(hash) = 32)
        ) STRICT;
        CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
            BEGIN SELECT RAISE (ABORT, 'audit is append-only'); END;
        CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit
            BEGIN SELECT RAISE (ABORT, 'audit is append-only'); END;

        CREATE TABLE last_sign_ins (
            number BLOB NOT NULL PRIMARY KEY CHECK (length(number) = 16),
            time INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE events (
            revision INTEGER NOT NULL CHECK (revision >= 1),
            position INTEGER NOT NULL CHECK (position >= 0),
            kind INTEGER NOT NULL,
            number BLOB NOT NULL CHECK (length(number) = 16),
            time INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            owner_kind INTEGER CHECK (owner_kind IN (1, 2)),
            owner TEXT CHECK ((owner IS NULL) = (owner_kind IS NULL)),
            user TEXT,
            PRIMARY KEY (revision, position)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE requests (
            id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
            actor TEXT NOT NULL,
            fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 16),
            code INTEGER NOT NULL CHECK (code BETWEEN 0 AND 255),
            flags INTEGER NOT NULL CHECK (flags BETWEEN 0 AND 4294967295),
            generation INTEGER NOT NULL CHECK (generation >= 0),
            time INTEGER NOT NULL,
            expire_time INTEGER NOT NULL,
            revision INTEGER NOT NULL CHECK (revision >= 1)
        ) STRICT, WITHOUT ROWID;
        """
}
