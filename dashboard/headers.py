"""Headers that keep a page to itself: nothing from outside, nothing to outside."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask, Response

_YEAR = 365 * 24 * 3600  # seconds


def content_security_policy(script_hashes: Sequence[str]) -> str:
    """The policy: own files only; inline scripts by hash; styles inline, as plotly writes them."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {' '.join(script_hashes)}".strip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def register_headers(server: Flask, script_hashes: Sequence[str], *, secure: bool = False) -> None:
    """Put the headers on every answer.

    Parameters
    ----------
    server : Flask
        The server of the app.
    script_hashes : sequence of str
        From ``app.csp_hashes()``, taken after all callbacks are registered.
    secure : bool
        People reach us encrypted: browsers shall not try otherwise any more (RFC 6797).
    """
    policy = content_security_policy(script_hashes)

    @server.after_request
    def keep_to_itself(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = policy
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        if secure:
            response.headers["Strict-Transport-Security"] = f"max-age={_YEAR}"
        return response
