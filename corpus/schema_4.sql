-- Format 4: what was purged. A tombstone says that something was here and why it left, and nothing of what it said.

CREATE TABLE tombstones (
    id           INTEGER PRIMARY KEY,
    uri          TEXT NOT NULL,
    sha256       TEXT NOT NULL,
    municipality TEXT,
    kind         TEXT NOT NULL,
    reason       TEXT NOT NULL,
    purged       TEXT NOT NULL
);
CREATE INDEX tombstones_uri ON tombstones (uri);
CREATE INDEX tombstones_sha256 ON tombstones (sha256);

-- The items that left with it, as far as the §-ledger needs them.
CREATE TABLE tombstone_items (
    tombstone    INTEGER NOT NULL REFERENCES tombstones (id) ON DELETE CASCADE,
    id           TEXT NOT NULL,
    municipality TEXT,
    organ        TEXT,
    meeting_date TEXT,
    section      INTEGER
);
CREATE INDEX tombstone_items_tombstone ON tombstone_items (tombstone);

-- What a purge looks up.
CREATE INDEX documents_previous ON documents (previous) WHERE previous IS NOT NULL;
CREATE INDEX visits_frontier ON visits (frontier) WHERE frontier IS NOT NULL;

-- The §-ledger reads this index alone, never the items' texts.
DROP INDEX items_meeting;
CREATE INDEX items_meeting ON items (municipality, organ, meeting_date, section, kind, live);
