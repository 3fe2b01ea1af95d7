-- Format 5: which reader gave a document up, so that it is tried again when there is a newer one.

ALTER TABLE failures ADD COLUMN reader TEXT;
