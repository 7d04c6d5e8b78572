"""The server half of Trunk/1, from the document alone: it greets, answers, and breaks rules as it is told."""

from __future__ import annotations

import socket
import struct
import time

from conformance_wire import Link
from frames import (
    MAGIC,
    Breach,
    Flag,
    Frame,
    FrameType,
    Meta,
    Setting,
    decode_tlvs,
    encode_goaway,
    encode_tlv,
    u32,
)

END, COMPRESSED, MORE, HAS = Flag.END, Flag.COMPRESSED, Flag.MORE, Flag.HAS_MESSAGE
NUMBERS = {Setting.FRAME: 65_536, Setting.MESSAGE_DECODED: 49_152, Setting.CREDIT: 65_536, Setting.METADATA: 4_096}
MIB = 1 << 20


def preface(chosen: int = 1, highest: int = 1) -> bytes:
    """A server's preface."""
    return MAGIC + bytes([chosen, highest, 0xAB, 0xCD])


def hello(*entries: bytes) -> bytes:
    """A HELLO of these settings."""
    return Frame(FrameType.HELLO, payload=b"".join(entries)).encode()


def greeting() -> bytes:
    """A good one: roomy, with compression and grease."""
    numbers = {Setting.MESSAGE_DECODED: 4 * MIB, Setting.MESSAGE_WIRE: MIB, Setting.CALLS: 64, Setting.COMPRESSION: 1}
    entries = [encode_tlv(setting, u32(value)) for setting, value in numbers.items()]
    return preface() + hello(*entries, encode_tlv(0xE3, b"grease")) + Frame(0xF1, 0x7F, 3, 0, b"?").encode()


def reply(metadata: bytes = b"", rest: bytes = b"") -> bytes:
    """A reply header, and what follows it."""
    return struct.pack(">HHI", len(metadata), 0xFFFF, 7) + metadata + rest


def response(stream: int, rest: bytes, flags: int = END | HAS, metadata: bytes = b"") -> Frame:
    """A RESPONSE."""
    return Frame(FrameType.RESPONSE, flags, 0, stream, reply(metadata, rest))


def message(stream: int, data: bytes, flags: int = 0) -> Frame:
    """A MESSAGE."""
    return Frame(FrameType.MESSAGE, flags, 0, stream, data)


def end(stream: int, code: int, flags: int = 0, metadata: bytes = b"", rest: bytes = b"") -> Frame:
    """The server's END."""
    return Frame(FrameType.END, flags, code, stream, reply(metadata, rest))


def credit(stream: int, count: int) -> Frame:
    """CREDIT."""
    return Frame(FrameType.CREDIT, 0, 0, stream, u32(count))


def goaway(reason: int, last: int, text: str = "") -> Frame:
    """GOAWAY; the client waits up to 1 ms before it connects again."""
    return Frame(FrameType.GOAWAY, 0, reason, 0, encode_goaway(last, 0, 1, text))


class Listener:
    """A port of its own, and the connections to it."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]

    def accept(self, timeout: float) -> Link | None:
        """The next connection, whose client's preface and HELLO have been read and checked."""
        self.socket.settimeout(timeout)
        try:
            link = Link(self.socket.accept()[0])
        except TimeoutError:
            return None
        check_opening(link)
        return link

    def close(self) -> None:
        """Nothing is accepted any more."""
        self.socket.close()


def check_opening(link: Link) -> None:
    """What a client must say first, without having heard anything (TRK-101, TRK-113 to TRK-116)."""
    offered = link.preface()
    if offered != (1, 1):
        raise Breach("TRK-101", f"a preface that offers {offered}")
    first = link.frame()
    if first is None or first.type != FrameType.HELLO or first.flags or first.stream or len(first.payload) > 4_096:
        raise Breach("TRK-110", f"{first} first")
    settings = decode_tlvs(first.payload, "TRK-113")
    known = [identifier for identifier, _ in settings if identifier <= Setting.MESSAGE_WIRE]
    if len(set(known)) != len(known):
        raise Breach("TRK-114", f"settings {known}")
    for identifier, value in settings:
        floor = NUMBERS.get(Setting(identifier)) if identifier <= Setting.MESSAGE_WIRE else None
        if floor is not None and (len(value) != 4 or int.from_bytes(value) < floor):
            raise Breach("TRK-116", f"setting {identifier:02X} is {value.hex()}")


def timeout_of(request: Frame) -> int:
    """The µs a REQUEST says are left."""
    return int(struct.unpack_from(">Q", request.payload, 8)[0])


def answer_all(listener: Listener, seconds: float) -> int:
    """Takes further connections for a while and answers every call with UNAVAILABLE; how many calls there were."""
    deadline, calls = time.monotonic() + seconds, 0
    while time.monotonic() < deadline:
        link = listener.accept(max(0.01, deadline - time.monotonic()))
        if link is None:
            return calls
        link.send(greeting())
        while frame := link.frame(max(0.01, deadline - time.monotonic())):
            if frame.type == FrameType.REQUEST:
                calls += 1
                link.send(end(frame.stream, 14, Flag.NO_RETRY, encode_tlv(Meta.TEXT, b"elsewhere")))
    return calls
