"""The desk where people sign in: sessions of one store, and what its forms are signed with."""

from __future__ import annotations

from dataclasses import dataclass, field

from argon2 import Parameters

from comparekit.services.draft_keeping import form_secret
from comparekit.services.roles import Actor
from comparekit.services.sign_in import sign_in, sign_out, who_is
from comparekit.store.database import Database
from comparekit.store.passwords import PARAMETERS


@dataclass(slots=True, kw_only=True)
class SignInDesk:
    """Sign-in with the people of one store; hashes are made with `parameters`."""

    database: Database
    parameters: Parameters = field(default_factory=lambda: PARAMETERS)
    _secret: bytes = field(default=b"", repr=False)

    def sign_in(self, name: str, password: str, source: str) -> str:
        """See `comparekit.services.sign_in.sign_in`."""
        return sign_in(self.database, name=name, password=password, source=source, parameters=self.parameters)

    def sign_out(self, token: str) -> None:
        """See `comparekit.services.sign_in.sign_out`."""
        sign_out(self.database, token)

    def who_is(self, token: str) -> Actor | None:
        """See `comparekit.services.sign_in.who_is`."""
        return who_is(self.database, token)

    def secret(self) -> bytes:
        """See `comparekit.services.draft_keeping.form_secret`."""
        if not self._secret:
            self._secret = form_secret(self.database)
        return self._secret
