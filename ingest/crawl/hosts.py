"""Where the crawl may go: the source's own hosts, and never into somebody's private network."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from corpus.registry.sources import Source
from ingest.platforms.urls import same_host

_LONGEST = 4000


def host_of(url: str) -> str:
    """The host's name in lower case, without port and "www.": whose queue the address stands in.

    Raises ValueError."""
    host = urlsplit(url).hostname
    if not host:
        raise ValueError(f"no host in {url!r}")
    return host.rstrip(".").removeprefix("www.")


def vendor_of(host: str) -> str:
    """The domain a host stands under, for many a vendor keeps a hundred municipalities on one machine."""
    return host if is_address(host) else ".".join(host.split(".")[-2:])


def authority_of(url: str) -> str:
    """Scheme, host and port: what one robots.txt speaks for."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"


def is_loopback_name(host: str) -> bool:
    """Whether the name means this machine (RFC 6761)."""
    return host == "localhost" or host.endswith(".localhost")


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet's; a name, or nonsense, is none."""
    try:
        found = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    return found.is_global and not found.is_multicast and (mapped is None or mapped.is_global)


def is_address(host: str) -> bool:
    """Whether the host is written as an IP address, in any of the ways a resolver would take (``0x7f.1``)."""
    try:
        ipaddress.ip_address(host.strip("[]"))
        return True
    except ValueError:
        last = host.rpartition(".")[2]
        return last.isdigit() or last.startswith("0x")


def lives_inside(source: Source) -> bool:
    """Whether the source itself stands on this machine or in a private network, as tests' sources do."""
    host = urlsplit(source.base_url).hostname or ""
    return is_loopback_name(host) or (is_address(host) and not is_public(host))


def refusal(source: Source, url: str) -> str | None:
    """Why the crawl may not follow an address found at this source; None when it may."""
    if len(url) > _LONGEST:
        return f"an address of {len(url)} characters"
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "no http address"
    if parts.scheme not in ("http", "https") or not host:
        return "no http address"
    if parts.username is not None:
        return "an address with a user name in it"
    if same_host(source.base_url, url):
        return (
            None if not is_address(host) or is_public(host) or lives_inside(source) else "a private address"
        )
    if is_loopback_name(host) or (is_address(host) and not is_public(host)):
        return f"a private address: {host}"
    return f"another host: {host}"
