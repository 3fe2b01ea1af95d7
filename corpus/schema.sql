-- The library's database. Everything but failures can be rebuilt from the archive.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- One version of one document. Several addresses may hold the same bytes.
CREATE TABLE documents (
    id             INTEGER PRIMARY KEY,
    uri            TEXT NOT NULL,
    name           TEXT NOT NULL,
    sha256         TEXT NOT NULL,
    size           INTEGER NOT NULL,
    media_type     TEXT NOT NULL,
    kind           TEXT NOT NULL,
    language       TEXT NOT NULL,
    municipality   TEXT,
    reader         TEXT NOT NULL,
    note           TEXT,
    state          TEXT NOT NULL,
    first_seen     TEXT NOT NULL,
    last_seen      TEXT NOT NULL,
    archive_file   TEXT NOT NULL,
    archive_offset INTEGER NOT NULL,
    archive_length INTEGER NOT NULL,
    previous       INTEGER REFERENCES documents (id)
);
CREATE INDEX documents_sha256 ON documents (sha256);
CREATE INDEX documents_state ON documents (state);
CREATE INDEX documents_archived ON documents (archive_file, archive_offset);

CREATE TABLE addresses (
    uri         TEXT PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents (id),
    first_seen  TEXT NOT NULL,
    last_seen   TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX addresses_document ON addresses (document_id);

CREATE TABLE pages (
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    number      INTEGER NOT NULL,
    text        TEXT NOT NULL,
    PRIMARY KEY (document_id, number)
) WITHOUT ROWID;

CREATE TABLE meetings (
    document_id  INTEGER PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
    municipality TEXT,
    organ        TEXT,
    meeting_date TEXT,
    number       TEXT,
    record       TEXT NOT NULL
);

-- record is the Item as JSON but for its id and text, which have columns of their own.
-- Items of an amended document stay, but are not live.
CREATE TABLE items (
    row          INTEGER PRIMARY KEY,
    id           TEXT NOT NULL,
    document_id  INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    live         INTEGER NOT NULL DEFAULT 1,
    ordinal      INTEGER NOT NULL,
    municipality TEXT,
    organ        TEXT,
    meeting_date TEXT,
    section      INTEGER,
    title        TEXT,
    kind         TEXT NOT NULL,
    language     TEXT NOT NULL,
    outcome      TEXT,
    text         TEXT NOT NULL,
    record       TEXT NOT NULL
);
CREATE UNIQUE INDEX items_id ON items (id) WHERE live;
CREATE INDEX items_document ON items (document_id, ordinal);
CREATE INDEX items_meeting ON items (municipality, organ, meeting_date, section) WHERE live;

CREATE TABLE facts (
    item    INTEGER NOT NULL REFERENCES items (row) ON DELETE CASCADE,
    kind    TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    key     TEXT NOT NULL,
    record  TEXT NOT NULL,
    PRIMARY KEY (item, kind, ordinal)
) WITHOUT ROWID;
CREATE INDEX facts_key ON facts (kind, key);

CREATE TABLE words (
    analyser TEXT NOT NULL,
    word     TEXT NOT NULL,
    terms    TEXT NOT NULL,
    PRIMARY KEY (analyser, word)
) WITHOUT ROWID;

CREATE TABLE failures (
    uri    TEXT PRIMARY KEY,
    sha256 TEXT,
    reason TEXT NOT NULL,
    at     TEXT NOT NULL
) WITHOUT ROWID;
