"""A line to a distant address: how one is opened, and whom the address may prove itself by."""

import ssl
from collections.abc import Mapping
from functools import cache

import httpx


def open_line(url: str, timeout: httpx.Timeout, headers: Mapping[str, str] | None = None) -> httpx.Client:
    """Open a line without a proxy, which would be one more thing to doubt."""
    return httpx.Client(
        base_url=url.rstrip("/"),
        timeout=timeout,
        headers=headers,
        verify=trusted(url),
        trust_env=False,
    )


def trusted(url: str) -> ssl.SSLContext:
    """Give the authorities for https, and nobody for http; reading them takes longer than a sale."""
    return _authorities() if url.lower().startswith("https:") else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@cache
def _authorities() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)
