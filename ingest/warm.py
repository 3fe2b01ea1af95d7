"""Imported by the fork server alone: whatever it has loaded, every worker has from its first moment.

A worker takes hundredths of a second to start in place of a second, shares most of its memory with the others, and
replacing a killed one costs next to nothing.
"""

from __future__ import annotations

import os

# One thread is all we use; the libraries would set up buffers and threads for every core.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import ingest.pipeline  # noqa: E402
import ingest.readers.html
import ingest.readers.pdf
import ingest.readers.text

_MINUTES = """Esimerkkilä
Kunnanhallitus 6.5.2031
§ 1
Esimerkki

Esittelijä: kunnanjohtaja
Päätös: Kunnanhallitus hyväksyi esityksen. Hinta on 300 euroa vuodessa.
"""

# The registries are read when first asked for: ask now.
ingest.pipeline.read_bytes(_MINUTES.encode(), "warm.txt", "file:///warm.txt")
