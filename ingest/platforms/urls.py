"""One address for one page: what servers and authors vary without meaning anything by it.

Ports that are the default, fragments, session ids, tracking, the order of parameters, percent-encoding, dot
segments and the stray plus of TWeb ("?+bid=12") are evened out. ``http`` stays ``http``: whether a host answers
both is not for us to guess.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from urllib.parse import quote, unquote_to_bytes, urljoin, urlsplit, urlunsplit

_SESSIONS = frozenset({"phpsessid", "jsessionid", "sid", "sessionid", "session_id", "cfid", "cftoken"})
_TRACKING = ("utm_", "aspsessionid", "fbclid", "gclid")
_PATH_SESSION = re.compile(r";jsessionid=[^/?#;]*", re.IGNORECASE)
_COOKIELESS = re.compile(r"/\([SAF]\([^()/]{1,200}\)\)(?=/|$)")
_SAFE_PATH = "!$'()*,:;=@~&+-._"
_SAFE_QUERY = "/:,$()'!*@~;-._?"
_LONGEST = 4000


def canonical_url(url: str, first: Sequence[str] = (), drop: Collection[str] = ()) -> str:
    """The one form of ``url``; parameters named in ``first`` come first, those in ``drop`` go, the rest is sorted.

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
    path = _path(f"{scheme}://{netloc}", parts.path)
    return urlunsplit((scheme, netloc, path, _query(parts.query, first, drop), ""))


def _path(origin: str, path: str) -> str:
    path = _COOKIELESS.sub("", _PATH_SESSION.sub("", path)) or "/"
    if not path.startswith("/"):
        path = "/" + path
    segments = [quote(unquote_to_bytes(segment), safe=_SAFE_PATH) for segment in path.split("/")]
    joined = urlsplit(urljoin(origin + "/", origin + "/" + "/".join(_resolved(segments)))).path
    return joined or "/"


def _resolved(segments: list[str]) -> list[str]:
    """The segments without "." and "..": they never climb above the root. The first is the empty one."""
    kept: list[str] = []
    for place, segment in enumerate(segments[1:], 1):
        last = place == len(segments) - 1
        if segment in (".", ".."):
            if segment == ".." and kept:
                kept.pop()
            if last:
                kept.append("")
        else:
            kept.append(segment)
    while len(kept) > 1 and kept[0] == "":  # "//host" in a path is no host
        kept.pop(0)
    return kept


def parameters(query: str) -> list[tuple[str, str | None]]:
    """A query's parameters in order, decoded to percent-free text where they are; value None: no "=" stood there."""
    found: list[tuple[str, str | None]] = []
    for part in query.split("&"):
        name, equals, value = part.partition("=")
        name = _plain(name).strip()
        if name or equals:
            found.append((name, _plain(value) if equals else None))
    return found


def parameter(url: str, name: str) -> str | None:
    """The value of a parameter whatever its case, or None."""
    wanted = name.lower()
    for key, value in parameters(urlsplit(url).query):
        if key.lower() == wanted:
            return value or ""
    return None


def _plain(text: str) -> str:
    """Decoded; bytes that are no UTF-8 (windows-1252 in old addresses) stay percent-encoded."""
    raw = unquote_to_bytes(text.replace("+", " "))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return quote(raw, safe=_SAFE_QUERY + " ").replace("%20", " ")


def _encoded(text: str) -> str:
    # what _plain left encoded must not be encoded twice
    return (
        quote(unquote_to_bytes(text), safe=_SAFE_QUERY)
        if _HALF.search(text)
        else quote(text, safe=_SAFE_QUERY)
    )


_HALF = re.compile(r"%[89A-Fa-f][0-9A-Fa-f]")


def _query(query: str, first: Sequence[str], drop: Collection[str]) -> str:
    kept = [
        (name, value)
        for name, value in parameters(query)
        if not (name.lower() in drop or name.lower() in _SESSIONS or name.lower().startswith(_TRACKING))
    ]
    order = {name: place for place, name in enumerate(first)}
    kept.sort(key=lambda pair: (order.get(pair[0].lower(), len(order)), pair[0], pair[1] or ""))
    return "&".join(
        _encoded(name) if value is None else f"{_encoded(name)}={_encoded(value)}" for name, value in kept
    )


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
