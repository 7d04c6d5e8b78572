"""Checks of preface, HELLO, versions and strangers: sections 1 to 3 of the protocol document."""

from __future__ import annotations

import time

from checks import Context, check, same
from estate import HEALTH
from frames import (
    MAGIC,
    Frame,
    FrameType,
    Meta,
    Reason,
    Setting,
    encode_hello,
    encode_preface,
    encode_tlv,
    u32,
)
from raw import RawConnection, opening, request

TLS_CLIENT_HELLO = bytes.fromhex("16030100c8010000c40303") + bytes(32) + bytes(161)


@check("TRK-102: the server is silent until it has read a preface, then sends its own and HELLO at once")
def silent_first(context: Context) -> None:
    with RawConnection(context.address, greet=False) as raw:
        assert not raw.pump(0.2), "bytes before the client's preface"
        raw.send(encode_preface()[:11])
        assert not raw.pump(0.2), "bytes before the whole preface"
        raw.send(b"\x00")
        assert raw.wait(lambda: raw.incoming.hello is not None), "no HELLO without the client's HELLO"
        assert raw.incoming.preface is not None
        same(raw.incoming.preface[8], 1, "the version chosen")


@check("TRK-119: HELLO carries grease both ways and the random frame right behind it")
def grease(context: Context) -> None:
    with context.raw() as raw:
        assert raw.ping(), "no PONG after the client's grease"
        assert raw.incoming.hello is not None and raw.incoming.hello.has_grease, "no random setting"
        assert raw.incoming.grease_right_behind, "no random frame right behind HELLO"


@check("TRK-118: unknown settings are ignored, repeated or not, of any width")
def unknown_settings(context: Context) -> None:
    payload = encode_tlv(0xE5, b"") + encode_tlv(0xE5, bytes(300)) + encode_tlv(0x7F, b"x") + encode_tlv(0x00, b"y")
    with RawConnection(context.address, greet=False) as raw:
        raw.send(encode_preface(), Frame(FrameType.HELLO, payload=payload))
        assert raw.ping(), "no PONG"


@check("TRK-117: settings above the ceiling are read as the ceiling")
def ceilings(context: Context) -> None:
    ids = (Setting.FRAME, Setting.MESSAGE_DECODED, Setting.CREDIT, Setting.MESSAGE_WIRE, Setting.METADATA)
    high: dict[int, bytes] = dict.fromkeys(ids, u32(2**32 - 1))
    high[Setting.CALLS] = u32(0)
    with RawConnection(context.address, greet=False) as raw:
        raw.send(opening(settings=high), request(1, HEALTH, b""))
        same(raw.reply(1).code, 0, "the status of a health check")


@check("TRK-106: the random bytes of the preface are ignored, and a wider offer of versions is met with 1")
def versions_offered(context: Context) -> None:
    for random_bytes in (b"\x00\x00", b"\xff\xff", MAGIC[:2]):
        with RawConnection(context.address, greet=False) as raw:
            raw.send(MAGIC + b"\x01\xff" + random_bytes, opening()[12:])
            assert raw.ping(), "no PONG"
            assert raw.incoming.preface is not None
            same(raw.incoming.preface[8], 1, "the version chosen")


@check("TRK-104: no version in common, or an offer upside down, is answered by 0 and GOAWAY(VERSION)")
def version_mismatch(context: Context) -> None:
    for lowest, highest in ((2, 3), (255, 255), (1, 0), (2, 1), (0, 0)):
        with RawConnection(context.address, greet=False) as raw:
            raw.send(encode_preface(lowest, highest))
            goaway = raw.end()
            assert raw.incoming.preface is not None, f"no preface for versions {lowest} to {highest}"
            same(raw.incoming.preface[8], 0, f"the version chosen of {lowest} to {highest}")
            assert goaway is not None, "no GOAWAY"
            same(goaway.reason, Reason.VERSION, "the reason")
            assert goaway.text.startswith("TRK-104 "), goaway.text


@check("TRK-103: another magic, HTTP, TLS and SSH are closed without a byte")
def strangers(context: Context) -> None:
    wrong = [bytes([MAGIC[0] ^ 1]) + MAGIC[1:] + b"\x01\x01\x00\x00", MAGIC[:7] + b"\x0b\x01\x01\x00\x00"]
    http = [b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"]
    for stranger in [*wrong, *http, TLS_CLIENT_HELLO, b"SSH-2.0-OpenSSH_9.2p1\r\n", bytes(64)]:
        with RawConnection(context.address, greet=False) as raw:
            raw.send(stranger)
            same(raw.end(), None, "a GOAWAY for a stranger")
            assert raw.incoming.preface is None and not raw.incoming.buffer, "the server wrote to a stranger"


@check("TRK-121: a preface or a HELLO that does not come is waited for 5 s, then closed without GOAWAY")
def late_hello(context: Context) -> None:
    with RawConnection(context.address, greet=False) as nothing, RawConnection(context.address, greet=False) as half:
        begin = time.monotonic()
        half.send(encode_preface(), Frame(FrameType.HELLO, payload=encode_hello({})).encode()[:14])
        for raw in (nothing, half):
            same(raw.end(), None, "a GOAWAY")
            waited = time.monotonic() - begin
            assert 4.5 < waited < 9, f"closed after {waited:.1f} s"


@check("TRK-330: a bad token ends the call and not the connection, and there is no falling back")
def bad_token(context: Context) -> None:
    path = "telephony.v1.TelephonyService/GetNumber"
    with context.raw() as raw:
        raw.send(request(1, path, b"", token="not-a-token"), request(3, HEALTH, b"", token="x" * 500))
        raw.send(request(5, HEALTH, b"", metadata=encode_tlv(Meta.TOKEN, b"\xff\x00")))
        for stream in (1, 3, 5):
            same(raw.reply(stream).code.name, "UNAUTHENTICATED", f"the status on stream {stream}")
        raw.send(request(7, HEALTH, b""))
        same(raw.reply(7).code.name, "OK", "the status of a call without a token of its own")
    with RawConnection(context.address, token="no-such-token") as raw:
        raw.send(request(1, path, b"", token=context.token), request(3, HEALTH, b""))
        same(raw.reply(3).code.name, "UNAUTHENTICATED", "the status with a bad token in HELLO")
        assert raw.reply(1).code.name != "UNAUTHENTICATED", "a good token of the call itself was not looked at"


@check("TRK-331: identity is checked before the method's existence and before the message")
def identity_first(context: Context) -> None:
    paths = ("no.such.Service/Method", "pin.v1.PinService/Nothing", "pin.v1.PinService/SignIn", "", "/", "\xff" * 9)
    with context.raw(role=None) as raw:
        for index, path in enumerate(paths):
            raw.send(request(2 * index + 1, path, b"\xff\xff\xff"))
            same(raw.reply(2 * index + 1).code.name, "UNAUTHENTICATED", f"nobody's call of {path!r}")
        raw.send(request(99, HEALTH, b""))
        same(raw.reply(99).code.name, "OK", "nobody's health check")
    with context.raw() as raw:
        for index, path in enumerate((*paths[:2], *paths[3:])):
            raw.send(request(2 * index + 1, path, b"\xff\xff\xff"))
            reply = raw.reply(2 * index + 1)
            same(reply.code.name, "UNIMPLEMENTED", f"a known caller's call of {path!r}")
            assert reply.not_executed, "UNIMPLEMENTED without NOT_EXECUTED"
