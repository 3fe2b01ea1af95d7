"""Answers: search and reports over the corpus. Nothing here imports ingest or spaCy."""
