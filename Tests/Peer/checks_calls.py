"""Checks of single calls at the wire: malformed ones, limits, fragments, deadlines, RESET. Sections 4 to 7 and 11."""

from __future__ import annotations

import time
from dataclasses import dataclass

from checks import Context, check, expect_end, same
from estate import DIRECTORY, HEALTH, OCCUPIER, SITE, TELEPHONY, number_name
from frames import Code, Flag, Frame, FrameType, Meta, Setting, encode_call_header, encode_tlv, u32
from messages import message, method
from raw import MESSAGE_MAX, RawConnection, opening, request
from trunk_peer import TrunkClient, new_request_id

GET = TELEPHONY + "GetNumber"
WHOLE = Flag.END | Flag.HAS_MESSAGE
FIRST = Flag.HAS_MESSAGE | Flag.MORE
MALFORMED = Flag.NOT_EXECUTED | Flag.NO_RETRY
REFUSED = Flag.NOT_EXECUTED | Flag.NO_RETRY


@dataclass(frozen=True)
class Malformed:
    """Frames of one call on stream 1 that break a rule of section 5."""

    rule: str
    name: str
    frames: tuple[Frame, ...]


def get(message_bytes: bytes, flags: int, metadata: bytes = b"") -> Frame:
    """A REQUEST for GetNumber on stream 1."""
    return request(1, GET, message_bytes, flags, metadata=metadata)


def fragment(payload: bytes, flags: int = Flag.MORE) -> Frame:
    """A MESSAGE on stream 1."""
    return Frame(FrameType.MESSAGE, flags, 0, 1, payload)


def malformed_calls() -> list[Malformed]:
    """One of each, as long as the outcome does not depend on how fast the handler is."""
    m = Malformed
    raw = Frame(FrameType.REQUEST, WHOLE, 0, 1, bytes(15))
    header = encode_call_header(GET.encode())
    long_metadata = Frame(FrameType.REQUEST, WHOLE, 0, 1, b"\x00\x09" + header[2:])
    first = get(u32(10) + b"12345", FIRST)
    pair = [(b"\x04Name", "capital"), (b"\x00x", "empty"), (b"\x09short", "too long"), (b"", "absent")]
    return [
        m("TRK-301", "15 bytes of payload", (raw,)),
        m("TRK-301", "no payload", (Frame(FrameType.REQUEST, WHOLE, 0, 1),)),
        m("TRK-302", "path beyond the payload", (Frame(FrameType.REQUEST, WHOLE, 0, 1, header[:-1]),)),
        m("TRK-302", "metadata beyond the payload", (long_metadata,)),
        m("TRK-303", "a TLV beyond H", (get(b"", WHOLE, b"\x30\x00\x05abc"),)),
        m("TRK-303", "half a TLV", (get(b"", WHOLE, b"\x30\x00"),)),
        m("TRK-304", "two names for a call", (get(b"", WHOLE, encode_tlv(Meta.CALL_NAME, b"a") * 2),)),
        m("TRK-304", "two trace states", (get(b"", WHOLE, encode_tlv(Meta.TRACE_STATE, b"a") * 2),)),
        *[m("TRK-305", f"a pair whose name is {why}", (get(b"", WHOLE, encode_tlv(0xF0, p)),)) for p, why in pair],
        m("TRK-306", "bytes without HAS_MESSAGE", (get(b"x", Flag.END),)),
        m("TRK-306", "MORE without HAS_MESSAGE", (get(b"", Flag.MORE),)),
        m("TRK-307", "MORE and END in REQUEST", (get(u32(9) + b"x", WHOLE | Flag.MORE),)),
        m("TRK-307", "MORE and END in MESSAGE", (first, fragment(b"6", Flag.MORE | Flag.END))),
        m("TRK-308", "no total", (get(b"\x00\x00\x00", FIRST),)),
        m("TRK-308", "a first fragment above the total", (get(u32(3) + b"1234", FIRST),)),
        m("TRK-308", "fragments above the total", (first, fragment(b"678901"))),
        m("TRK-308", "a last fragment that leaves a rest", (first, fragment(b"6789", Flag.END))),
        m("TRK-309", "an empty fragment", (first, fragment(b""))),
        m("TRK-309", "an empty first fragment", (get(u32(10), FIRST),)),
        m("TRK-309", "an empty last fragment", (first, fragment(b"", Flag.END))),
        m("TRK-310", "COMPRESSED on a later fragment", (first, fragment(b"6", Flag.MORE | Flag.COMPRESSED))),
        m("TRK-311", "END between fragments", (first, Frame(FrameType.END, 0, 0, 1))),
        m("TRK-313", "no message", (get(b"", Flag.END),)),
        m("TRK-313", "no message, END later", (get(b"", 0), Frame(FrameType.END, 0, 0, 1))),
        m("TRK-902", "COMPRESSED, and no deflate", (get(u32(3) + b"abc", WHOLE | Flag.COMPRESSED),)),
        m("TRK-902", "COMPRESSED without its length", (get(b"abc", WHOLE | Flag.COMPRESSED),)),
    ]


@check("a malformed call ends with INVALID_ARGUMENT, NOT_EXECUTED, NO_RETRY and its rule; the connection lives")
def malformed(context: Context) -> None:
    wrong = []
    for case in malformed_calls():
        with context.raw() as raw:
            raw.send(*case.frames)
            try:
                expect_end(raw.reply(1, 5), Code.INVALID_ARGUMENT, MALFORMED, case.rule)
                raw.send(request(3, HEALTH, b""))
                same(raw.reply(3).code, Code.OK, "the next call on the connection")
            except Exception as error:  # all rules are tried before the check fails
                wrong.append(f"{case.rule} {case.name}: {error}")
    assert not wrong, f"{len(wrong)} of {len(malformed_calls())}: " + " | ".join(wrong)


@check("TRK-312, TRK-315: frames behind a whole request end the call or find it ended, once")
def surplus(context: Context) -> None:
    extra = (Frame(FrameType.MESSAGE, 0, 0, 1, b"x"), Frame(FrameType.MESSAGE, Flag.END, 0, 1, b"x"))
    for flags in (WHOLE, Flag.HAS_MESSAGE):
        for frame in (*extra, Frame(FrameType.END, 0, 0, 1)):
            with context.raw() as raw:
                raw.send(request(1, HEALTH, b"", flags), frame)
                reply = raw.reply(1)
                if reply.code != Code.OK:
                    expect_end(reply, Code.INVALID_ARGUMENT)
                    assert reply.text.startswith(("TRK-312 ", "TRK-315 ")), reply.text
                    assert reply.flags & Flag.NO_RETRY, "NO_RETRY is missing"
                    assert not (flags == Flag.HAS_MESSAGE and frame.type == FrameType.END), reply.text
                assert raw.ping(), "no PONG"


@check("unknown metadata, and known ids of the wrong width, are skipped")
def odd_metadata(context: Context) -> None:
    odd = encode_tlv(0xE3, b"a") * 2 + encode_tlv(0x77, b"") * 3 + encode_tlv(Meta.TRACE_CONTEXT, b"short")
    odd += encode_tlv(Meta.RETRY_AFTER, b"1") + encode_tlv(Meta.PADDING, bytes(500)) + encode_tlv(Meta.PADDING, b"")
    odd += encode_tlv(Meta.NAMED, b"\x01av") + encode_tlv(Meta.NAMED, b"\x01a")
    odd += encode_tlv(Meta.CALL_NAME, b"c\x00\xff")
    with context.raw() as raw:
        raw.send(request(1, HEALTH, b"", metadata=odd))
        same(raw.reply(1).code, Code.OK, "the status")


@check("TRK-803, 805, 806: calls above a limit end with RESOURCE_EXHAUSTED and the limit's name")
def limits(context: Context) -> None:
    too_much = encode_tlv(Meta.PADDING, bytes(9000))
    many = encode_tlv(Meta.PADDING, b"") * 65
    cases = [
        (request(1, GET, u32(0x7FFF_FFFF) + b"x", FIRST), "message_wire_bytes"),
        (request(3, GET, u32((1 << 20) + 1) + b"x", FIRST), "message_wire_bytes"),
        (request(5, GET, b"", metadata=too_much), "metadata_bytes"),
        (request(7, GET, b"", metadata=many), "metadata_entries"),
    ]
    with context.raw() as raw:
        for frame, name in cases:
            raw.send(frame)
            reply = raw.reply(frame.stream)
            expect_end(reply, Code.RESOURCE_EXHAUSTED, REFUSED)
            assert reply.limit is not None and reply.limit[0] == name, f"{reply.limit} instead of {name}"
        assert raw.incoming.hello is not None
        told = raw.incoming.hello.value(Setting.METADATA), raw.incoming.hello.value(Setting.MESSAGE_WIRE)
        limits = (raw.replies[5].limit, raw.replies[1].limit)
        same(limits, (("metadata_bytes", told[0]), ("message_wire_bytes", told[1])), "the limits as told in HELLO")
        assert raw.ping(), "no PONG"


@check("TRK-807: one call more than announced is refused with NOT_EXECUTED, and the others go on")
def concurrency(context: Context) -> None:
    with context.raw() as raw:
        assert raw.wait(lambda: raw.incoming.hello is not None), "no HELLO"
        assert raw.incoming.hello is not None
        most = raw.incoming.hello.value(Setting.CALLS)
        same(most, 256, "the calls announced")
        raw.send(*[request(2 * index + 1, HEALTH, u32(10) + b"\x0a", FIRST) for index in range(most)])
        above = 2 * most + 1
        raw.send(request(above, HEALTH, b""))
        expect_end(raw.reply(above), Code.RESOURCE_EXHAUSTED, Flag.NOT_EXECUTED)
        same(raw.replies[above].limit, ("concurrent_streams", most), "the limit")
        same(len(raw.replies), 1, "calls ended")
        raw.send(Frame(FrameType.RESET, 0, 1, 1), request(above + 2, HEALTH, b""))
        same(raw.reply(above + 2).code, Code.OK, "the call that takes the slot set free")
        raw.send(*[Frame(FrameType.RESET, 0, 1, 2 * index + 1) for index in range(1, most)])
        assert raw.wait(lambda: len(raw.replies) == most + 2), f"{len(raw.replies)} calls ended"
        for index in range(most):
            expect_end(raw.replies[2 * index + 1], Code.CANCELLED, Flag.NOT_EXECUTED)


@check("TRK-321: RESET of a call that waits ends it with CANCELLED, NOT_EXECUTED; of one that runs, once")
def resets(context: Context) -> None:
    with context.raw() as raw:
        for index, code in enumerate((1, 0, 77, 65_535)):
            text = b"" if index == 0 else b"\xff" * 100 * index
            stream = 2 * index + 1
            raw.send(request(stream, GET, u32(9) + b"x", FIRST), Frame(FrameType.RESET, 0, code, stream, text))
            expect_end(raw.reply(stream), Code.CANCELLED, Flag.NOT_EXECUTED)
        for stream in range(101, 201, 2):
            raw.send(request(stream, HEALTH, b""), Frame(FrameType.RESET, 0, 1, stream))
        for stream in range(101, 201, 2):
            assert raw.reply(stream).code in (Code.OK, Code.CANCELLED), raw.replies[stream]
        assert raw.ping(), "no PONG"


@check("TRK-504: a call whose deadline comes before its last fragment ends with DEADLINE_EXCEEDED, NOT_EXECUTED")
def deadlines(context: Context) -> None:
    with context.raw() as raw:
        begin = time.monotonic()
        raw.send(request(1, GET, u32(9) + b"x", FIRST, timeout_us=300_000))
        raw.send(request(3, HEALTH, b"", timeout_us=0), request(5, HEALTH, b"", timeout_us=2**64 - 1))
        expect_end(raw.reply(1), Code.DEADLINE_EXCEEDED, Flag.NOT_EXECUTED)
        assert 0.25 < time.monotonic() - begin < 5, "not at its time"
        same([raw.reply(stream).code for stream in (3, 5)], [Code.OK] * 2, "deadlines of 0 and of for ever")
        raw.send(fragment(b"late", Flag.MORE), request(7, HEALTH, b""))
        same(raw.reply(7).code, Code.OK, "the call behind a late fragment")


@check("TRK-401, TRK-402: CREDIT of 0 or above 7FFFFFFF ends the call, other CREDIT does not")
def credit(context: Context) -> None:
    half = request(1, GET, u32(9) + b"x", FIRST)
    for amount, code in ((0, Code.INTERNAL), (0x7FFF_FFFF, Code.INTERNAL), (2**32 - 1, Code.INTERNAL), (70_000, None)):
        with context.raw() as raw:
            raw.send(half, Frame(FrameType.CREDIT, 0, 0, 1, u32(amount)), request(3, HEALTH, b""))
            same(raw.reply(3).code, Code.OK, "the other call")
            if code is None:
                assert raw.ping() and 1 not in raw.replies, "a good CREDIT has ended the call"
            else:
                expect_end(raw.reply(1), code, rule="TRK-401" if amount == 0 else "TRK-402")


@check("1,000 numbers in fragments of 4 KiB go in while another call on the connection is served in between")
def fragmented_provision(context: Context) -> None:
    spec = message("telephony.v1.NumberSpec")
    names = [number_name(2_000_000 + index) for index in range(1000)]
    # Extensions of their own length: no other check uses 7 digits.
    numbers = [spec(e164=e164, extension=f"{3_000_000 + i}", site_id=SITE) for i, (e164, _) in enumerate(names)]
    request_class, response_class = method(TELEPHONY + "ProvisionNumbers")
    data = request_class(numbers=numbers, request_id=new_request_id()).SerializeToString()
    path = TELEPHONY + "ProvisionNumbers"
    with RawConnection(context.address, context.server.tokens["platform"]) as raw:
        header = encode_call_header(path.encode(), timeout_us=20_000_000)
        room = 4096 - len(header) - 4
        raw.send(Frame(FrameType.REQUEST, FIRST, 0, 1, header + u32(len(data)) + data[:room]))
        pieces = [data[at : at + 4096] for at in range(room, len(data), 4096)]
        assert len(pieces) > 5, "too few fragments to tell anything"
        for index, piece in enumerate(pieces):
            raw.send(request(2 * index + 3, HEALTH, b""))
            same(raw.reply(2 * index + 3).code, Code.OK, "the call between fragments")
            raw.send(fragment(piece, Flag.END if index == len(pieces) - 1 else Flag.MORE))
        reply = raw.reply(1, 30)
        assert reply.message is not None, f"{reply.code.name} {reply.text}"
        same(len(set(response_class.FromString(reply.message).ids)), 1000, "ids answered")


@check("a reply above a frame comes in fragments, and one above the client's largest message is RESOURCE_EXHAUSTED")
def fragmented_reply(context: Context) -> None:
    request_class, response_class = method(DIRECTORY + "ListNumbers")
    page = request_class(site_id=SITE, page_size=1000)
    with TrunkClient(context.address, context.server.tokens["platform"]) as client:
        call = client.begin(DIRECTORY + "ListNumbers", page, 20)
        found = client.finish(call, response_class)
        same(len(found.numbers), 1000, f"numbers on the page; {OCCUPIER} and others")
        assert call.reader.parts, f"{found.ByteSize()} bytes came in one frame"
        assert found.ByteSize() < MESSAGE_MAX
    floors = opening(context.server.tokens["platform"], {})
    with RawConnection(context.address, greet=False) as raw:
        raw.send(floors, request(1, DIRECTORY + "ListNumbers", page.SerializeToString()), request(3, HEALTH, b""))
        same(raw.reply(1).code, Code.RESOURCE_EXHAUSTED, "the status")
        same(raw.reply(3).code, Code.OK, "the other call")
