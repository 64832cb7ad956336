"""Passwords: what is kept of one, how one is held against it, and which are good enough.

Kept is an argon2id hash (RFC 9106) with the parameters it was made with; the password itself nowhere.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from itertools import pairwise

from argon2 import Parameters, PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from comparekit.errors import CompareKitError

PARAMETERS = RFC_9106_LOW_MEMORY  # RFC 9106 section 4, second recommended option: 3 passes, 64 MiB, 4 lanes
SHORTEST, LONGEST = 12, 200  # characters
_FEWEST_DIFFERENT = 5
_FEWEST_UNFORESEEN = 8  # characters left when words and sequences anyone tries first count once
_FIRST_TRIED = ("comparekit", "administrator", "password", "qwertyuiop", "asdfghjkl", "zxcvbnm", "welcome")


def password_hash(password: str, parameters: Parameters = PARAMETERS) -> str:
    """The argon2id hash of a password, with its own salt and the parameters in it.

    Parameters
    ----------
    password : str
        As typed.
    parameters : argon2.Parameters
        Cheaper ones are for tests.
    """
    return PasswordHasher.from_parameters(parameters).hash(_bytes(password))


def is_password(stored: str | None, password: str, parameters: Parameters = PARAMETERS) -> bool:
    """Whether `password` is the one of which `stored` is the hash.

    Takes as long when there is nobody to compare with (`stored` None, or no such hash): the answer does
    not betray by its time which names exist.

    Parameters
    ----------
    stored : str or None
        From `password_hash`.
    password : str
        As typed.
    parameters : argon2.Parameters
        What hashes are made with now: those of the comparison with nobody.
    """
    try:
        return PasswordHasher().verify(stored or _nobody(parameters), _bytes(password))
    except InvalidHashError:
        return is_password(None, password, parameters)
    except VerificationError:
        return False


def is_outdated(stored: str, parameters: Parameters = PARAMETERS) -> bool:
    """Whether a hash was made with other parameters than those of now."""
    return PasswordHasher.from_parameters(parameters).check_needs_rehash(stored)


def require_good_password(password: str, name: str = "") -> None:
    """Refuse a password that is short, or that anyone would try.

    A name, a word everybody tries first, and a run of equal or successive characters count as one character.

    Raises
    ------
    CompareKitError
        ``password.too_short``, ``password.too_long``, ``password.too_plain``.
    """
    count = len(unicodedata.normalize("NFC", password))
    if count < SHORTEST:
        raise CompareKitError("password.too_short", found=count, shortest=SHORTEST)
    if count > LONGEST:
        raise CompareKitError("password.too_long", found=count, longest=LONGEST)
    if len(set(password)) < _FEWEST_DIFFERENT or _unforeseen(password, name) < _FEWEST_UNFORESEEN:
        raise CompareKitError("password.too_plain")


def _unforeseen(password: str, name: str) -> int:
    rest = password.casefold()
    for word in filter(None, (name.casefold(), *_FIRST_TRIED)):
        rest = re.sub(re.escape(word), "\0", rest)
    steps = [ord(after) - ord(before) for before, after in pairwise(rest)]
    carried_on = sum(step in (-1, 0, 1) and step == last for last, step in pairwise(steps))
    return len(rest) - carried_on


def _bytes(password: str) -> bytes:
    # The same characters typed on another keyboard are the same password (RFC 8265, OpaqueString).
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


def _nobody(parameters: Parameters) -> str:
    """A well-formed hash that no password has, made without the time that hashing takes."""
    salt, ending = (
        base64.b64encode(bytes(n)).decode().rstrip("=") for n in (parameters.salt_len, parameters.hash_len)
    )
    costs = f"m={parameters.memory_cost},t={parameters.time_cost},p={parameters.parallelism}"
    return f"$argon2id$v={parameters.version}${costs}${salt}${ending}"
