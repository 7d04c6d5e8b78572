"""Sequences of a client that are illegal or odd, and what PROTOCOL wants of the server for each."""

from __future__ import annotations

import os

from conformance_server import (
    BAD,
    CHAT,
    COLLECT,
    COMPRESSED,
    DO,
    END,
    HAS,
    LONG,
    MIB,
    MORE,
    REPEAT,
    SAY,
    THRICE,
    WAIT,
    Case,
    chat,
    credit,
    deflate,
    end,
    ended,
    hello,
    message,
    request,
    reset,
    varint,
)
from frames import Frame, FrameType, Meta, encode_goaway, encode_header, encode_preface, encode_tlv, u32

K = FrameType
PROTOCOL, SIZE = "GOAWAY PROTOCOL", "GOAWAY FRAME_SIZE"
DONE = "RESPONSE 1 END|HAS_MESSAGE"
RAN = "NO_RETRY"


def opening_cases() -> list[Case]:
    """Sections 1 and 3."""
    magic = bytes.fromhex("8954524B0D0A1A0B0101") + bytes(2)
    c = Case
    cases = [
        c("TRK-103", "another magic", (), ("closed",), magic),
        c("TRK-103", "HTTP", (), ("closed",), b"GET / HTTP/1.1\r\n\r\n"),
        c("TRK-104", "versions 2 to 9", (), ("PREFACE 0", "GOAWAY VERSION TRK-104", "closed"), encode_preface(2, 9)),
        c("TRK-104", "versions 0 to 0", (), ("PREFACE 0", "GOAWAY VERSION TRK-104", "closed"), encode_preface(0, 0)),
        c("TRK-104", "versions 2 to 1", (), ("PREFACE 0", "GOAWAY VERSION TRK-104", "closed"), encode_preface(2, 1)),
        c("TRK-104", "versions 0 to 255", (request(1, DO, SAY),), (DONE,), encode_preface(0, 255) + hello()[12:]),
        c("TRK-118", "unknown settings, twice", (), (), hello(*[encode_tlv(0xEE, b"x")] * 2, encode_tlv(0x55, b""))),
        c(
            "TRK-117",
            "settings above their ceilings",
            (request(1, DO, SAY),),
            (DONE,),
            hello(*[encode_tlv(identifier, u32(2**32 - 1)) for identifier in (1, 2, 3, 4, 9, 13)]),
        ),
        c("TRK-116", "a client's 03 below its floor", (), (), hello(encode_tlv(3, u32(0)))),
        c(
            "TRK-110",
            "GOAWAY in HELLO's place",
            (),
            ("closed",),
            encode_preface() + Frame(K.GOAWAY, 0, 8, 0, encode_goaway()).encode(),
        ),
    ]
    broken = {
        "TRK-113": (b"\x01\x00", b"\x01\x00\x04\x00\x01"),
        "TRK-114": (encode_tlv(1, u32(65_536)) * 2, encode_tlv(0x0A, b"") * 2, encode_tlv(0x0C, b"a") * 2),
        "TRK-115": (encode_tlv(4, b""), encode_tlv(6, bytes(4)), encode_tlv(8, bytes(5)), encode_tlv(3, bytes(3))),
        "TRK-116": (encode_tlv(1, u32(65_535)), encode_tlv(4, u32(0)), encode_tlv(9, u32(4_095))),
    }
    for rule, payloads in broken.items():
        cases += [c(rule, f"HELLO {raw.hex()}", (), (f"{PROTOCOL} {rule}", "closed"), hello(raw)) for raw in payloads]
    first = [
        ("TRK-110", "CREDIT first", Frame(K.CREDIT, 0, 0, 1, u32(1)).encode(), PROTOCOL),
        ("TRK-110", "an extension first", Frame(0x9A, 3).encode(), PROTOCOL),
        ("TRK-112", "a HELLO of 4,097 bytes", encode_header(4_097, K.HELLO), SIZE),
        ("TRK-201", "a HELLO of 4 GiB", encode_header(2**32 - 1, K.HELLO), SIZE),
        ("TRK-203", "type 0C first", encode_header(0, 0x0C), PROTOCOL),
        ("TRK-205", "HELLO with a flag", encode_header(0, K.HELLO, END), PROTOCOL),
        ("TRK-208", "HELLO on stream 1", encode_header(0, K.HELLO, 0, 0, 1), PROTOCOL),
    ]
    return cases + [
        c(rule, name, (), (f"{goaway} {rule}", "closed"), encode_preface() + data) for rule, name, data, goaway in first
    ]


def header_cases() -> list[Case]:
    """Section 2, behind a stream that runs."""
    rows = [
        ("TRK-201", "a top byte", encode_header(1 << 24, K.MESSAGE, 0, 0, 1), SIZE),
        ("TRK-202", "a frame of 64 KiB and 1", encode_header(65_537, K.MESSAGE, 0, 0, 1), SIZE),
        ("TRK-202", "an extension that is too long", encode_header(65_537, 0xF0), SIZE),
        ("TRK-203", "type 0B", encode_header(0, 0x0B), PROTOCOL),
        ("TRK-111", "a second HELLO", encode_header(0, K.HELLO), PROTOCOL),
        ("TRK-204", "RESPONSE", encode_header(8, K.RESPONSE, 9, 0, 1), PROTOCOL),
        ("TRK-207", "CREDIT of 5 bytes", encode_header(5, K.CREDIT, 0, 0, 1), PROTOCOL),
        ("TRK-207", "END of 8 bytes", encode_header(8, K.END, 0, 0, 1), PROTOCOL),
        ("TRK-207", "PONG of 0 bytes", encode_header(0, K.PONG), PROTOCOL),
        ("TRK-207", "GOAWAY of 0 bytes", encode_header(0, K.GOAWAY), PROTOCOL),
        ("TRK-208", "MESSAGE on stream 0", encode_header(0, K.MESSAGE), PROTOCOL),
        ("TRK-208", "GOAWAY on stream 1", encode_header(12, K.GOAWAY, 0, 8, 1), PROTOCOL),
        ("TRK-209", "MESSAGE on stream 2", encode_header(0, K.MESSAGE, 0, 0, 2), PROTOCOL),
        ("TRK-209", "END above 7FFFFFFF", encode_header(0, K.END, 0, 0, 0x8000_0001), PROTOCOL),
        ("TRK-210", "REQUEST on the same stream", encode_header(16, K.REQUEST, 0, 0, 1), PROTOCOL),
        ("TRK-211", "MESSAGE of a call to come", encode_header(0, K.MESSAGE, 0, 0, 3), PROTOCOL),
    ]
    for kind, bad in [
        (K.MESSAGE, 0x08),
        (K.MESSAGE, 0x10),
        (K.REQUEST, 0x20),
        (K.END, 0x01),
        (K.CREDIT, 0x02),
        (K.RESET, 0x40),
        (K.PING, 0x04),
        (K.GOAWAY, 0x10),
    ]:
        length = {K.PING: 8, K.CREDIT: 4, K.GOAWAY: 12}.get(kind, 0)
        stream = 0 if kind in (K.PING, K.GOAWAY) else 3 if kind == K.REQUEST else 1
        rows.append(("TRK-205", f"{kind.name} with {bad:02X}", encode_header(length, kind, bad, 0, stream), PROTOCOL))
    return [Case(rule, name, (chat(), data), (f"{goaway} {rule}", "closed")) for rule, name, data, goaway in rows]


def request_cases() -> list[Case]:
    """Sections 4 and 5: one REQUEST that ends its call."""
    twice = encode_tlv(Meta.TOKEN, b"t") * 2
    many = encode_tlv(Meta.PADDING, b"") * 65
    tlv = [
        ("TRK-303", request(1, DO, SAY, metadata=b"\x04\x00\x09x")),
        ("TRK-303", request(1, DO, SAY, metadata=b"\x04")),
        ("TRK-304", request(1, DO, SAY, metadata=twice)),
        ("TRK-305", request(1, DO, SAY, metadata=encode_tlv(0xF0, b"\x01A"))),
        ("TRK-305", request(1, DO, SAY, metadata=encode_tlv(0xF0, b""))),
        ("TRK-305", request(1, DO, SAY, metadata=encode_tlv(0xF0, b"\x05ab"))),
        ("TRK-301", Frame(K.REQUEST, END | HAS, 0, 1, bytes(15))),
        ("TRK-301", Frame(K.REQUEST, END, 0, 1)),
        ("TRK-302", Frame(K.REQUEST, END | HAS, 0, 1, b"\x00\x00\x09" + bytes(21))),
        ("TRK-302", Frame(K.REQUEST, END | HAS, 0, 1, b"\xff\xff\x00" + bytes(13))),
        ("TRK-306", request(1, DO, SAY, END)),
        ("TRK-306", request(1, DO, b"", MORE)),
        ("TRK-306", request(1, DO, b"", END | COMPRESSED)),
        ("TRK-307", request(1, DO, u32(4) + SAY, END | HAS | MORE)),
        ("TRK-308", request(1, DO, b"abc", HAS | MORE)),
        ("TRK-308", request(1, DO, u32(2) + SAY, HAS | MORE)),
        ("TRK-309", request(1, DO, u32(4), HAS | MORE)),
        ("TRK-313", request(1, DO, b"", END)),
        ("TRK-313", request(1, REPEAT, b"", 0)),
        ("TRK-902", request(1, DO, b"abc", END | HAS | COMPRESSED)),
        ("TRK-902", request(1, DO, u32(5) + deflate(SAY), END | HAS | COMPRESSED)),
        ("TRK-902", request(1, DO, u32(3) + deflate(SAY), END | HAS | COMPRESSED)),
        ("TRK-902", request(1, DO, u32(4) + deflate(SAY) + b"x", END | HAS | COMPRESSED)),
        ("TRK-902", request(1, DO, u32(4) + deflate(SAY)[:-1], END | HAS | COMPRESSED)),
        ("TRK-902", request(1, DO, u32(4) + b"\xff\xff\xff", END | HAS | COMPRESSED)),
        ("TRK-902", request(1, DO, u32(4), END | HAS | COMPRESSED)),
        ("TRK-902", request(1, DO, u32(MIB) + deflate(bytes(MIB)), END | HAS | COMPRESSED)),
    ]
    c = Case
    cases = [c(rule, f"{frame!r}", (frame,), (ended(1, rule=rule),)) for rule, frame in tlv]
    more = [
        ("TRK-402", request(1, DO, SAY, credit=0x8000_0000), "INTERNAL", BAD),
        ("TRK-803", request(1, DO, u32(MIB + 1) + b"x", HAS | MORE), "RESOURCE_EXHAUSTED", BAD),
        ("TRK-803", request(1, DO, u32(2**32 - 1) + b"x", HAS | MORE), "RESOURCE_EXHAUSTED", BAD),
        ("TRK-804", request(1, DO, u32(4 * MIB + 1) + b"x", END | HAS | COMPRESSED), "RESOURCE_EXHAUSTED", BAD),
        ("TRK-805", request(1, DO, SAY, metadata=encode_tlv(0x30, bytes(8_190))), "RESOURCE_EXHAUSTED", BAD),
        ("TRK-806", request(1, DO, SAY, metadata=many), "RESOURCE_EXHAUSTED", BAD),
    ]
    cases += [c(rule, f"{frame!r}", (frame,), (ended(1, code, flags, rule),)) for rule, frame, code, flags in more]
    order = "the first of two"
    return cases + [
        c("TRK-326", order, (request(1, DO, SAY, END, metadata=twice),), (ended(1, rule="TRK-304"),)),
        c("TRK-326", order, (request(1, DO, SAY, END, credit=2**31),), (ended(1, "INTERNAL", BAD, "TRK-402"),)),
        c("TRK-326", order, (request(1, DO, b"", END | HAS | MORE | COMPRESSED),), (ended(1, rule="TRK-307"),)),
        c(
            "TRK-331",
            "an unknown method, called by nobody",
            (request(1, "echo.v1.EchoService/No", SAY),),
            (ended(1, "UNAUTHENTICATED", "NOT_EXECUTED"),),
        ),
        c("TRK-901", "a group", (request(1, DO, b"\x0b\x0c"),), (ended(1, rule="TRK-901"),)),
        c("TRK-901", "UTF-8 that is none", (request(1, DO, b"\x0a\x01\xff"),), (ended(1, rule="TRK-901"),)),
        c("TRK-206", "an undefined flag", (request(1, DO, SAY, END | HAS | 0x80),), (DONE,)),
        c(
            "TRK-503",
            "the deadline",
            (request(1, WAIT, LONG, timeout_us=50_000),),
            (ended(1, "DEADLINE_EXCEEDED", "-"),),
        ),
        c(
            "TRK-902",
            "a good compressed message",
            (request(1, DO, u32(4) + deflate(SAY), END | HAS | COMPRESSED),),
            (DONE,),
        ),
    ]


def unary_cases() -> list[Case]:
    """Section 5: what comes behind a unary REQUEST."""
    half = request(1, DO, u32(10) + b"\x0a", HAS | MORE)
    waits = request(1, WAIT, LONG, HAS)
    c = Case
    rows = [
        ("TRK-307", "MORE and END", (half, message(1, b"x", MORE | END))),
        ("TRK-308", "more than the total", (half, message(1, bytes(10), END))),
        ("TRK-308", "less than the total", (half, message(1, bytes(8), END))),
        ("TRK-309", "an empty fragment", (half, message(1, b"", MORE))),
        ("TRK-310", "COMPRESSED on a later fragment", (half, message(1, b"x", MORE | COMPRESSED))),
        ("TRK-311", "END between fragments", (half, end(1))),
    ]
    cases = [c(rule, name, sends, (ended(1, rule=rule),)) for rule, name, sends in rows]
    running = [
        ("TRK-312", "a second message", (waits, message(1, SAY))),
        ("TRK-315", "MESSAGE after END", (request(1, WAIT, LONG), message(1, SAY))),
        ("TRK-315", "MESSAGE after END of its own", (waits, end(1), message(1, SAY))),
        ("TRK-315", "a second END", (waits, end(1), end(1))),
        ("TRK-315", "END after END", (request(1, WAIT, LONG), end(1))),
        (
            "TRK-312",
            "a message behind a streaming server's request",
            (request(1, REPEAT, THRICE, HAS), message(1, SAY)),
        ),
    ]
    cases += [c(rule, name, sends, (ended(1, "INVALID_ARGUMENT", RAN, rule),)) for rule, name, sends in running[:5]]
    for rule, data, code in (("TRK-401", 0, "INTERNAL"), ("TRK-402", 0x7FFF_FFFF, "INTERNAL")):
        cases.append(c(rule, "CREDIT of a unary call", (waits, credit(1, data)), (ended(1, code, RAN, rule),)))
    late = [message(1, b"x"), end(1), reset(1, b"late"), credit(1, 65_536)]
    return cases + [
        c("TRK-321", "RESET before the message is whole", (half, reset(1)), (ended(1, "CANCELLED", "NOT_EXECUTED"),)),
        c("TRK-321", "RESET of a running handler", (waits, reset(1)), (ended(1, "CANCELLED", "-"),)),
        c(
            "TRK-321",
            "RESET with another code",
            (waits, Frame(K.RESET, 0, 77, 1, b"?" * 300)),
            (ended(1, "CANCELLED", "-"),),
        ),
        c("TRK-312", "a whole request in fragments", (half, message(1, b"\x08abcdefgh", END)), (DONE,)),
        c("TRK-320", "END comes later", (request(1, DO, SAY, HAS), end(1)), (DONE,)),
        c("TRK-212", "frames of an ended call", (request(1, DO, SAY), DONE, *late), (DONE,)),
        c(
            "TRK-212",
            "frames of a skipped call",
            (request(5, DO, SAY), message(3, b""), end(1), reset(3)),
            ("RESPONSE 5 END|HAS_MESSAGE",),
        ),
        c(
            "TRK-405",
            "what was announced and is no longer wanted",
            (request(1, DO, u32(2 * MIB) + b"x", HAS | MORE), message(1, bytes(60_000), MORE), message(1, b"x", END)),
            (ended(1, "RESOURCE_EXHAUSTED", BAD, "TRK-803"),),
        ),
    ]


def stream_cases() -> list[Case]:
    """Section 5 and 6: streams of the three shapes."""
    talks = (chat(), message(1, SAY), "MESSAGE 1 -")
    c = Case
    rows = [
        ("TRK-307", "MORE and END", (message(1, u32(4) + SAY, MORE | END),)),
        ("TRK-308", "no total", (message(1, b"abc", MORE),)),
        ("TRK-308", "a total below the first fragment", (message(1, u32(3) + SAY, MORE),)),
        ("TRK-308", "fragments above the total", (message(1, u32(5) + SAY, MORE), message(1, b"xy"))),
        ("TRK-308", "fragments below the total", (message(1, u32(9) + SAY, MORE), message(1, b"xy"))),
        ("TRK-309", "an empty first fragment", (message(1, u32(4), MORE),)),
        ("TRK-309", "an empty later fragment", (message(1, u32(9) + SAY, MORE), message(1, b"", MORE))),
        (
            "TRK-310",
            "COMPRESSED on a later fragment",
            (message(1, u32(9) + SAY, MORE), message(1, b"x", MORE | COMPRESSED)),
        ),
        ("TRK-311", "END in mid-message", (message(1, u32(9) + SAY, MORE), end(1))),
        ("TRK-902", "no decoded length", (message(1, b"abc", COMPRESSED),)),
        ("TRK-902", "a wrong decoded length", (message(1, u32(9) + deflate(SAY), COMPRESSED),)),
        ("TRK-902", "something behind the deflate stream", (message(1, u32(4) + deflate(SAY) + b"x", COMPRESSED),)),
        ("TRK-902", "a bomb", (message(1, u32(MIB) + deflate(bytes(MIB)), COMPRESSED),)),
    ]
    cases = [
        c(rule, name, (*talks, *sends), ("MESSAGE 1 -", ended(1, "INVALID_ARGUMENT", RAN, rule)))
        for rule, name, sends in rows
    ]
    limits = [
        ("TRK-803", "a total of 1 MiB and 1", message(1, u32(MIB + 1) + b"x", MORE), "RESOURCE_EXHAUSTED"),
        ("TRK-803", "a total of 4 GiB", message(1, u32(2**32 - 1) + b"x", MORE), "RESOURCE_EXHAUSTED"),
        (
            "TRK-804",
            "a decoded length of 4 MiB and 1",
            message(1, u32(4 * MIB + 1) + b"x", COMPRESSED),
            "RESOURCE_EXHAUSTED",
        ),
        ("TRK-401", "CREDIT of 0", credit(1, 0), "INTERNAL"),
        ("TRK-402", "CREDIT of 7FFFFFFF", credit(1, 0x7FFF_FFFF), "INTERNAL"),
        ("TRK-402", "CREDIT of FFFFFFFF", credit(1, 0xFFFF_FFFF), "INTERNAL"),
    ]
    cases += [
        c(rule, name, (*talks, frame), ("MESSAGE 1 -", ended(1, code, RAN, rule))) for rule, name, frame, code in limits
    ]
    ok, said = ended(1, "OK", "-"), "MESSAGE 1 -"
    late = (message(1, SAY), end(1), credit(1, 65_536), reset(1))
    return cases + [
        c(
            "TRK-901",
            "a message that is none",
            (*talks, message(1, b"\x0b\x0c")),
            (said, ended(1, "INVALID_ARGUMENT", RAN, "TRK-901")),
        ),
        c(
            "TRK-312",
            "messages behind a request",
            (request(1, CHAT, SAY, HAS), message(1, SAY), end(1)),
            (said, said, ok),
        ),
        c("TRK-311", "END at once", (chat(), end(1)), (ok,)),
        c("TRK-320", "END with the request", (chat(flags=END),), (ok,)),
        c("TRK-311", "END with the last message", (chat(), message(1, SAY, END)), (said, ok)),
        c("TRK-309", "an empty message", (chat(), message(1, b"", END)), (said, ok)),
        c(
            "TRK-308",
            "a message in fragments",
            (chat(), message(1, u32(4) + b"\x0a", MORE), message(1, b"\x02hi", END)),
            (said, ok),
        ),
        c("TRK-902", "a compressed message", (chat(), message(1, u32(4) + deflate(SAY), COMPRESSED | END)), (said, ok)),
        c("TRK-317", "many answers to one request", (request(1, REPEAT, THRICE),), (said, said, said, ok)),
        c(
            "TRK-318",
            "one answer to many requests",
            (chat(1, COLLECT), message(1, b""), message(1, SAY, END)),
            (said, ok),
        ),
        c("TRK-318", "one answer before the end", (chat(1, COLLECT), message(1, b"\x10\x01"), ok, *late), (said, ok)),
        c("TRK-321", "RESET of a stream", (*talks, reset(1, b"enough")), (said, ended(1, "CANCELLED", "-"))),
        c("TRK-212", "frames of an ended stream", (*talks, end(1), ok, *late), (said, ok)),
        c(
            "TRK-326",
            "MORE is judged before the limits",
            (chat(), message(1, b"ab", MORE)),
            (ended(1, "INVALID_ARGUMENT", RAN, "TRK-308"),),
        ),
    ]


def credit_cases() -> list[Case]:
    """Section 6: who spends credit, and who has none."""
    big = b"\x0a" + varint(60_000) + os.urandom(60_000)
    head, rest = u32(len(big)) + big[:30_000], big[30_000:]
    said, ok = "MESSAGE 1 -", ended(1, "OK", "-")
    return [
        Case(
            "TRK-404",
            "fragments flow without credit",
            (chat(), message(1, head, MORE), message(1, rest, END)),
            (said, ok),
        ),
        Case(
            "TRK-404",
            "a server without credit waits",
            (
                request(1, REPEAT, b"\x0a" + varint(20_000) + os.urandom(20_000) + b"\x10\x05", credit=20_000),
                said,
                credit(1, 90_000),
            ),
            (said, said, said, said, said, ok),
        ),
        Case("TRK-406", "credit is renewed", (chat(1, COLLECT), message(1, big), message(1, b""), end(1)), (said, ok)),
    ]


def life_cases() -> list[Case]:
    """Section 8: leaving."""
    bye = Frame(K.GOAWAY, 0, 8, 0, encode_goaway())
    shout = Frame(K.GOAWAY, 0, 99, 0, encode_goaway(2**32 - 1, 1, 1, "x" * 500))
    said, ok = "MESSAGE 1 -", ended(1, "OK", "-")
    return [
        Case("TRK-707", "REQUEST after GOAWAY", (chat(), bye, request(3, DO, SAY)), (f"{PROTOCOL} TRK-707", "closed")),
        Case("TRK-707", "the running calls finish", (chat(), bye, message(1, SAY, END)), (said, ok, "closed")),
        Case("TRK-707", "another reason is read alike", (chat(), shout, message(1, SAY, END)), (said, ok, "closed")),
        Case("TRK-706", "last means nothing from a client", (bye,), ("closed",)),
    ]


def all_cases() -> list[Case]:
    """Every sequence against the server."""
    return (
        opening_cases()
        + header_cases()
        + request_cases()
        + unary_cases()
        + stream_cases()
        + credit_cases()
        + life_cases()
    )
