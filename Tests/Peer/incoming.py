"""What a server sends on a connection, checked frame by frame against every MUST that a client can see."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field

from frames import (
    FRAME_FLOOR,
    HEADER_BYTES,
    HELLO_BYTES_MAX,
    MAGIC,
    PREFACE_BYTES,
    STREAM_MAX,
    Breach,
    Flag,
    Frame,
    FrameType,
    GoAway,
    Reason,
    Setting,
    decode_tlvs,
)

RULE_TEXT = re.compile(r"^TRK-\d{3} \S")
# Reasons that stand for a rule the peer has broken: their text begins with the rule (TRK-605).
RULE_REASONS = {Reason.PROTOCOL, Reason.VERSION, Reason.FRAME_SIZE, Reason.SLOW, Reason.EXCESSIVE}

FRAME_TYPES = frozenset(FrameType)
SETTINGS = frozenset(Setting)
REASONS = frozenset(Reason)

ALLOWED_FLAGS = {
    FrameType.HELLO: 0,
    FrameType.RESPONSE: Flag.END | Flag.COMPRESSED | Flag.MORE | Flag.HAS_MESSAGE,
    FrameType.MESSAGE: Flag.END | Flag.COMPRESSED | Flag.MORE,
    FrameType.END: Flag.NOT_EXECUTED | Flag.NO_RETRY | Flag.TRUNCATED,
    FrameType.CREDIT: 0,
    FrameType.PING: 0,
    FrameType.PONG: 0,
    FrameType.GOAWAY: 0,
}
WIDTHS = {
    Setting.FRAME: 4,
    Setting.MESSAGE_DECODED: 4,
    Setting.CALLS: 4,
    Setting.CREDIT: 4,
    Setting.PING_INTERVAL: 4,
    Setting.LONGEST_DEADLINE: 8,
    Setting.DEFAULT_DEADLINE: 8,
    Setting.COMPRESSION: 4,
    Setting.METADATA: 4,
    Setting.MESSAGE_WIRE: 4,
}
FLOORS = {
    Setting.FRAME: 65_536,
    Setting.MESSAGE_DECODED: 49_152,
    Setting.CALLS: 16,
    Setting.CREDIT: 65_536,
    Setting.METADATA: 4_096,
    Setting.MESSAGE_WIRE: 49_152,
}
CEILINGS = {
    Setting.FRAME: 16_777_215,
    Setting.MESSAGE_DECODED: 2_147_483_647,
    Setting.CALLS: 1_048_576,
    Setting.CREDIT: 2_147_483_647,
    Setting.METADATA: 65_535,
    Setting.MESSAGE_WIRE: 2_147_483_647,
}


@dataclass
class Hello:
    """A server's HELLO: its settings as told, and what this side goes by."""

    raw: list[tuple[int, bytes]]

    def value(self, setting: Setting) -> int:
        """A number: as announced and held to the ceiling, or the floor, or 0."""
        for identifier, value in self.raw:
            if identifier == setting:
                return min(int.from_bytes(value), CEILINGS.get(setting, 1 << 64))
        return FLOORS.get(setting, 0)

    @property
    def has_grease(self) -> bool:
        """Whether a random unknown id is there."""
        return any(0xE0 <= identifier <= 0xEF for identifier, _ in self.raw)


def read_hello(payload: bytes) -> Hello:
    """Reads a server's HELLO strictly: TRK-113 to TRK-116, and no token."""
    entries = decode_tlvs(payload, "TRK-113")
    seen: set[int] = set()
    for identifier, value in entries:
        if identifier not in SETTINGS:
            continue
        if identifier in seen:
            raise Breach("TRK-114", f"setting {identifier:02X} twice")
        seen.add(identifier)
        setting = Setting(identifier)
        if setting in WIDTHS and len(value) != WIDTHS[setting]:
            raise Breach("TRK-115", f"setting {identifier:02X} of {len(value)} bytes")
        if setting in FLOORS and int.from_bytes(value) < FLOORS[setting]:
            raise Breach("TRK-116", f"setting {identifier:02X} is {int.from_bytes(value)}")
        if setting == Setting.TOKEN:
            raise Breach("section 3", "a server sends no token")
        if setting == Setting.SOFTWARE:
            if len(value) > 255:
                raise Breach("section 3", "a software name of more than 255 bytes")
            value.decode("utf-8")
    return Hello(entries)


@dataclass
class Incoming:
    """Reads one direction of a connection: bytes in, frames out. Knows no sockets."""

    frame_max: int = FRAME_FLOOR
    highest_stream: int = 0
    buffer: bytearray = field(default_factory=bytearray)
    preface: bytes | None = None
    hello: Hello | None = None
    goaways: list[GoAway] = field(default_factory=list)
    extensions: int = 0
    grease_right_behind: bool = False
    frames_read: int = 0

    @property
    def at_frame_end(self) -> bool:
        """Whether nothing is left of a frame: where a server may close."""
        return not self.buffer

    def feed(self, data: bytes) -> list[Frame]:
        """Takes bytes and gives the frames they complete; raises the first breach."""
        self.buffer += data
        if self.preface is None:
            if bytes(self.buffer[:8]) != MAGIC[: len(self.buffer)]:
                raise Breach("section 1", "the server's magic is another")
            if len(self.buffer) < PREFACE_BYTES:
                return []
            self.preface = bytes(self.buffer[:PREFACE_BYTES])
            del self.buffer[:PREFACE_BYTES]
            if self.preface[8] not in (0, 1) or self.preface[9] < 1:
                raise Breach("TRK-104", f"versions {self.preface[8]}, {self.preface[9]}")
        frames = []
        while (frame := self._next()) is not None:
            frames.append(frame)
        return frames

    def _next(self) -> Frame | None:
        if len(self.buffer) < HEADER_BYTES:
            return None
        length, kind, flags, code, stream = struct.unpack_from(">IBBHI", self.buffer)
        self._check_header(length, kind, flags, code, stream)
        if len(self.buffer) < HEADER_BYTES + length:
            return None
        payload = bytes(self.buffer[HEADER_BYTES : HEADER_BYTES + length])
        del self.buffer[: HEADER_BYTES + length]
        frame = Frame(kind, flags, code, stream, payload)
        self.frames_read += 1
        if kind == FrameType.HELLO:
            self.hello = read_hello(payload)
        elif kind == FrameType.GOAWAY:
            self.goaways.append(read_goaway(frame))
        elif kind >= 0x80:
            self.extensions += 1
            self.grease_right_behind |= self.frames_read == 2 and 0xF0 <= kind and stream == 0
        return frame

    def _check_header(self, length: int, kind: int, flags: int, code: int, stream: int) -> None:
        """Section 2, in its order."""
        if length >> 24:
            raise Breach("TRK-201", f"a length of {length}")
        if kind not in FRAME_TYPES and kind < 0x80:
            raise Breach("TRK-203", f"type {kind:02X}")
        if self.goaways and self.goaways[-1].reason != Reason.SHUTDOWN:
            raise Breach("section 8", f"type {kind:02X} after GOAWAY({self.goaways[-1].reason.name})")
        if self.preface is not None and self.preface[8] == 0 and kind != FrameType.GOAWAY:
            raise Breach("TRK-104", f"type {kind:02X} when no version was chosen")
        if self.frames_read == 0 and kind not in (FrameType.HELLO, FrameType.GOAWAY):
            raise Breach("TRK-110", f"the first frame has type {kind:02X}")
        if kind == FrameType.HELLO and self.hello is not None:
            raise Breach("TRK-111", "a second HELLO")
        if kind == FrameType.HELLO and length > HELLO_BYTES_MAX:
            raise Breach("TRK-112", f"a HELLO of {length} bytes")
        if length > self.frame_max:
            raise Breach("TRK-202", f"a frame of {length} bytes, announced were {self.frame_max}")
        if kind >= 0x80:
            return
        kind = FrameType(kind)
        if kind not in ALLOWED_FLAGS:
            raise Breach("TRK-204", f"{kind.name} from a server")
        if flags & 0x7F & ~ALLOWED_FLAGS[kind]:
            raise Breach("TRK-205", f"{kind.name} with flags {flags:02X}")
        if flags & 0x80:
            raise Breach("TRK-206", "the undefined flag is set")
        if kind == FrameType.END and code > 16:
            raise Breach("section 9", f"status {code}")
        if kind not in (FrameType.END, FrameType.GOAWAY) and code != 0:
            raise Breach("TRK-206", f"code {code} in {kind.name}")
        self._check_sizes_and_stream(length, kind, stream)

    def _check_sizes_and_stream(self, length: int, kind: FrameType, stream: int) -> None:
        exact = {FrameType.PING: 8, FrameType.PONG: 8, FrameType.CREDIT: 4}
        if kind in exact and length != exact[kind] or kind == FrameType.GOAWAY and length < 12:
            raise Breach("TRK-207", f"{kind.name} of {length} bytes")
        connection_wide = kind in (FrameType.HELLO, FrameType.PING, FrameType.PONG, FrameType.GOAWAY)
        if connection_wide != (stream == 0):
            raise Breach("TRK-208", f"{kind.name} on stream {stream}")
        if connection_wide:
            return
        if stream % 2 == 0 or stream > STREAM_MAX:
            raise Breach("TRK-209", f"{kind.name} on stream {stream}")
        if stream > self.highest_stream:
            raise Breach("TRK-211", f"{kind.name} on stream {stream}, highest used is {self.highest_stream}")


def read_goaway(frame: Frame) -> GoAway:
    """Reads GOAWAY strictly: a known reason, a short text in UTF-8, with the rule in front if one was broken."""
    if frame.code not in REASONS:
        raise Breach("section 8", f"GOAWAY with reason {frame.code}")
    reason = Reason(frame.code)
    last, grace, spread = struct.unpack_from(">III", frame.payload)
    raw = frame.payload[12:]
    if len(raw) > 256:
        raise Breach("section 8", f"a GOAWAY text of {len(raw)} bytes")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Breach("section 8", "a GOAWAY text that is not UTF-8") from error
    if reason in RULE_REASONS and not RULE_TEXT.match(text):
        raise Breach("TRK-605", f"GOAWAY({reason.name}) with the text {text!r}")
    return GoAway(reason, last, grace, spread, text)
