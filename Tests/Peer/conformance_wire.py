"""Frames over a socket for both halves of the conformance table, and the words that its lines are written in."""

from __future__ import annotations

import socket
import struct
import time
from dataclasses import dataclass, field

from frames import HEADER_BYTES, MAGIC, PREFACE_BYTES, Code, Flag, Frame, FrameType, Meta, Reason, decode_tlvs

PATIENCE = 6.0


@dataclass
class Link:
    """A connection as bytes and frames; blocking, no thread."""

    socket: socket.socket
    data: bytearray = field(default_factory=bytearray)
    closed: bool = False

    def __post_init__(self) -> None:
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, *items: bytes | Frame) -> None:
        """Everything in one write."""
        try:
            self.socket.sendall(b"".join(item.encode() if isinstance(item, Frame) else item for item in items))
        except (BrokenPipeError, ConnectionResetError):
            pass  # The other side may have closed already; what it said is still read.

    def _more(self, deadline: float) -> bool:
        """Reads once; False at the end of the connection or of the time."""
        left = deadline - time.monotonic()
        if self.closed or left <= 0:
            return False
        self.socket.settimeout(left)
        try:
            read = self.socket.recv(1 << 16)
        except TimeoutError:
            return False
        except ConnectionResetError:
            read = b""
        self.closed = not read
        self.data += read
        return bool(read)

    def take(self, count: int, deadline: float) -> bytes | None:
        """Exactly so many bytes, or None."""
        while len(self.data) < count:
            if not self._more(deadline):
                return None
        taken = bytes(self.data[:count])
        del self.data[:count]
        return taken

    def preface(self, timeout: float = PATIENCE) -> tuple[int, int] | None:
        """Bytes 8 and 9 of the other side's preface."""
        raw = self.take(PREFACE_BYTES, time.monotonic() + timeout)
        if raw is None:
            return None
        assert raw[:8] == MAGIC, f"a preface of {raw.hex()}"
        return raw[8], raw[9]

    def frame(self, timeout: float = PATIENCE) -> Frame | None:
        """The next frame; None at the end of the connection or of the time (see `closed`)."""
        deadline = time.monotonic() + timeout
        while len(self.data) < HEADER_BYTES:
            if not self._more(deadline):
                return None
        length, kind, flags, code, stream = struct.unpack_from(">IBBHI", self.data)
        whole = self.take(HEADER_BYTES + length, deadline)
        return None if whole is None else Frame(kind, flags, code, stream, whole[HEADER_BYTES:])

    def close(self) -> None:
        """Closes at once."""
        self.socket.close()


def flag_names(flags: int) -> str:
    """NOT_EXECUTED|NO_RETRY, or a dash."""
    return "|".join(str(flag.name) for flag in Flag if flag and flags & flag) or "-"


def rule_of(text: str) -> str:
    """The rule a text begins with (TRK-605), or nothing: other texts are not the document's."""
    return text.split(" ")[0] if text.startswith("TRK-") else ""


def status_text(payload: bytes) -> str:
    """Metadata 20 of a reply header."""
    count = struct.unpack_from(">H", payload)[0]
    entries = dict(decode_tlvs(payload[8 : 8 + count], "TRK-303"))
    return entries.get(int(Meta.TEXT), b"").decode()


def line(frame: Frame) -> str:
    """A frame as the tables write it."""
    kind = FrameType(frame.type)
    if kind == FrameType.GOAWAY:
        text = frame.payload[12:].decode()
        return f"GOAWAY {Reason(frame.code).name} {rule_of(text)}".rstrip()
    if kind == FrameType.END and frame.payload:
        text = rule_of(status_text(frame.payload))
        return f"END {frame.stream} {Code(frame.code).name} {flag_names(frame.flags)} {text}".rstrip()
    if kind == FrameType.RESET:
        return f"RESET {frame.stream} {rule_of(frame.payload.decode())}".rstrip()
    if kind in (FrameType.PING, FrameType.PONG):
        return kind.name
    return f"{kind.name} {frame.stream} {flag_names(frame.flags)}"


def is_noise(frame: Frame) -> bool:
    """Frames that may come at any time: grease, and credit that is renewed."""
    return frame.type >= 0x80 or frame.type == FrameType.CREDIT
