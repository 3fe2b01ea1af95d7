-- Format 2: what the crawl knows. Unlike the rest, none of it can be rebuilt from the archive.

ALTER TABLE documents ADD COLUMN gone_at TEXT;

-- Sources the operator added to those of the registry; the columns are the registry's.
CREATE TABLE sources (
    key          TEXT PRIMARY KEY,
    municipality TEXT NOT NULL,
    name         TEXT NOT NULL,
    platform     TEXT NOT NULL,
    base_url     TEXT NOT NULL,
    valid_from   TEXT,
    valid_to     TEXT,
    permission   TEXT NOT NULL,
    note         TEXT NOT NULL,
    added        TEXT NOT NULL
) WITHOUT ROWID;

-- Who permitted a source to be crawled, on which day, under which reference.
CREATE TABLE permissions (
    source     TEXT PRIMARY KEY,
    granted_by TEXT NOT NULL,
    granted_on TEXT NOT NULL,
    reference  TEXT NOT NULL,
    recorded   TEXT NOT NULL
) WITHOUT ROWID;

-- One run of the crawl; several when it was killed and went on: then they share the row.
CREATE TABLE runs (
    id       INTEGER PRIMARY KEY,
    started  TEXT NOT NULL,
    ended    TEXT,
    state    TEXT NOT NULL,
    plan     TEXT NOT NULL,
    receipt  TEXT
);

CREATE TABLE run_sources (
    run       INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    source    TEXT NOT NULL,
    state     TEXT NOT NULL,
    reason    TEXT,
    scheduled TEXT NOT NULL,
    PRIMARY KEY (run, source)
) WITHOUT ROWID;
CREATE INDEX run_sources_source ON run_sources (source, run);

-- Every address the crawl knows, with what became of it. wanted is the run that still has to visit it.
-- due: not before then; empty: in every run; null: never again by itself.
CREATE TABLE frontier (
    id            INTEGER PRIMARY KEY,
    source        TEXT NOT NULL,
    url           TEXT NOT NULL,
    form          TEXT NOT NULL DEFAULT '',
    host          TEXT NOT NULL,
    role          TEXT NOT NULL,
    rank          INTEGER NOT NULL,
    parent        TEXT,
    via           TEXT NOT NULL,
    depth         INTEGER NOT NULL DEFAULT 0,
    barren        INTEGER NOT NULL DEFAULT 0,
    organ         TEXT,
    meeting_date  TEXT,
    section       INTEGER,
    kind          TEXT,
    title         TEXT,
    listed        INTEGER NOT NULL DEFAULT 1,
    found         TEXT NOT NULL,
    state         TEXT NOT NULL,
    reason        TEXT,
    wanted        INTEGER,
    due           TEXT DEFAULT '',
    interval      INTEGER NOT NULL DEFAULT 0,
    attempts      INTEGER NOT NULL DEFAULT 0,
    failures      INTEGER NOT NULL DEFAULT 0,
    misses        INTEGER NOT NULL DEFAULT 0,
    missed_on     TEXT,
    visited       TEXT,
    succeeded     TEXT,
    changed       TEXT,
    status        INTEGER,
    etag          TEXT,
    last_modified TEXT,
    parsed        TEXT,
    sha256        TEXT,
    payload       TEXT,
    fingerprint   TEXT,
    archived      TEXT,
    documents     INTEGER NOT NULL DEFAULT 0,
    UNIQUE (source, url, form)
);
CREATE INDEX frontier_wanted ON frontier (wanted, host, rank, id) WHERE wanted IS NOT NULL;
CREATE INDEX frontier_due ON frontier (source, due);
CREATE INDEX frontier_state ON frontier (source, state);
CREATE INDEX frontier_parent ON frontier (source, parent);
CREATE INDEX frontier_url ON frontier (url);

-- Every request that was sent and answered, or not answered. The archive columns are null where nothing was kept.
CREATE TABLE visits (
    id             INTEGER PRIMARY KEY,
    run            INTEGER NOT NULL REFERENCES runs (id),
    source         TEXT NOT NULL,
    frontier       INTEGER,
    host           TEXT NOT NULL,
    url            TEXT NOT NULL,
    at             TEXT NOT NULL,
    status         INTEGER,
    outcome        TEXT NOT NULL,
    sent           INTEGER NOT NULL,
    received       INTEGER NOT NULL,
    seconds        REAL NOT NULL,
    waited         REAL NOT NULL,
    reason         TEXT,
    archive_file   TEXT,
    archive_offset INTEGER,
    archive_length INTEGER
);
CREATE INDEX visits_run ON visits (run, host);
CREATE INDEX visits_source ON visits (source, at);
CREATE INDEX visits_archived ON visits (archive_file, archive_offset) WHERE archive_file IS NOT NULL;

-- What became of documents: new, amended, replaced, returned, duplicate, missing, gone.
CREATE TABLE changes (
    id      INTEGER PRIMARY KEY,
    run     INTEGER NOT NULL REFERENCES runs (id),
    source  TEXT NOT NULL,
    uri     TEXT NOT NULL,
    outcome TEXT NOT NULL,
    title   TEXT,
    reason  TEXT,
    at      TEXT NOT NULL
);
CREATE INDEX changes_run ON changes (run, outcome);
CREATE INDEX changes_uri ON changes (uri);

-- robots.txt by authority ("https://host:port"), kept for a day.
CREATE TABLE robots (
    authority TEXT PRIMARY KEY,
    fetched   TEXT NOT NULL,
    verdict   TEXT NOT NULL,
    status    INTEGER,
    reason    TEXT NOT NULL,
    body      TEXT NOT NULL
) WITHOUT ROWID;
