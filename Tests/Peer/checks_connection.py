"""Checks of what costs the connection: every connection-level rule of the protocol document is broken once."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from checks import Context, check, same
from estate import HEALTH
from frames import (
    Flag,
    Frame,
    FrameType,
    Reason,
    Setting,
    encode_goaway,
    encode_header,
    encode_preface,
    encode_tlv,
    u32,
)
from raw import RawConnection, request

PATH = "telephony.v1.TelephonyService/GetNumber"
HALF = request(1, PATH, u32(500) + b"x", Flag.HAS_MESSAGE | Flag.MORE)


@dataclass(frozen=True)
class Violation:
    """Bytes that break a rule, behind a good opening or in its place, and the GOAWAY they earn."""

    rule: str
    reason: Reason
    name: str
    data: tuple[bytes | Frame, ...]
    first: bool = False


def hello(*entries: bytes) -> Frame:
    """A HELLO of these settings."""
    return Frame(FrameType.HELLO, payload=b"".join(entries))


def violations() -> list[Violation]:
    """All of them; header bytes alone stand where TRK-215 says that the header is judged first."""
    protocol, size = Reason.PROTOCOL, Reason.FRAME_SIZE
    ping, kinds = Frame(FrameType.PING, payload=bytes(8)), FrameType
    good = request(3, HEALTH, b"")
    v = Violation
    settings = [
        v("TRK-113", protocol, "a setting past the end", (hello(b"\x0a\x00\x09short"),), True),
        v("TRK-113", protocol, "a setting's head past the end", (hello(encode_tlv(0xE1, b"a"), b"\x01\x00"),), True),
        v("TRK-114", protocol, "a known setting twice", (hello(*[encode_tlv(0x0A, b"a")] * 2),), True),
        v("TRK-115", protocol, "a short number", (hello(encode_tlv(0x01, b"\x01\x00\x00")),), True),
        v("TRK-115", protocol, "a client's 03 of 5 bytes", (hello(encode_tlv(0x03, bytes(5))),), True),
        v("TRK-115", protocol, "a u64 of 4 bytes", (hello(encode_tlv(0x06, bytes(4))),), True),
    ]
    below = {Setting.FRAME: 65_535, Setting.MESSAGE_DECODED: 49_151, Setting.CREDIT: 65_535}
    below |= {Setting.METADATA: 4_095, Setting.MESSAGE_WIRE: 49_151}
    for setting, value in below.items():
        name = f"setting {setting:02X} one below its floor"
        settings.append(v("TRK-116", protocol, name, (hello(encode_tlv(setting, u32(value))),), True))
    return settings + [
        v("TRK-201", size, "a length with a top byte", (encode_header(1 << 24, kinds.PING),)),
        v("TRK-201", size, "the longest length, before its type", (encode_header(2**32 - 1, 0x7F, 0xFF, 9, 2),)),
        v("TRK-203", protocol, "type 00", (encode_header(0, 0x00),)),
        v("TRK-203", protocol, "type 0B", (encode_header(0, 0x0B),)),
        v("TRK-203", protocol, "type 7F", (encode_header(0, 0x7F),)),
        v("TRK-110", protocol, "PING in HELLO's place", (ping,), True),
        v("TRK-110", protocol, "REQUEST in HELLO's place", (request(1, HEALTH, b""),), True),
        v("TRK-110", protocol, "an extension frame in HELLO's place", (Frame(0xF3),), True),
        v("TRK-111", protocol, "a second HELLO", (hello(),)),
        v("TRK-112", size, "a HELLO of 4,097 bytes", (encode_header(4097, kinds.HELLO),), True),
        v("TRK-112", size, "a HELLO of 70,000 bytes", (encode_header(70_000, kinds.HELLO),), True),
        v("TRK-202", size, "a frame above the largest", (encode_header((1 << 24) - 1, kinds.REQUEST, 9, 0, 1),)),
        v("TRK-202", size, "an unknown frame above the largest", (encode_header((1 << 24) - 1, 0xF7),)),
        v("TRK-204", protocol, "RESPONSE from a client", (HALF, Frame(kinds.RESPONSE, 9, 0, 1, bytes(8)))),
        v("TRK-205", protocol, "REQUEST with NOT_EXECUTED", (request(1, HEALTH, b"", 0x19),)),
        v("TRK-205", protocol, "END with NO_RETRY from a client", (HALF, Frame(kinds.END, 0x20, 0, 1))),
        v("TRK-205", protocol, "MESSAGE with HAS_MESSAGE", (HALF, Frame(kinds.MESSAGE, 0x08, 0, 1, b"x"))),
        v("TRK-205", protocol, "PING with END", (Frame(kinds.PING, 0x01, payload=bytes(8)),)),
        v("TRK-205", protocol, "RESET with END", (HALF, Frame(kinds.RESET, 0x01, 1, 1))),
        v("TRK-207", protocol, "PING of 7 bytes", (encode_header(7, kinds.PING),)),
        v("TRK-207", protocol, "PONG of 9 bytes", (encode_header(9, kinds.PONG),)),
        v("TRK-207", protocol, "CREDIT of 3 bytes", (HALF, encode_header(3, kinds.CREDIT, 0, 0, 1))),
        v("TRK-207", protocol, "a client's END of 1 byte", (HALF, encode_header(1, kinds.END, 0, 0, 1))),
        v("TRK-207", protocol, "GOAWAY of 11 bytes", (encode_header(11, kinds.GOAWAY),)),
        v("TRK-208", protocol, "PING on a stream", (HALF, Frame(kinds.PING, 0, 0, 1, bytes(8)))),
        v("TRK-208", protocol, "REQUEST on stream 0", (request(0, HEALTH, b""),)),
        v("TRK-208", protocol, "RESET on stream 0", (Frame(kinds.RESET, code=1),)),
        v("TRK-209", protocol, "REQUEST on an even stream", (request(2, HEALTH, b""),)),
        v("TRK-209", protocol, "REQUEST above 7FFFFFFF", (request(0x8000_0001, HEALTH, b""),)),
        v("TRK-210", protocol, "a stream used again", (good, request(3, HEALTH, b""))),
        v("TRK-210", protocol, "a stream below the highest", (good, request(1, HEALTH, b""))),
        v("TRK-211", protocol, "MESSAGE of a call to come", (HALF, Frame(kinds.MESSAGE, 0, 0, 3, b"x"))),
        v("TRK-211", protocol, "END of a call to come", (Frame(kinds.END, 0, 0, 1),)),
        v("TRK-211", protocol, "RESET of a call to come", (good, Frame(kinds.RESET, 0, 1, 5))),
        v("TRK-211", protocol, "CREDIT of a call to come", (Frame(kinds.CREDIT, 0, 0, 1, u32(9)),)),
        v("TRK-707", protocol, "REQUEST after GOAWAY", (HALF, Frame(kinds.GOAWAY, 0, 8, 0, encode_goaway()), good)),
    ]


@check("a connection that breaks a rule of sections 2, 3 or 8 gets GOAWAY with the rule's id, and is closed")
def all_violations(context: Context) -> None:
    wrong = []
    for violation in violations():
        raw = RawConnection(context.address, greet=False) if violation.first else context.raw()
        with raw:
            raw.send(*([encode_preface()] if violation.first else []), *violation.data)
            try:
                goaway = raw.end(5)
                assert goaway is not None, "closed without GOAWAY"
                same(goaway.reason.name, violation.reason.name, "the reason")
                assert goaway.text.startswith(violation.rule + " "), f"the text is {goaway.text!r}"
                highest = max(raw.incoming.highest_stream, 0)
                assert goaway.last <= highest, f"last is {goaway.last}"
            except Exception as error:  # all rules are tried before the check fails
                wrong.append(f"{violation.rule} {violation.name}: {error}")
    assert not wrong, f"{len(wrong)} of {len(violations())}: " + " | ".join(wrong)


@check("rules are judged in the order of section 2, and frames behind a broken rule are discarded")
def order_of_rules(context: Context) -> None:
    bad_type_and_size = encode_header(1 << 20, 0x0C, 0xFF, 9, 2)
    with context.raw() as raw:
        raw.send(bad_type_and_size, Frame(FrameType.PING, payload=bytes(8)), request(1, HEALTH, b"").encode())
        goaway = raw.end()
        assert goaway is not None and goaway.text.startswith("TRK-203 "), goaway
        assert not raw.pongs, "a frame behind the broken rule was answered"


@check("TRK-206: undefined flags and unused codes are ignored, unknown frames are skipped whatever they carry")
def ignored(context: Context) -> None:
    with context.raw() as raw:
        unknown = Frame(0x80, 0xFF, 9, 2, b"?"), Frame(0xFF, 0xFF, 1, 7)
        raw.send(Frame(FrameType.PING, 0x80, 77, 0, b"PINGPING"), *unknown)
        frame = request(1, HEALTH, b"")
        raw.send(Frame(frame.type, frame.flags | 0x80, 99, 1, frame.payload))
        same(raw.reply(1).code.name, "OK", "the status of a call with the undefined flag")
        assert raw.wait(lambda: b"PINGPING" in raw.pongs), "no PONG"


@check("TRK-212: frames of calls that have ended or whose ids were skipped are dropped")
def stragglers(context: Context) -> None:
    with context.raw() as raw:
        raw.send(request(9, HEALTH, b""))
        raw.reply(9)
        late = [Frame(FrameType.RESET, 0, 1, 9, b"late"), Frame(FrameType.CREDIT, 0, 0, 9, u32(5))]
        raw.send(*late, Frame(FrameType.END, 0, 0, 5), Frame(FrameType.MESSAGE, 0, 0, 3, b"x"), late[0])
        raw.send(request(11, HEALTH, b""))
        same(raw.reply(11).code.name, "OK", "the status of the next call")
        assert raw.ping(), "no PONG"


@check("TRK-701: PING is answered with the same 8 bytes; of several only the newest must be")
def pings(context: Context) -> None:
    with context.raw() as raw:
        raw.send(*[Frame(FrameType.PING, payload=bytes([index]) * 8) for index in range(20)])
        assert raw.wait(lambda: bytes([19]) * 8 in raw.pongs), "the newest PING has no answer"
        same(raw.pongs, sorted(set(raw.pongs)), "the answers in order, each once")


@check("TRK-802: a frame that does not go on arriving is given its time, then GOAWAY(SLOW)")
def slow_frame(context: Context) -> None:
    with context.raw() as raw:
        raw.send(encode_header(8, FrameType.PING) + b"four")
        goaway = raw.end(12)
        assert goaway is not None, "closed without GOAWAY"
        same(goaway.reason.name, "SLOW", "the reason")
        assert goaway.text.startswith("TRK-802 "), goaway.text


@check("TRK-707: after the client's GOAWAY or half close the running calls finish, then the server closes")
def client_leaves(context: Context) -> None:
    for farewell in (Frame(FrameType.GOAWAY, 0, 8, 0, encode_goaway(text="bye")), None):
        with context.raw() as raw:
            raw.send(*[request(stream, HEALTH, b"") for stream in (1, 3, 5)], *([farewell] if farewell else []))
            if farewell is None:
                raw.half_close()
            same(sorted(raw.reply(stream).code.name for stream in (1, 3, 5)), ["OK"] * 3, "the running calls")
            raw.end()


@check("64 connections at once are all served")
def many_connections(context: Context) -> None:
    wrong: list[str] = []

    def one() -> None:
        try:
            with context.raw() as raw:
                raw.send(*[request(2 * index + 1, HEALTH, b"") for index in range(50)])
                for index in range(50):
                    same(raw.reply(2 * index + 1).code.name, "OK", "a health check")
        except Exception as error:  # handed to the main thread
            wrong.append(str(error))

    threads = [threading.Thread(target=one) for _ in range(64)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong, f"{len(wrong)} connections: {wrong[0]}"
