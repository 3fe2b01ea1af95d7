"""What is known, and the proof: records, archive, database, registries, sample."""
