"""Reports: tables read from the stored facts, never from text."""

from __future__ import annotations

from index.reports.cases import CaseRow, case
from index.reports.facts import Contact
from index.reports.fees import FeeRow, fees
from index.reports.matrix import Cell, CellStatus, Matrix, MatrixRow, matrix
from index.reports.money import Fee
from index.reports.networks import NetworkRow, networks
from index.reports.participation import ParticipationRow, participation
from index.reports.stats import Extent, Stats, extent, stats

__all__ = [
    "CaseRow",
    "Cell",
    "CellStatus",
    "Contact",
    "Extent",
    "Fee",
    "FeeRow",
    "Matrix",
    "MatrixRow",
    "NetworkRow",
    "ParticipationRow",
    "Stats",
    "case",
    "extent",
    "fees",
    "matrix",
    "networks",
    "participation",
    "stats",
]
