"""Publishing platforms: one module each, pure functions from a fetched page to links and documents.

``adapter_for(source.platform)`` gives a platform's adapter; docs/adapters.md tells how to write one.
"""

from ingest.platforms.adapter import Adapter, adapter_for, adapters
from ingest.platforms.page import (
    About,
    AttachmentLink,
    BodyLink,
    Embedded,
    FileRole,
    ItemLink,
    Links,
    MeetingLink,
    Page,
    PageError,
)

__all__ = [
    "About",
    "Adapter",
    "AttachmentLink",
    "BodyLink",
    "Embedded",
    "FileRole",
    "ItemLink",
    "Links",
    "MeetingLink",
    "Page",
    "PageError",
    "adapter_for",
    "adapters",
]
