"""How a crawl is to behave: what the operator may set, and what is fixed."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from ingest.crawl.robots import PRODUCT

_MAIL = re.compile(r"[^\s@<>()]{1,64}@[^\s@<>()]{1,190}\.[^\s@<>().]{2,24}")
_PAGE = re.compile(r"https?://[^\s<>()]{4,300}")


class ContactError(ValueError):
    """No contact, or none that anybody could use. One line."""


class Recheck(StrEnum):
    """Which of the pages known are visited again."""

    DUE = "due"
    ALL = "all"


@dataclass(frozen=True)
class CrawlOptions:
    """What a run does. Times are in seconds, sizes in bytes; ``limit`` counts requests a host and run.

    ``since`` leaves out meetings before that day. ``retry_after`` is the longest wait a server may
    ask for before its host is left until the next run. ``parallel`` is how many hosts are asked
    side by side.
    """

    contact: str
    since: dt.date | None = None
    limit: int | None = None
    recheck: Recheck = Recheck.DUE
    attachments: bool = False
    delay: float = 1.0
    timeout: float = 120.0
    attempts: int = 3
    backoff: float = 5.0
    retry_after: float = 600.0
    max_bytes: int = 200 * 1024 * 1024
    parallel: int = 32
    of_a_vendor: int = 4

    def __post_init__(self) -> None:
        check_contact(self.contact)

    @property
    def user_agent(self) -> str:
        """How we introduce ourselves: name, version, and whom to write to."""
        return f"{PRODUCT}/{_version()} (+{self.contact.strip()})"


def check_contact(contact: str) -> str:
    """The contact, if it is an e-mail or web address. Raises ContactError."""
    contact = contact.strip()
    if not contact:
        raise ContactError(
            "whoever runs a server must be able to write to you: give an e-mail or web address"
            " with --contact or PYKALA_CONTACT"
        )
    if not _MAIL.fullmatch(contact) and not _PAGE.fullmatch(contact):
        raise ContactError(f"not an e-mail or web address: {contact[:80]}: give one with --contact")
    return contact


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("pykala")
    except PackageNotFoundError:
        return "0"
