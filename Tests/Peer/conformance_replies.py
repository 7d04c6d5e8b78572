"""Sequences of a server that are illegal or odd, and what PROTOCOL wants of the client for each."""

from __future__ import annotations

import zlib

from conformance_client import SHUT, Case
from frames import Code, Frame, FrameType, Meta, encode_header, encode_tlv, u32
from trunk_server import (
    COMPRESSED,
    END,
    HAS,
    MIB,
    MORE,
    credit,
    end,
    goaway,
    greeting,
    hello,
    message,
    preface,
    reply,
    response,
)

K = FrameType
OK, INTERNAL, EXHAUSTED, GONE = Code.OK, Code.INTERNAL, Code.RESOURCE_EXHAUSTED, Code.UNAVAILABLE
DONE = b"\x0a\x02hi"
PROTOCOL, SIZE = "GOAWAY PROTOCOL", "GOAWAY FRAME_SIZE"
HELLO = greeting()
NONE = 2**32 - 1


def deflate(data: bytes) -> bytes:
    """Raw deflate."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def wrong(rule: str, name: str, *sends: Frame | bytes, code: Code = INTERNAL, **other: object) -> Case:
    """A frame that fails the call and does not end it: RESET with the rule."""
    return Case(rule, name, sends, code, rule, wants=(f"RESET 1 {rule}",), **other)  # type: ignore[arg-type]


def ends(rule: str, name: str, *sends: Frame | bytes, code: Code = INTERNAL, **other: object) -> Case:
    """A frame that fails the call and ends it: no RESET."""
    return Case(rule, name, sends, code, rule, **other)  # type: ignore[arg-type]


def opening_cases() -> list[Case]:
    """Sections 1 and 3: the connection is given up before a call can be answered."""
    rows = [
        ("TRK-103", "another magic", b"\x89TRK\r\n\x1a\x0b\x01\x01\x00\x00", ("closed",)),
        ("TRK-103", "HTTP", b"HTTP/1.1 400 Bad Request\r\n\r\n", ("closed",)),
        ("TRK-105", "version 2", preface(2, 2), ("GOAWAY VERSION TRK-105", "closed")),
        ("TRK-105", "no version in common", preface(0, 3), ("closed",)),
        ("TRK-110", "PING first", preface() + encode_header(8, K.PING), (f"{PROTOCOL} TRK-110", "closed")),
        ("TRK-110", "an extension first", preface() + encode_header(0, 0xF0), (f"{PROTOCOL} TRK-110", "closed")),
        ("TRK-112", "a HELLO of 4,097 bytes", preface() + encode_header(4_097, K.HELLO), (f"{SIZE} TRK-112", "closed")),
        ("TRK-113", "a setting past the end", preface() + hello(b"\x01\x00\x04"), (f"{PROTOCOL} TRK-113", "closed")),
        (
            "TRK-114",
            "a setting twice",
            preface() + hello(encode_tlv(4, u32(65_536)) * 2),
            (f"{PROTOCOL} TRK-114", "closed"),
        ),
        ("TRK-115", "a width of 3", preface() + hello(encode_tlv(4, bytes(3))), (f"{PROTOCOL} TRK-115", "closed")),
        ("TRK-116", "calls below 16", preface() + hello(encode_tlv(3, u32(15))), (f"{PROTOCOL} TRK-116", "closed")),
        ("TRK-116", "credit of 0", preface() + hello(encode_tlv(4, u32(0))), (f"{PROTOCOL} TRK-116", "closed")),
        ("TRK-201", "a length of 4 GiB", preface() + encode_header(2**32 - 1, K.HELLO), (f"{SIZE} TRK-201", "closed")),
    ]
    cases = [Case(rule, name, (), GONE, wants=wants, hello=data) for rule, name, data, wants in rows]
    busy = preface() + goaway(5, 0, "TRK-801 too many").encode()
    cases.append(
        Case("TRK-801", "GOAWAY(BUSY) in HELLO's place", (), GONE, wants=("closed",), hello=busy, not_executed=True)
    )
    return cases


def header_cases() -> list[Case]:
    """Section 2, while a call waits."""
    rows = [
        ("TRK-201", "a top byte", encode_header(1 << 24, K.MESSAGE, 0, 0, 1), SIZE),
        ("TRK-202", "a RESPONSE of 64 KiB and 1", encode_header(65_537, K.RESPONSE, 9, 0, 1), SIZE),
        ("TRK-202", "an extension that is too long", encode_header(65_537, 0xF0), SIZE),
        ("TRK-203", "type 00", encode_header(0, 0x00), PROTOCOL),
        ("TRK-203", "type 7F", encode_header(0, 0x7F), PROTOCOL),
        ("TRK-111", "a second HELLO", encode_header(0, K.HELLO), PROTOCOL),
        ("TRK-204", "REQUEST", encode_header(16, K.REQUEST, 9, 0, 3), PROTOCOL),
        ("TRK-204", "RESET", encode_header(0, K.RESET, 0, 1, 1), PROTOCOL),
        ("TRK-205", "RESPONSE with NOT_EXECUTED", encode_header(8, K.RESPONSE, 0x19, 0, 1), PROTOCOL),
        ("TRK-205", "MESSAGE with HAS_MESSAGE", encode_header(8, K.MESSAGE, 0x08, 0, 1), PROTOCOL),
        ("TRK-205", "END with END", encode_header(8, K.END, 0x01, 0, 1), PROTOCOL),
        ("TRK-205", "CREDIT with MORE", encode_header(4, K.CREDIT, 0x04, 0, 1), PROTOCOL),
        ("TRK-205", "GOAWAY with TRUNCATED", encode_header(12, K.GOAWAY, 0x40), PROTOCOL),
        ("TRK-207", "PING of 9 bytes", encode_header(9, K.PING), PROTOCOL),
        ("TRK-207", "CREDIT of 0 bytes", encode_header(0, K.CREDIT, 0, 0, 1), PROTOCOL),
        ("TRK-207", "GOAWAY of 11 bytes", encode_header(11, K.GOAWAY), PROTOCOL),
        ("TRK-208", "RESPONSE on stream 0", encode_header(8, K.RESPONSE, 9), PROTOCOL),
        ("TRK-208", "PONG on stream 1", encode_header(8, K.PONG, 0, 0, 1), PROTOCOL),
        ("TRK-209", "END on stream 2", encode_header(8, K.END, 0, 5, 2), PROTOCOL),
        ("TRK-209", "END above 7FFFFFFF", encode_header(8, K.END, 0, 5, 0x8000_0001), PROTOCOL),
        ("TRK-211", "RESPONSE to a call to come", encode_header(8, K.RESPONSE, 9, 0, 3), PROTOCOL),
        ("TRK-211", "CREDIT for a call to come", encode_header(4, K.CREDIT, 0, 0, 99), PROTOCOL),
    ]
    return [Case(rule, name, (data,), GONE, wants=(f"{goes} {rule}", "closed")) for rule, name, data, goes in rows]


def unary_cases() -> list[Case]:
    """Section 5: the reply of a unary call."""
    half = response(1, u32(10) + DONE, HAS | MORE)
    twice, many = encode_tlv(Meta.RETRY_AFTER, bytes(8)) * 2, encode_tlv(Meta.PADDING, b"") * 65
    return [
        wrong("TRK-301", "RESPONSE of 7 bytes", Frame(K.RESPONSE, HAS, 0, 1, bytes(7))),
        ends("TRK-301", "END of 0 bytes", Frame(K.END, 0, 5, 1)),
        wrong("TRK-302", "metadata beyond the payload", Frame(K.RESPONSE, HAS, 0, 1, b"\x00\x09" + bytes(8))),
        ends("TRK-302", "the same in END", Frame(K.END, 0, 5, 1, b"\xff\xff" + bytes(6))),
        ends("TRK-303", "a TLV beyond the metadata", end(1, 5, metadata=b"\x20\x00\x09x")),
        ends("TRK-304", "metadata twice", response(1, DONE, metadata=twice)),
        ends("TRK-305", "a pair without a name", end(1, 5, metadata=encode_tlv(0xF0, b"\x00x"))),
        wrong("TRK-306", "bytes without HAS_MESSAGE", response(1, DONE, 0)),
        wrong("TRK-306", "MORE without HAS_MESSAGE", response(1, b"", MORE)),
        ends("TRK-306", "something behind END's header", end(1, 5, rest=b"x")),
        ends("TRK-307", "MORE and END", response(1, u32(4) + DONE, END | HAS | MORE)),
        ends("TRK-307", "MORE and END on a fragment", half, message(1, b"x", MORE | END)),
        wrong("TRK-308", "no total", response(1, b"abc", HAS | MORE)),
        wrong("TRK-308", "more than the total", half, message(1, bytes(7), MORE)),
        ends("TRK-308", "less than the total", half, message(1, bytes(5), END)),
        wrong("TRK-309", "an empty first fragment", response(1, u32(4), HAS | MORE)),
        wrong("TRK-309", "an empty fragment", half, message(1, b"", MORE)),
        wrong("TRK-310", "COMPRESSED on a fragment", half, message(1, b"x", MORE | COMPRESSED)),
        ends("TRK-312", "a second RESPONSE", half, response(1, DONE)),
        ends("TRK-314", "COMPRESSED, not announced", response(1, u32(4) + deflate(DONE), END | HAS | COMPRESSED)),
        wrong("TRK-316", "RESPONSE without END", response(1, DONE, HAS)),
        wrong("TRK-316", "RESPONSE without anything", response(1, b"", 0)),
        ends("TRK-316", "RESPONSE(END) without a message", response(1, b"", END)),
        wrong("TRK-316", "MESSAGE first", message(1, DONE)),
        ends("TRK-316", "MESSAGE(END) first", message(1, DONE, END)),
        wrong("TRK-316", "the last fragment without END", half, message(1, bytes(6))),
        ends("TRK-316", "END with code 0", end(1, 0)),
        wrong("TRK-401", "CREDIT of 0", credit(1, 0)),
        wrong("TRK-402", "CREDIT of 7FFFFFFF", credit(1, 0x7FFF_FFFF)),
        wrong("TRK-803", "a total above the limit", response(1, u32(MIB + 1) + b"x", HAS | MORE), code=EXHAUSTED),
        wrong("TRK-803", "a total of 4 GiB", response(1, u32(2**32 - 1) + b"x", HAS | MORE), code=EXHAUSTED),
        wrong(
            "TRK-805",
            "metadata above the limit",
            response(1, u32(9) + b"x", HAS | MORE, encode_tlv(0x30, bytes(8_190))),
            code=EXHAUSTED,
        ),
        ends("TRK-806", "65 entries", end(1, 5, metadata=many), code=EXHAUSTED),
        Case("TRK-901", "a reply that is none", (response(1, b"\x0b\x0c"),), INTERNAL),
        Case("TRK-312", "a reply in fragments", (half, message(1, b"\x12\x04" + bytes(4), END)), OK, messages=(2,)),
        Case("TRK-606", "a code above 16", (end(1, 17),), Code.UNKNOWN),
        Case("TRK-604", "a refusal is sent once more, elsewhere", (end(1, 8, 0x30),), EXHAUSTED, not_executed=True),
        Case("TRK-312", "END discards half a reply", (half, end(1, 13)), INTERNAL),
        Case(
            "TRK-213",
            "unknown frames",
            (Frame(0x80, 0xFF, 9, 2, b"?"), Frame(0xFF), response(1, DONE)),
            OK,
            messages=(2,),
        ),
        Case(
            "TRK-206",
            "undefined flags and codes",
            (Frame(K.RESPONSE, END | HAS | 0x80, 9, 1, reply(b"", DONE)),),
            OK,
            messages=(2,),
        ),
        Case("TRK-701", "PINGs", (Frame(K.PING, payload=b"12345678"), "PONG", response(1, DONE)), OK, messages=(2,)),
        Case(
            "TRK-212",
            "frames of an ended call",
            (response(1, DONE), end(1, 5), message(1, b"x"), credit(1, 65_536)),
            OK,
            messages=(2,),
        ),
    ]


def deflate_cases() -> list[Case]:
    """Section 10, with a client that reads compressed messages."""
    flags = END | HAS | COMPRESSED
    rows = [
        ("no decoded length", b"abc"),
        ("a length that is too long", u32(5) + deflate(DONE)),
        ("a length that is too short", u32(3) + deflate(DONE)),
        ("something behind", u32(4) + deflate(DONE) + b"x"),
        ("cut short", u32(4) + deflate(DONE)[:-1]),
        ("a bomb", u32(MIB) + deflate(bytes(MIB))),
    ]
    cases = [ends("TRK-902", name, response(1, data, flags), deflate=True) for name, data in rows]
    return cases + [
        ends(
            "TRK-804", "4 MiB and 1 decoded", response(1, u32(4 * MIB + 1) + b"x", flags), code=EXHAUSTED, deflate=True
        ),
        Case("TRK-902", "a good one", (response(1, u32(4) + deflate(DONE), flags),), OK, messages=(2,), deflate=True),
    ]


def stream_cases() -> list[Case]:
    """Section 5 and 6: answers of streams. A message of the echo service that is empty has 0 bytes."""
    half = message(1, u32(9) + DONE, MORE)
    talk, watch, load = {"call": "chat 1"}, {"call": "repeat 0"}, {"call": "collect 2"}
    rows = [
        ("TRK-308", "no total", (message(1, b"abc", MORE),)),
        ("TRK-308", "above the total", (half, message(1, bytes(7)))),
        ("TRK-308", "below the total", (half, message(1, b"x"))),
        ("TRK-309", "an empty first fragment", (message(1, u32(4), MORE),)),
        ("TRK-309", "an empty fragment", (half, message(1, b"", MORE))),
        ("TRK-401", "CREDIT of 0", (credit(1, 0),)),
        ("TRK-310", "COMPRESSED on a fragment", (half, message(1, b"x", MORE | COMPRESSED))),
        ("TRK-314", "COMPRESSED, not announced", (message(1, u32(4) + deflate(DONE), COMPRESSED),)),
        ("TRK-402", "CREDIT of 7FFFFFFF", (credit(1, 0x7FFF_FFFF),)),
        ("TRK-317", "RESPONSE(MORE)", (response(1, u32(9) + DONE, HAS | MORE),)),
    ]
    cases = [wrong(rule, name, *sends, **talk) for rule, name, sends in rows]
    cases += [wrong(rule, f"{name}, server streaming", *sends, **watch) for rule, name, sends in rows[:4]]
    empty, ok = message(1, b""), end(1, 0)
    return cases + [
        ends("TRK-317", "RESPONSE(END)", response(1, DONE), **talk),
        ends("TRK-317", "MESSAGE(END)", message(1, b"", END), **talk),
        wrong("TRK-803", "a total above the limit", message(1, u32(MIB + 1) + b"x", MORE), code=EXHAUSTED, **talk),
        wrong("TRK-318", "a second answer", empty, empty, **load),
        ends("TRK-318", "no answer", ok, **load),
        ends("TRK-318", "half an answer", message(1, u32(9) + b"x", MORE), ok, **load),
        Case("TRK-318", "one answer", (message(1, b"\x08\x02"), ok), OK, messages=(2,), **load),
        Case("TRK-318", "a failure without an answer", (end(1, 9),), Code.FAILED_PRECONDITION, **load),
        Case("TRK-317", "answers", (empty, message(1, b"\x0a\x03abc"), ok), OK, messages=(0, 3), **watch),
        Case("TRK-309", "no answers", (ok,), OK, **talk),
        Case(
            "TRK-308",
            "an answer in fragments",
            (message(1, u32(5) + b"\x0a", MORE), message(1, b"\x03abc"), ok),
            OK,
            messages=(3,),
            **talk,
        ),
        Case("TRK-312", "END discards half an answer", (half, end(1, 5)), Code.NOT_FOUND, **talk),
        Case("TRK-901", "an answer that is none", (message(1, b"\x0b\x0c"), "RESET 1", end(1, 1)), INTERNAL, **talk),
        Case("TRK-212", "frames of an ended stream", (ok, empty, credit(1, 65_536)), OK, **talk),
    ]


def life_cases() -> list[Case]:
    """Section 8: a server that goes."""
    answer = response(1, DONE)
    return [
        Case("TRK-706", "above the last call", (goaway(8, NONE), goaway(8, 0)), GONE, wants=("closed",)),
        Case(
            "TRK-705",
            "the call finishes",
            (goaway(8, NONE), Frame(K.PING, payload=bytes(8)), "PONG", goaway(8, 1), answer),
            OK,
            messages=(2,),
            wants=("closed",),
        ),
        Case("TRK-709", "a last id is not raised", (goaway(8, 0), goaway(8, 99), answer), GONE, wants=("closed",)),
        Case("TRK-709", "a last id is lowered", (goaway(8, 99), goaway(8, 0)), GONE, wants=("closed",)),
        Case("TRK-711", "the end of input", (SHUT,), GONE, wants=("closed",)),
        Case("TRK-711", "the end of input inside a frame", (b"\x00\x00", SHUT), GONE, wants=("closed",)),
        Case("TRK-710", "another reason", (goaway(9, 1), SHUT), GONE, wants=("closed",)),
        Case("TRK-710", "an unknown reason", (goaway(4_711, 1, "?" * 400), SHUT), GONE, wants=("closed",)),
    ]


def all_cases() -> list[Case]:
    """Every sequence against the client."""
    return opening_cases() + header_cases() + unary_cases() + deflate_cases() + stream_cases() + life_cases()
