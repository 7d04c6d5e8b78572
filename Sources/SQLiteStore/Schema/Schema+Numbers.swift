extension Schema {
    /// Numbers, each with its PIN. The key is the E.164 as a number: it never changes, looks up in one step, and sorts
    /// as lists do. An extension is packed in nibbles after a leading 1, so that `printf('%x', extension)` shows it.
    ///
    /// States: 1 available, 2 reserved, 3 pending activation, 4 pending deactivation, 5 active, 6 cooldown.
    static let numbers = """
        CREATE TABLE numbers (
            e164 INTEGER PRIMARY KEY CHECK (e164 BETWEEN 10 AND 999999999999999),
            id BLOB NOT NULL CHECK (length(id) = 16),
            extension INTEGER NOT NULL CHECK (extension BETWEEN 0x100 AND 0x199999999),
            site TEXT NOT NULL REFERENCES sites (id),
            site_operator TEXT NOT NULL REFERENCES operators (id),
            type INTEGER NOT NULL CHECK (type IN (1, 2)),
            state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 6),
            state_until INTEGER CHECK ((state IN (3, 4, 6)) = (state_until IS NOT NULL)),
            owner_kind INTEGER CHECK (owner_kind IN (1, 2)),
            owner TEXT CHECK ((owner IS NULL) = (owner_kind IS NULL)),
            user TEXT REFERENCES users (id) CHECK (user IS NULL OR type = 1),
            label TEXT NOT NULL,
            voicemail INTEGER NOT NULL CHECK (voicemail IN (0, 1)),
            voicemail_email TEXT NOT NULL,
            forward_always TEXT NOT NULL,
            forward_busy TEXT NOT NULL,
            forward_no_answer TEXT NOT NULL,
            call_waiting INTEGER NOT NULL CHECK (call_waiting IN (0, 1)),
            do_not_disturb INTEGER NOT NULL CHECK (do_not_disturb IN (0, 1)),
            caller_id_override TEXT NOT NULL,
            handset_device TEXT CHECK (handset_device IS NULL OR type = 1),
            handset_time INTEGER CHECK ((handset_time IS NULL) = (handset_device IS NULL)),
            pin_default BLOB NOT NULL CHECK (length(pin_default) BETWEEN 1 AND 128),
            pin_verifier BLOB CHECK (length(pin_verifier) BETWEEN 1 AND 160),
            pin_history BLOB NOT NULL CHECK (length(pin_history) <= 4096),
            pin_failures INTEGER NOT NULL CHECK (pin_failures BETWEEN 0 AND 255),
            pin_lock_time INTEGER,
            pin_generation INTEGER NOT NULL CHECK (pin_generation >= 1),
            pin_refused_candidates INTEGER NOT NULL CHECK (pin_refused_candidates BETWEEN 0 AND 255),
            pin_change_time INTEGER,
            pin_reset_time INTEGER,
            pin_policy_version INTEGER NOT NULL CHECK (pin_policy_version >= 0),
            version INTEGER NOT NULL CHECK (version >= 1),
            create_time INTEGER NOT NULL,
            update_time INTEGER NOT NULL,
            hold_owner_kind INTEGER CHECK (hold_owner_kind IN (1, 2)),
            hold_owner TEXT CHECK ((hold_owner IS NULL) = (hold_owner_kind IS NULL)),
            hold_until INTEGER CHECK ((hold_until IS NULL) = (hold_owner IS NULL)),
            CHECK (state <> 1 OR owner IS NULL)
        ) STRICT;
        CREATE UNIQUE INDEX numbers_by_id ON numbers (id);
        CREATE UNIQUE INDEX numbers_by_extension ON numbers (site, extension);
        CREATE UNIQUE INDEX main_numbers ON numbers (owner_kind, owner, site) WHERE type = 2 AND owner IS NOT NULL;
        CREATE INDEX numbers_by_owner ON numbers (owner_kind, owner) WHERE owner IS NOT NULL;
        CREATE INDEX numbers_by_operator ON numbers (site_operator);
        CREATE INDEX numbers_by_site ON numbers (site);
        CREATE INDEX numbers_by_user ON numbers (user) WHERE user IS NOT NULL;
        """
}
