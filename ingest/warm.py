"""Imported by the fork server alone: whatever it has loaded, every worker has from its first moment.

A worker then takes hundredths of a second to start in place of a second, shares most of its memory with
the others, and is cheap to replace.
"""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from importlib import import_module

# Ctrl-C is for the parent, whose end is ours; the fork server says so itself only once all this is loaded.
signal.signal(signal.SIGINT, signal.SIG_IGN)

# One thread is all we use; the libraries would set up buffers and threads for every core.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

for _module in ("html", "pdf", "text"):
    import_module(f"ingest.readers.{_module}")

_MINUTES = """Esimerkkilä
Kunnanhallitus 6.5.2031
§ 1
Esimerkki

Esittelijä: kunnanjohtaja
Päätös: Kunnanhallitus hyväksyi esityksen. Hinta on 300 euroa vuodessa.
"""

# The registries are read when first asked for: ask now. A defect will show itself in the documents.
with suppress(Exception):
    import_module("ingest.pipeline").read_bytes(_MINUTES.encode(), "warm.txt", "file:///warm.txt")
