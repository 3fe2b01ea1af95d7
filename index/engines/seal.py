"""A seal on indexes whose files run code when they are read: made with a key that never leaves this user's
machine.

A Whoosh index is pickled Python. A library that somebody sends, index and all, has the right id in its
stamp, but not the seal: its index is then refused and made anew. People who share one library set
``PYKALA_INDEX_KEY``, the path of a key file they share.
"""

from __future__ import annotations

import hmac
import os
import secrets
from functools import cache
from pathlib import Path

_BYTES = 32


def seal(text: str) -> str:
    """The seal of a text by this user on this machine."""
    path = os.environ.get("PYKALA_INDEX_KEY")
    return hmac.digest(_key(Path(path) if path else _default_path()), text.encode(), "sha256").hex()


def _default_path() -> Path:
    from platformdirs import user_data_path

    return user_data_path("pykala", appauthor=False) / "index.key"


@cache
def _key(path: Path) -> bytes:
    try:
        return _read_or_make(path)
    except OSError:
        # Nowhere to keep a key: one for this process only. Its indexes are not opened by others.
        return secrets.token_bytes(_BYTES)


def _read_or_make(path: Path) -> bytes:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f"{path.name}.{os.getpid()}")
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(_BYTES))
        try:
            os.link(aside, path)  # whoever is first wins
        except FileExistsError:
            pass
        except OSError:
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
    key = path.read_bytes()
    if len(key) < _BYTES:
        raise OSError(f"not a key: {path}")
    return key
