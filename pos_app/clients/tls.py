"""Whom a distant address may prove itself by: the authorities are read once, and only where TLS asks for them."""

import ssl
from functools import cache

import httpx


def trusted(url: str) -> ssl.SSLContext:
    """Give the authorities for https, and nobody for http; reading them takes longer than a sale."""
    return _authorities() if url.lower().startswith("https:") else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@cache
def _authorities() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)
