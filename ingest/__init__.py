"""From a file or page to records: read, segment, extract."""
