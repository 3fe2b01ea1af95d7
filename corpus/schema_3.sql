-- What people pinned in place of what was extracted. Kept by the bytes' digest, the § and the place of the
-- fact's words, so that it holds whatever later rules find.
CREATE TABLE overrides (
    sha256  TEXT NOT NULL,
    section INTEGER NOT NULL,   -- 0 for an item without one
    field   TEXT NOT NULL,
    page    INTEGER NOT NULL,   -- 0 for a field of the item as a whole
    start   INTEGER NOT NULL,
    value   TEXT,               -- JSON; NULL takes the fact away
    at      TEXT NOT NULL,
    PRIMARY KEY (sha256, section, field, page, start)
) WITHOUT ROWID;
