"""A file of plates, verifications and certificates to fill in: every key, commented out."""

from __future__ import annotations

from comparekit.i18n.catalog import speaker

KIND = "meters"
ENDINGS = (".toml",)

#: Heading -> key -> example; a key stands once, whichever utility it is for.
_KEYS: dict[str, dict[str, str]] = {
    "any": {
        "class": '"2"',
        "in_service": "true",
        "verified_on": "2024-03-01",
        "valid_to": "2030-02-28",
        "modulus": "100000",
        "serial": '"20180315"',
        "seal": '"A-1234"',
        "plate": '"N1.5"',
    },
    "water": {
        "q3": "2.5",
        "ratio_r": "100",
        "q1": "0.025",
        "q2": "0.04",
        "dn": "15",
        "orientation": '"H"',
        "old_class": '"B"',
    },
    "gas": {"q_min": "0.025", "q_max": "4", "compensation": '"none"', "medium": '"natural"'},
    "electricity": {"currents": '"5(60)"', "i_min": "0.25", "i_tr": "0.5", "technology": '"static"'},
}
_OTHER = {"serial": '"20250107"'}  # two meters never have one number
_POINT = {
    "flow": ("0.04", "0.75"),
    "error": ("0.003", "-0.001"),
    "expanded_uncertainty": ("0.003", "0.003"),
    "k": ("2", "2"),
    "zone": ('"Q2"', '"Q3"'),
    "number": ('"SL-2025-0117"', '"SL-2025-0117"'),
    "date": ("2025-01-10", "2025-01-10"),
    "laboratory": ('"XX"', '"XX"'),
}


def meters_keys() -> tuple[str, ...]:
    """Every key a meter may have, in the order of the template; then those of a certificate's point."""
    return (*(key for keys in _KEYS.values() for key in keys), *_POINT)


def meters_template(language: str) -> bytes:
    """The file to fill in, with comments in `language`.

    Notes
    -----
    Lines to use begin with ``#`` and no space behind it; nothing counts until somebody takes it away:
    an example that is left standing would end up in somebody's result.
    """
    say = speaker(language, "meters_template")
    lines = [f"# {say(f'intro_{k}')}" for k in range(1, 5)]
    for role in ("test", "reference"):
        lines += ["", f"# {say(role)}", f"[{role}]"]
        for heading, keys in _KEYS.items():
            lines += [f"# {say(f'heading_{heading}')}"]
            examples = keys | ({k: v for k, v in _OTHER.items() if k in keys} if role == "reference" else {})
            lines += [_line(key, example, say(f"about_{key}")) for key, example in examples.items()]
    lines += ["", f"# {say('certificate')}"]
    for point in range(2):
        lines.append("#[[reference.certificate]]")
        about = (say(f"about_{key}") if point == 0 else "" for key in _POINT)
        lines += [
            _line(key, examples[point], text)
            for (key, examples), text in zip(_POINT.items(), about, strict=True)
        ]
    return ("\n".join(lines) + "\n").encode()


def _line(key: str, example: str, about: str) -> str:
    entry = f"#{key} = {example}"
    return f"{entry:<32}# {about}" if about else entry
