-- Format 6: standing questions, and what each of them has told of. Nothing of it can be rebuilt from the archive.

CREATE TABLE watches (
    name    TEXT PRIMARY KEY,
    query   TEXT NOT NULL,
    options TEXT NOT NULL,   -- JSON: field to values, as the search's options
    added   TEXT NOT NULL,
    ran     TEXT             -- when it last told what is new
) WITHOUT ROWID;

-- digest is that of the item's title and text: another one is news again.
CREATE TABLE watch_seen (
    watch  TEXT NOT NULL REFERENCES watches (name) ON DELETE CASCADE,
    item   TEXT NOT NULL,
    digest TEXT NOT NULL,
    change TEXT NOT NULL,    -- known (there when the watch was added), new, changed
    at     TEXT NOT NULL,
    PRIMARY KEY (watch, item)
) WITHOUT ROWID;
CREATE INDEX watch_seen_told ON watch_seen (watch, at);
