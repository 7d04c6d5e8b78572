"""The client half of the table: sequences against the running server, and what the document wants of it."""

from __future__ import annotations
import socket

import time
import zlib
from dataclasses import dataclass

from conformance_wire import Link, is_noise, line
from frames import (
    Flag,
    Frame,
    FrameType,
    Setting,
    encode_call_header,
    encode_hello,
    encode_preface,
    u32,
)

END, COMPRESSED, MORE, HAS = Flag.END, Flag.COMPRESSED, Flag.MORE, Flag.HAS_MESSAGE
DO, WAIT, REPEAT, COLLECT, CHAT = (
    f"echo.v1.EchoService/{name}" for name in ("Do", "Wait", "Repeat", "Collect", "Chat")
)
SAY = b"\x0a\x02hi"
THRICE = b"\x0a\x01x\x10\x03"
LONG = b"\x0a\x02\x08\x3c"
BAD = "NOT_EXECUTED|NO_RETRY"
MIB = 1 << 20
Item = bytes | Frame | str


@dataclass(frozen=True)
class Case:
    """What a client sends behind its opening, and what comes back; a str among what is sent is waited for first."""

    rule: str
    name: str
    sends: tuple[Item, ...]
    wants: tuple[str, ...]
    opening: bytes | None = None

    @property
    def closes(self) -> bool:
        """Whether the server closes at the end."""
        return bool(self.wants) and self.wants[-1] == "closed"


def hello(*entries: bytes) -> bytes:
    """A client's preface and a HELLO of these settings alone."""
    return encode_preface() + Frame(FrameType.HELLO, payload=b"".join(entries)).encode()


def opening() -> bytes:
    """A good opening: roomy, with compression."""
    settings = {Setting.MESSAGE_DECODED: u32(4 * MIB), Setting.MESSAGE_WIRE: u32(MIB), Setting.COMPRESSION: u32(1)}
    return encode_preface() + Frame(FrameType.HELLO, payload=encode_hello(settings)).encode() + Frame(0xF7).encode()


def request(stream: int, path: str, rest: bytes = b"", flags: int = END | HAS, **header: int | bytes) -> Frame:
    """A REQUEST; what follows the call header is sent as it is."""
    metadata = bytes(header.pop("metadata", b""))  # type: ignore[arg-type]
    numbers = {"timeout_us": 20_000_000} | {name: int(value) for name, value in header.items()}
    return Frame(FrameType.REQUEST, flags, 0, stream, encode_call_header(path.encode(), metadata, **numbers) + rest)


def chat(stream: int = 1, path: str = CHAT, flags: int = 0) -> Frame:
    """A stream without a first message."""
    return request(stream, path, b"", flags)


def message(stream: int, data: bytes, flags: int = 0) -> Frame:
    """A MESSAGE."""
    return Frame(FrameType.MESSAGE, flags, 0, stream, data)


def end(stream: int) -> Frame:
    """The client's half-close."""
    return Frame(FrameType.END, 0, 0, stream)


def reset(stream: int, text: bytes = b"") -> Frame:
    """RESET(CANCELLED)."""
    return Frame(FrameType.RESET, 0, 1, stream, text)


def credit(stream: int, count: int) -> Frame:
    """CREDIT."""
    return Frame(FrameType.CREDIT, 0, 0, stream, u32(count))


def deflate(data: bytes) -> bytes:
    """Raw deflate."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def varint(value: int) -> bytes:
    """As short as possible."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(out) + bytes([value])


def connect(address: str) -> Link:
    """A fresh connection."""
    host, _, port = address.rpartition(":")
    return Link(socket.create_connection((host, int(port)), timeout=5))


def play(case: Case, address: str) -> list[str]:
    """Plays a case and gives what came back; unless the server closes, the connection is shown to live."""
    link = connect(address)
    try:
        found: list[str] = []
        link.send(case.opening if case.opening is not None else opening())
        batch: list[bytes | Frame] = []
        for item in case.sends:
            if not isinstance(item, str):
                batch.append(item)
                continue
            link.send(*batch)
            batch = []
            read_until(link, found, item)
        if not case.closes:
            # Everything is answered before this PONG, but for handlers, whose answers are waited for below.
            batch.append(Frame(FrameType.PING, payload=b"PINGPING"))
        link.send(*batch)
        if case.closes:
            read_until(link, found, "closed")
            return found
        read_all(link, found, case)
        link.send(request(99_999, DO, SAY))
        read_until(link, found, f"RESPONSE 99999 {'END|HAS_MESSAGE'}")
        return [item for item in found if item not in ("PONG", "RESPONSE 99999 END|HAS_MESSAGE")]
    finally:
        link.close()


def read_all(link: Link, found: list[str], case: Case) -> None:
    """Reads until as many frames have come as are wanted, and the PONG."""
    while "PONG" not in found or len(found) < len(case.wants) + 1:
        if not step(link, found):
            return


def read_until(link: Link, found: list[str], wanted: str) -> None:
    """Reads until a line has come."""
    while wanted not in found:
        if not step(link, found):
            return


def step(link: Link, found: list[str]) -> bool:
    """Reads a frame; False when nothing more comes."""
    if not getattr(link, "greeted", False):
        begun = link.preface()
        if begun is None:
            found.append("closed" if link.closed else "nothing")
            return False
        link.greeted = True  # type: ignore[attr-defined]
        if begun[0] == 0:
            found.append("PREFACE 0")
        return True
    frame = link.frame()
    if frame is None:
        found.append("closed" if link.closed else "nothing")
        return False
    if not is_noise(frame) and frame.type != FrameType.HELLO:
        found.append(line(frame))
    return True


def ended(stream: int, code: str = "INVALID_ARGUMENT", flags: str = BAD, rule: str = "") -> str:
    """The server's END."""
    return f"END {stream} {code} {flags} {rule}".rstrip()


def judged(address: str, case: Case) -> str | None:
    """None when what came is what is wanted, else what is wrong."""
    begin = time.monotonic()
    found = play(case, address)
    if found == list(case.wants):
        return None
    return f"{case.rule} {case.name}: {found} instead of {list(case.wants)} ({time.monotonic() - begin:.1f} s)"
