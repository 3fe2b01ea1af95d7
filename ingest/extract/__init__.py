"""Facts out of text: one fact type a module, pure functions framed as spaCy components."""
