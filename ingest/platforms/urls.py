"""One address for one page: what servers and authors vary without meaning anything by it.

Ports that are the default, fragments, session ids, tracking, the order of parameters, percent-encoding, dot
segments and the stray plus of TWeb ("?+bid=12") are evened out. ``http`` stays ``http``: whether a host
answers both is not for us to guess.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from urllib.parse import quote, unquote_to_bytes, urljoin, urlsplit, urlunsplit

_SESSIONS = frozenset({"phpsessid", "jsessionid", "sid", "sessionid", "session_id", "cfid", "cftoken"})
_TRACKING = ("utm_", "aspsessionid", "fbclid", "gclid")
_PATH_SESSION = re.compile(r";jsessionid=[^/?#;]*", re.IGNORECASE)
_COOKIELESS = re.compile(r"/\([SAF]\([^()/]{1,200}\)\)(?=/|$)")
_SAFE_PATH = "!$'()*,:;=@~&+-._"
_SAFE_QUERY = "/:,$()'!*@~;-._?"
_LONGEST = 4000


def canonical_url(url: str, first: Sequence[str] = (), drop: Collection[str] = ()) -> str:
    """The one form of ``url``; parameters named in ``first`` come first, those in ``drop`` go, the rest is
    sorted.

    Parameter names in ``drop`` are compared in lower case. Raises ValueError if it is no http address.
    """
    if len(url) > _LONGEST:
        raise ValueError(f"an address of {len(url)} characters")
    cleaned = "".join(mark for mark in url.strip() if mark >= " ")
    parts = urlsplit(cleaned)
    scheme, host, port = parts.scheme.lower(), (parts.hostname or "").rstrip("."), parts.port
    if scheme not in ("http", "https") or not host:
        raise ValueError(f"{url!r} is no http address")
    if port == 443:  # links say http://host:443 of a host that speaks https
        scheme, port = "https", None
    if port == 80:
        port = None
    if ":" in host:
        host = f"[{host}]"
    netloc = host if port is None else f"{host}:{port}"
    return urlunsplit((scheme, netloc, _path(parts.path), _query(parts.query, first, drop), ""))


def without_end_slash(url: str) -> str:
    """A canonical address without the slash its path ends in; a host's root keeps it."""
    head, mark, query = url.partition("?")
    return (head if urlsplit(head).path == "/" else head.rstrip("/")) + mark + query


def _path(path: str) -> str:
    path = _COOKIELESS.sub("", _PATH_SESSION.sub("", path))
    segments = [quote(unquote_to_bytes(segment), safe=_SAFE_PATH) for segment in path.lstrip("/").split("/")]
    kept: list[str] = []
    for place, segment in enumerate(segments, 1):
        if segment in (".", ".."):
            if segment == ".." and kept:
                kept.pop()
            if place == len(segments):
                kept.append("")
        else:
            kept.append(segment)
    return "/" + "/".join(kept).lstrip("/")


def _query(query: str, first: Sequence[str], drop: Collection[str]) -> str:
    order = {name: place for place, name in enumerate(first)}
    kept: list[tuple[int, str, str]] = []
    for name, value in _raw_parameters(query):
        plain = name.decode("utf-8", "replace").lower()
        if plain in drop or plain in _SESSIONS or plain.startswith(_TRACKING):
            continue
        written = quote(name, safe=_SAFE_QUERY)
        if value is not None:
            written += "=" + quote(value, safe=_SAFE_QUERY)
        kept.append((order.get(plain, len(order)), plain, written))
    return "&".join(written for _, _, written in sorted(kept))


def _raw_parameters(query: str) -> Iterator[tuple[bytes, bytes | None]]:
    """Names and values as bytes: old servers percent-encode windows-1252. A value of None: no "=" stood
    there."""
    for part in query.split("&"):
        name, equals, value = part.partition("=")
        key = unquote_to_bytes(name.replace("+", " ")).strip()
        if key or equals:
            yield key, unquote_to_bytes(value.replace("+", " ")) if equals else None


def parameter(url: str, name: str) -> str | None:
    """The value of a parameter whatever its case, or None; "" for one without a value."""
    wanted = name.lower()
    for key, value in _raw_parameters(urlsplit(url).query):
        if key.decode("utf-8", "replace").lower() == wanted:
            return (value or b"").decode("utf-8", "replace")
    return None


def resolve(base: str, href: str) -> str | None:
    """The address a link leads to, or None where it leads nowhere (mailto, javascript, nonsense)."""
    href = href.strip()
    if not href or href.startswith("#") or len(href) > _LONGEST:
        return None
    try:
        target = urljoin(base, href)
        parts = urlsplit(target)
        return target if parts.scheme.lower() in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def file_name(url: str) -> str:
    """The last part of the path, decoded."""
    return unquote_to_bytes(urlsplit(url).path.rpartition("/")[2]).decode("utf-8", "replace")


def same_host(one: str, other: str) -> bool:
    """Whether both are on one host, "www." aside."""
    hosts = [(urlsplit(url).hostname or "").removeprefix("www.") for url in (one, other)]
    return hosts[0] == hosts[1]
