"""Bare sockets for peers that misbehave, or that are many."""

from __future__ import annotations

import socket
from collections.abc import Mapping

from frames import (
    HEADER_BYTES,
    PREFACE_BYTES,
    Flag,
    Frame,
    FrameType,
    Setting,
    encode_call_header,
    encode_hello,
    encode_preface,
    u32,
)

REPEAT = "echo.v1.EchoService/Repeat"
WAIT = "echo.v1.EchoService/Wait"
DO = "echo.v1.EchoService/Do"
STUBBORN = "probe.v1.ProbeService/Stubborn"
CREDIT_MAX = 0x7FFF_FFFF


def opening(settings: Mapping[int, bytes] | None = None) -> bytes:
    """A client's preface and HELLO."""
    hello = Frame(FrameType.HELLO, payload=encode_hello(settings or {}, grease=False))
    return encode_preface() + hello.encode()


def connect(port: int, receive_buffer: int | None = None) -> socket.socket:
    """A connection that says nothing yet."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if receive_buffer is not None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    sock.settimeout(30)
    sock.connect(("127.0.0.1", port))
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


def request(stream: int, path: str, message: bytes, timeout_us: int = 60_000_000, credit: int = 0) -> bytes:
    """A whole REQUEST with one message."""
    header = encode_call_header(path.encode(), timeout_us=timeout_us, credit=credit)
    return Frame(FrameType.REQUEST, Flag.END | Flag.HAS_MESSAGE, 0, stream, header + message).encode()


def reset(stream: int) -> bytes:
    """RESET(CANCELLED)."""
    return Frame(FrameType.RESET, code=1, stream=stream).encode()


def varint(value: int) -> bytes:
    """A number as protobuf writes it."""
    data = bytearray()
    while value >= 0x80:
        data.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(data) + bytes([value])


def wait_message(seconds: int) -> bytes:
    """WaitRequest."""
    span = b"\x08" + varint(seconds)
    return b"\x0a" + varint(len(span)) + span


def do_message(text: str) -> bytes:
    """DoRequest."""
    return b"\x0a" + varint(len(text.encode())) + text.encode()


def repeat_message(payload: int, count: int, interval_us: int) -> bytes:
    """RepeatRequest."""
    span = b"\x08" + varint(interval_us // 1_000_000) + b"\x10" + varint(interval_us % 1_000_000 * 1000)
    message = b"\x0a" + varint(payload) + bytes(payload) + b"\x10" + varint(count)
    return message + b"\x1a" + varint(len(span)) + span


def read_to_end(sock: socket.socket) -> bytes:
    """All that comes until the other side closes."""
    data = bytearray()
    try:
        while part := sock.recv(1 << 16):
            data += part
    except ConnectionResetError:
        pass
    return bytes(data)


def last_goaway(data: bytes) -> int:
    """The reason in the last GOAWAY of what a server has sent on a connection; 0 if there is none."""
    position, reason = PREFACE_BYTES, 0
    while position + HEADER_BYTES <= len(data):
        length = int.from_bytes(data[position : position + 4])
        if data[position + 4] == FrameType.GOAWAY:
            reason = int.from_bytes(data[position + 6 : position + 8])
        position += HEADER_BYTES + length
    return reason


__all__ = ["Setting", "u32"]
