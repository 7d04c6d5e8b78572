extension Schema {
    /// The store itself, organisations, people, policies, entitlements.
    ///
    /// An owner is two columns: kind 1 for an operator, 2 for an occupier, and its id; no foreign key can follow that.
    static let directory = """
        CREATE TABLE meta (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            incarnation BLOB NOT NULL CHECK (length(incarnation) = 16),
            revision INTEGER NOT NULL CHECK (revision >= 0),
            folded INTEGER NOT NULL CHECK (folded >= 0)
        ) STRICT;

        CREATE TABLE operators (
            id TEXT NOT NULL PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 63),
            name TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE sites (
            id TEXT NOT NULL PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 63),
            operator TEXT NOT NULL REFERENCES operators (id),
            name TEXT NOT NULL,
            time_zone TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX sites_by_operator ON sites (operator);

        CREATE TABLE occupiers (
            id TEXT NOT NULL PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 63),
            operator TEXT NOT NULL REFERENCES operators (id),
            name TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX occupiers_by_operator ON occupiers (operator);

        CREATE TABLE occupier_sites (
            occupier TEXT NOT NULL REFERENCES occupiers (id),
            site TEXT NOT NULL REFERENCES sites (id),
            PRIMARY KEY (occupier, site)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX occupier_sites_by_site ON occupier_sites (site);

        CREATE TABLE users (
            id TEXT NOT NULL PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 63),
            owner_kind INTEGER NOT NULL CHECK (owner_kind IN (1, 2)),
            owner TEXT NOT NULL,
            operator TEXT NOT NULL REFERENCES operators (id),
            name TEXT NOT NULL,
            email TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX users_by_owner ON users (owner_kind, owner);
        CREATE INDEX users_by_operator ON users (operator);

        CREATE TABLE policies (
            level_kind INTEGER NOT NULL CHECK (level_kind BETWEEN 0 AND 3),
            level TEXT NOT NULL,
            min_length INTEGER NOT NULL CHECK (min_length BETWEEN 4 AND 12),
            max_length INTEGER NOT NULL CHECK (max_length BETWEEN min_length AND 12),
            forbid_extension INTEGER NOT NULL CHECK (forbid_extension IN (0, 1)),
            forbid_reversed_extension INTEGER NOT NULL CHECK (forbid_reversed_extension IN (0, 1)),
            same_digit_max INTEGER NOT NULL CHECK (same_digit_max BETWEEN 0 AND 255),
            repeat_mode INTEGER NOT NULL CHECK (repeat_mode IN (1, 2)),
            ascending_length INTEGER NOT NULL CHECK (ascending_length BETWEEN 0 AND 255),
            descending_length INTEGER NOT NULL CHECK (descending_length BETWEEN 0 AND 255),
            sequence_wraps INTEGER NOT NULL CHECK (sequence_wraps IN (0, 1)),
            forbid_default INTEGER NOT NULL CHECK (forbid_default IN (0, 1)),
            history_depth INTEGER NOT NULL CHECK (history_depth BETWEEN 0 AND 25),
            forbid_reversed_last INTEGER NOT NULL CHECK (forbid_reversed_last IN (0, 1)),
            max_failures INTEGER NOT NULL CHECK (max_failures BETWEEN 2 AND 10),
            auto_unlock_microseconds INTEGER CHECK (auto_unlock_microseconds > 0),
            default_pin_length INTEGER NOT NULL CHECK (default_pin_length BETWEEN 4 AND 12),
            handset_requires_custom INTEGER NOT NULL CHECK (handset_requires_custom IN (0, 1)),
            pbx_sees_lock INTEGER NOT NULL CHECK (pbx_sees_lock IN (0, 1)),
            version INTEGER NOT NULL CHECK (version >= 1),
            PRIMARY KEY (level_kind, level)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE entitlements (
            owner_kind INTEGER NOT NULL CHECK (owner_kind IN (1, 2)),
            owner TEXT NOT NULL,
            site TEXT NOT NULL REFERENCES sites (id),
            total INTEGER NOT NULL CHECK (total BETWEEN 0 AND 4294967295),
            used INTEGER NOT NULL CHECK (used BETWEEN 0 AND 4294967295),
            PRIMARY KEY (owner_kind, owner, site)
        ) STRICT, WITHOUT ROWID;
        """
}
