"""Finds a PIN in bytes, in every clear form that a program might write it in by accident."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

# A form shorter than this is found in random bytes too often to tell anything.
FORM_BYTES_MIN = 5


def base64_cores(data: bytes) -> list[bytes]:
    """What base64 text that holds the data anywhere must contain, for each of the three alignments."""
    cores = []
    for shift in range(3):
        encoded = base64.b64encode(bytes(shift) + data)
        skip = (shift * 8 + 5) // 6
        whole = (shift + len(data)) * 8 // 6
        cores.append(encoded[skip:whole])
    return cores


def bcd(digits: str, low_first: bool) -> bytes:
    """Two digits a byte; an odd last digit is left out."""
    pairs = [digits[at : at + 2] for at in range(0, len(digits) - 1, 2)]
    return bytes(int(pair[1]) << 4 | int(pair[0]) if low_first else int(pair[0]) << 4 | int(pair[1]) for pair in pairs)


def forms(pin: str) -> dict[str, bytes]:
    """All forms of a PIN by name; those too short to mean anything are left out."""
    text = pin.encode()
    number = int(pin)
    width = (number.bit_length() + 7) // 8
    found = {
        "ascii": text,
        "reversed": text[::-1],
        "utf16-le": pin.encode("utf-16-le"),
        "utf16-be": pin.encode("utf-16-be"),
        "hex": text.hex().encode(),
        "hex upper": text.hex().upper().encode(),
        "hex spaced": text.hex(" ").encode(),
        "bytes as list": ", ".join(map(str, text)).encode(),
        "digits as bytes": bytes(map(int, pin)),
        "bcd": bcd(pin, low_first=False),
        "bcd swapped": bcd(pin, low_first=True),
        "bcd shifted": bcd("0" + pin, low_first=False)[1:],
        "integer": number.to_bytes(max(width, 1), "big"),
        "integer little": number.to_bytes(max(width, 1), "little"),
    }
    found |= {f"base64 {shift}": core for shift, core in enumerate(base64_cores(text))}
    for name in ("md5", "sha1", "sha256", "sha512"):
        digest = hashlib.new(name, text, usedforsecurity=False).digest()
        found |= {name: digest, name + " hex": digest.hex().encode()}
    return {name: form for name, form in found.items() if len(form) >= FORM_BYTES_MIN}


def search(paths: list[Path], pins: dict[str, str]) -> tuple[list[str], int]:
    """Where any form of any PIN stands, and how many bytes were looked at; `pins` gives each PIN its name."""
    wanted = [(pin_name, form_name, form) for pin_name, pin in pins.items() for form_name, form in forms(pin).items()]
    hits, looked = [], 0
    for path in paths:
        content = path.read_bytes()
        looked += len(content)
        for pin_name, form_name, form in wanted:
            if form in content:
                hits.append(f"{pin_name} as {form_name} in {path.name} at {content.index(form)}")
    return hits, looked


def files_of(folder: Path) -> list[Path]:
    """All files below a folder."""
    return sorted(path for path in folder.rglob("*") if path.is_file())
