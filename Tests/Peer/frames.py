"""Bytes of Trunk/1: preface, frame header, TLVs, call and reply header. Written from protos/PROTOCOL.md alone."""

from __future__ import annotations

import os
import random
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, IntFlag

MAGIC = bytes.fromhex("8954524B0D0A1A0A")
MAJOR_VERSION = 1
PREFACE_BYTES = 12
HEADER_BYTES = 12
HELLO_BYTES_MAX = 4096
FRAME_FLOOR = 65_536
MESSAGE_FLOOR = 49_152
CALLS_FLOOR = 16
METADATA_FLOOR = 4_096
STREAM_MAX = 0x7FFF_FFFF
NONE_REFUSED = 0xFFFF_FFFF


class FrameType(IntEnum):
    """Types of section 2."""

    HELLO = 0x01
    REQUEST = 0x02
    RESPONSE = 0x03
    MESSAGE = 0x04
    END = 0x05
    RESET = 0x06
    CREDIT = 0x07
    PING = 0x08
    PONG = 0x09
    GOAWAY = 0x0A


class Flag(IntFlag):
    """Flags of section 2."""

    NONE = 0x00
    END = 0x01
    COMPRESSED = 0x02
    MORE = 0x04
    HAS_MESSAGE = 0x08
    NOT_EXECUTED = 0x10
    NO_RETRY = 0x20
    TRUNCATED = 0x40


class Reason(IntEnum):
    """Reasons of GOAWAY, section 8."""

    PROTOCOL = 1
    VERSION = 2
    FRAME_SIZE = 3
    SLOW = 4
    BUSY = 5
    EXCESSIVE = 6
    IDLE = 7
    SHUTDOWN = 8
    INTERNAL = 9


class Code(IntEnum):
    """Status codes of section 9."""

    OK = 0
    CANCELLED = 1
    UNKNOWN = 2
    INVALID_ARGUMENT = 3
    DEADLINE_EXCEEDED = 4
    NOT_FOUND = 5
    ALREADY_EXISTS = 6
    PERMISSION_DENIED = 7
    RESOURCE_EXHAUSTED = 8
    FAILED_PRECONDITION = 9
    ABORTED = 10
    OUT_OF_RANGE = 11
    UNIMPLEMENTED = 12
    INTERNAL = 13
    UNAVAILABLE = 14
    DATA_LOSS = 15
    UNAUTHENTICATED = 16


class Setting(IntEnum):
    """Ids of HELLO, section 3."""

    FRAME = 0x01
    MESSAGE_DECODED = 0x02
    CALLS = 0x03
    CREDIT = 0x04
    PING_INTERVAL = 0x05
    LONGEST_DEADLINE = 0x06
    DEFAULT_DEADLINE = 0x07
    COMPRESSION = 0x08
    METADATA = 0x09
    SOFTWARE = 0x0A
    FINGERPRINT = 0x0B
    TOKEN = 0x0C
    MESSAGE_WIRE = 0x0D


class Meta(IntEnum):
    """Ids of metadata, section 4."""

    TRACE_CONTEXT = 0x02
    TRACE_STATE = 0x03
    CALL_NAME = 0x04
    TOKEN = 0x05
    TEXT = 0x20
    DETAILS = 0x21
    RETRY_AFTER = 0x22
    LIMIT = 0x23
    PADDING = 0x30
    NAMED = 0xF0


class Breach(Exception):
    """The server broke a rule of the protocol document."""

    def __init__(self, rule: str, text: str) -> None:
        super().__init__(f"{rule} {text}")
        self.rule = rule


@dataclass(frozen=True)
class Frame:
    """One frame, header and payload."""

    type: int
    flags: int = 0
    code: int = 0
    stream: int = 0
    payload: bytes = b""

    def encode(self) -> bytes:
        """The bytes of the frame; nothing is checked, so that tests can send wrong ones."""
        return encode_header(len(self.payload), self.type, self.flags, self.code, self.stream) + self.payload

    def __repr__(self) -> str:
        try:
            name = FrameType(self.type).name
        except ValueError:
            name = f"type {self.type:02X}"
        return f"{name}(flags {self.flags:02X}, code {self.code}, stream {self.stream}, {len(self.payload)} bytes)"


def encode_header(length: int, kind: int, flags: int = 0, code: int = 0, stream: int = 0) -> bytes:
    """A frame header alone; `length` may have a top byte that is not 0."""
    return struct.pack(">IBBHI", length, kind, flags, code, stream)


def encode_preface(lowest: int = MAJOR_VERSION, highest: int = MAJOR_VERSION, magic: bytes = MAGIC) -> bytes:
    """A client's preface with its two random bytes."""
    return magic + bytes([lowest, highest]) + os.urandom(2)


def encode_tlv(identifier: int, value: bytes) -> bytes:
    """One setting or metadata entry."""
    return struct.pack(">BH", identifier, len(value)) + value


def decode_tlvs(block: bytes, rule: str) -> list[tuple[int, bytes]]:
    """All entries of a block; raises a breach of `rule` if one runs past the end."""
    entries: list[tuple[int, bytes]] = []
    position = 0
    while position < len(block):
        if position + 3 > len(block):
            raise Breach(rule, "the head of a TLV runs past the end")
        identifier, length = struct.unpack_from(">BH", block, position)
        position += 3
        if position + length > len(block):
            raise Breach(rule, f"TLV {identifier:02X} runs past the end")
        entries.append((identifier, block[position : position + length]))
        position += length
    return entries


def encode_hello(settings: Mapping[int, bytes], token: bytes | None = None, grease: bool = True) -> bytes:
    """The payload of a client's HELLO, with one random unknown id unless `grease` is off."""
    entries = [encode_tlv(identifier, value) for identifier, value in settings.items()]
    if token is not None:
        entries.append(encode_tlv(Setting.TOKEN, token))
    if grease:
        entries.append(encode_tlv(random.randint(0xE0, 0xEF), os.urandom(random.randint(0, 12))))
        random.shuffle(entries)
    return b"".join(entries)


def grease_frame() -> Frame:
    """An extension frame that nobody knows, on stream 0, as TRK-119 asks for."""
    return Frame(random.randint(0xF0, 0xFF), payload=os.urandom(random.randint(0, 16)))


def u32(value: int) -> bytes:
    """Four bytes, big-endian."""
    return struct.pack(">I", value)


def encode_call_header(
    path: bytes, metadata: bytes = b"", timeout_us: int = 0, attempt: int = 0, credit: int = 0
) -> bytes:
    """The call header of section 4."""
    return struct.pack(">HBBIQ", len(metadata), len(path), attempt, credit, timeout_us) + path + metadata


def encode_goaway(last: int = 0, grace_ms: int = 0, spread_ms: int = 0, text: str = "") -> bytes:
    """The payload of GOAWAY."""
    return struct.pack(">III", last, grace_ms, spread_ms) + text.encode()


@dataclass(frozen=True)
class GoAway:
    """A GOAWAY that was read."""

    reason: Reason
    last: int
    grace_ms: int
    spread_ms: int
    text: str


@dataclass(frozen=True)
class ReplyHeader:
    """The reply header of RESPONSE and of the server's END."""

    metadata: list[tuple[int, bytes]]
    load: int
    micros: int
    rest: bytes

    def first(self, identifier: int) -> bytes | None:
        """The value of an entry, if it is there."""
        return next((value for found, value in self.metadata if found == identifier), None)


def decode_reply_header(payload: bytes, metadata_max: int) -> ReplyHeader:
    """Reads a reply header strictly; raises breaches of TRK-301 to TRK-305, TRK-601 to TRK-603."""
    if len(payload) < 8:
        raise Breach("TRK-301", f"a reply of {len(payload)} bytes")
    metadata_bytes, load, micros = struct.unpack_from(">HHI", payload)
    if 8 + metadata_bytes > len(payload):
        raise Breach("TRK-302", "metadata reaches beyond the payload")
    if metadata_bytes > metadata_max:
        raise Breach("TRK-603", f"{metadata_bytes} bytes of metadata, announced were {metadata_max}")
    if load != 0xFFFF and load > 10_000:
        raise Breach("section 4", f"a load of {load}")
    metadata = decode_tlvs(payload[8 : 8 + metadata_bytes], "TRK-303")
    check_metadata(metadata)
    return ReplyHeader(metadata, load, micros, payload[8 + metadata_bytes :])


def check_metadata(metadata: list[tuple[int, bytes]]) -> None:
    """What section 4 says of the entries of a server."""
    seen: set[int] = set()
    for identifier, value in metadata:
        if (2 <= identifier <= 5 or 0x20 <= identifier <= 0x23) and identifier in seen:
            raise Breach("TRK-304", f"metadata {identifier:02X} appears twice")
        seen.add(identifier)
        if identifier == Meta.TEXT and len(value) > 1024:
            raise Breach("TRK-601", f"a status text of {len(value)} bytes")
        if identifier == Meta.DETAILS and len(value) > 4096:
            raise Breach("TRK-602", f"details of {len(value)} bytes")
        if identifier == Meta.RETRY_AFTER and len(value) != 8:
            raise Breach("section 4", f"metadata 22 of {len(value)} bytes")
        if identifier == Meta.LIMIT and (len(value) < 9 or len(value) != 9 + value[0]):
            raise Breach("section 4", f"metadata 23 of {len(value)} bytes")
        if identifier == Meta.NAMED:
            name = value[1 : 1 + value[0]] if value else b""
            allowed = set(b"abcdefghijklmnopqrstuvwxyz0123456789_.-")
            if not name or len(name) != value[0] or not set(name) <= allowed:
                raise Breach("TRK-305", "a named pair without a proper name")
