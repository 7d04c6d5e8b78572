"""Hostile protobuf: every message here must fail its own call only, and the connection must live (TRK-901)."""

from __future__ import annotations

from dataclasses import dataclass

from checks import Context, check, same
from estate import HEALTH, PIN, TELEPHONY, origin, ref, secret
from frames import Code
from messages import details_of, enum, message, method
from raw import RawConnection, request
from trunk_peer import new_request_id

GET = TELEPHONY + "GetNumber"
PROVISION = TELEPHONY + "ProvisionNumbers"
UPDATE = TELEPHONY + "UpdateNumber"
SIGN_IN = PIN + "SignIn"
INVALID = (Code.INVALID_ARGUMENT,)
TOO_BIG = (Code.INVALID_ARGUMENT, Code.RESOURCE_EXHAUSTED)
# What the protocol document leaves to the unpacker, as long as nothing else suffers.
EITHER = (Code.OK, Code.INVALID_ARGUMENT)


@dataclass(frozen=True)
class Hostile:
    """Message bytes, what may come of them, and the start of the path of a wrong field if one must be told."""

    name: str
    path: str
    data: bytes
    codes: tuple[Code, ...] = INVALID
    field: str = ""


def varint(value: int) -> bytes:
    """A varint as short as possible."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def tag(number: int, wire_type: int) -> bytes:
    """A field's tag."""
    return varint(number << 3 | wire_type)


def block(number: int, data: bytes) -> bytes:
    """A length-delimited field."""
    return tag(number, 2) + varint(len(data)) + data


def nested(number: int, depth: int, core: bytes = b"") -> bytes:
    """A field inside itself, `depth` times."""
    for _ in range(depth):
        core = block(number, core)
    return core


def wire_cases(good: bytes) -> list[Hostile]:
    """Damage to the encoding itself, behind a good message where that is possible."""
    h = Hostile
    return [
        h("an unfinished varint", GET, good + b"\x80"),
        h("a varint of 11 bytes", GET, good + tag(9, 0) + b"\xff" * 10 + b"\x01"),
        h("a tag of 11 bytes", GET, good + b"\xff" * 10 + b"\x01"),
        h("field number 0", GET, good + b"\x02\x00"),
        h("a field number above 2^29 - 1", GET, good + varint(1 << 32 | 2) + b"\x00"),
        h("wire type 6", GET, good + tag(9, 6)),
        h("wire type 7", GET, good + tag(9, 7)),
        h("an unknown group", GET, good + tag(9, 3) + tag(9, 4)),
        h("a group in a known field", GET, good + tag(1, 3) + tag(1, 4)),
        h("a group without an end", GET, good + tag(9, 3)),
        h("an end without a group", GET, good + tag(9, 4)),
        h("100,000 groups in each other", GET, good + tag(9, 3) * 100_000),
        h("a length beyond the end", GET, good + tag(9, 2) + varint(5) + b"four"),
        h("a length beyond its parent", GET, block(1, tag(1, 2) + varint(20) + b"+4420") + bytes(20)),
        h("a length of 2^31", GET, good + tag(1, 2) + varint(1 << 31)),
        h("a length of 2^64 - 1", GET, good + tag(1, 2) + b"\xff" * 9 + b"\x01"),
        h("a length of 11 bytes", GET, good + tag(1, 2) + b"\x80" * 10 + b"\x01"),
        h("half a fixed64", GET, good + tag(9, 1) + b"1234567"),
        h("half a fixed32", GET, good + tag(9, 5) + b"123"),
        h("a tag alone", GET, good + tag(9, 2)),
        h("random text", GET, b"GET / HTTP/1.1\r\n\r\n"),
        h("unknown nesting beside a good message", GET, good + nested(9, 5_000), EITHER),
        h("unknown nesting inside a known field", GET, good + block(1, nested(9, 5_000)), EITHER),
        h("a known field as a number", GET, tag(1, 0) + b"\x01"),
        h("a number as a known field of 40 levels", GET, nested(1, 40)),
        h("the number twice", GET, good + good, EITHER),
        h("the number 5,000 times", GET, good * 5_000, EITHER),
        h("both of a oneof", GET, good + block(1, block(2, block(1, b"london") + block(2, b"100001"))),
          (*EITHER, Code.NOT_FOUND)),
        h("100,000 unknown fields", GET, good + (tag(99, 0) + b"\x01") * 100_000, (Code.OK, *TOO_BIG)),
        h("500,000 empty elements", PROVISION, block(1, b"") * 500_000, TOO_BIG),
        h("300,000 empty paths of a mask", UPDATE, good + block(4, block(1, b"") * 300_000), TOO_BIG),
        h("300,000 empty masks", UPDATE, good + block(4, b"") * 300_000, TOO_BIG),
        h("an empty message", GET, b"", field="number"),
    ]


def text_cases() -> list[Hostile]:
    """Strings that are none."""
    bad = {
        "a lone byte FF": b"+4420\xff",
        "a lone continuation": b"+4420\x80",
        "an overlong slash": b"\xc0\xaf",
        "an overlong NUL": b"\xc0\x80",
        "a surrogate": b"\xed\xa0\x80",
        "a character above 10FFFF": b"\xf4\x90\x80\x80",
        "half a character": b"+4420\xe2\x82",
        "NUL": b"+4420\x00",
        "only NUL": b"\x00",
    }
    cases = [
        Hostile(f"{name} in a string", GET, block(1, block(1, text)), field="number") for name, text in bad.items()
    ]
    second = block(1, b"") + block(1, block(1, b"+44\xff"))
    return [*cases, Hostile("a bad string in the second element", PROVISION, second, field="numbers")]


def field_cases(number: str) -> list[Hostile]:
    """Good protobuf with wrong fields; each tells the path."""
    sign_in, _ = method(SIGN_IN)
    surface = enum("pin.v1.Surface")["SURFACE_VOICEMAIL"]
    good = {"number": ref(number), "pin": secret("90817263"), "surface": surface, "origin": origin()}
    good["request_id"] = new_request_id()

    def case(name: str, field: str, **wrong: object) -> Hostile:
        return Hostile(name, SIGN_IN, sign_in(**{**good, **wrong}).SerializeToString(), field=field)

    spec = message("telephony.v1.NumberSpec")
    specs = [spec(e164="+442079999990", extension="999990", site_id="london"), spec(e164="0207", extension="1")]
    provision = method(PROVISION)[0](numbers=specs, request_id=new_request_id()).SerializeToString()
    later = sign_in(**good).SerializeToString()
    site = message("common.v1.SiteExtension")(site_id="London!", extension="12")
    return [
        case("no surface", "surface", surface=0),
        case("a surface nobody knows", "surface", surface=99),
        Hostile("a negative surface", SIGN_IN, later + tag(2, 0) + b"\xff" * 9 + b"\x01", field="surface"),
        case("no number", "number", number=message("common.v1.NumberRef")()),
        case("a national number", "number", number=ref("02079460123")),
        case("a number with spaces", "number", number=ref("+44 20 7946 0123")),
        case("a number in other digits", "number", number=ref("+٤٤٢٠٧٩٤٦٠١٢٣")),
        case("a site id in another spelling", "number", number={"site_extension": site}),
        case("a request id of 15 bytes", "request_id", request_id=new_request_id()[:15]),
        case("a request id of another version", "request_id", request_id=bytes(16)),
        case("a secret of 65 bytes", "pin", pin=secret("1" * 65)),
        case("an address of 65 bytes", "origin", origin={"address": "a" * 65}),
        case("an address that is not printable", "origin", origin={"address": "a\x07b"}),
        Hostile("two numbers, the second wrong", PROVISION, provision, field="numbers"),
    ]


def play(raw: RawConnection, stream: int, case: Hostile) -> str:
    """Sends a case; what is wrong with the answer, or nothing."""
    raw.send(request(stream, case.path, case.data, timeout_us=20_000_000))
    reply = raw.reply(stream, 20)
    if reply.code not in case.codes:
        return f"ended with {reply.code.name} {reply.text!r}"
    if case.field:
        details = details_of(reply)
        paths = [item.field for item in details.field_violations] if details is not None else []
        if not any(path.split(".")[0].split("[")[0] == case.field for path in paths):
            return f"paths told are {paths}, not {case.field}"
    raw.send(request(stream + 2, HEALTH, b""))
    return "" if raw.reply(stream + 2).code == Code.OK else "the next call on the connection failed"


def play_all(context: Context, cases: list[Hostile]) -> None:
    """Plays all cases, several on one connection."""
    wrong = []
    frame_max = 60_000
    for begin in range(0, len(cases), 8):
        for index, case in enumerate(cases[begin : begin + 8]):
            role = "pbx" if case.path == SIGN_IN else "platform" if case.path == PROVISION else "operator-admin"
            if len(case.data) <= frame_max:
                with context.raw(role) as raw:
                    why = play(raw, 4 * index + 1, case)
            else:
                why = play_long(context, role, case)
            if why:
                wrong.append(f"{case.name}: {why}")
    assert not wrong, f"{len(wrong)} of {len(cases)}: " + " | ".join(wrong)


def play_long(context: Context, role: str, case: Hostile) -> str:
    """Sends a case that does not fit a frame."""
    client = context.estate.clients[role].connection
    reply = client.result(client.start(case.path, case.data, 20), 25)
    if reply.code not in case.codes:
        return f"ended with {reply.code.name} {reply.text!r}"
    return "" if client.result(client.start(HEALTH, b"", 10), 10).code == Code.OK else "the next call failed"


@check("TRK-901: damaged protobuf fails its own call with INVALID_ARGUMENT")
def damaged(context: Context) -> None:
    number = context.estate.new_numbers(1)[0]
    good = method(GET)[0](number=ref(number)).SerializeToString()
    play_all(context, wire_cases(good))


@check("TRK-901: strings with bad UTF-8 or NUL are INVALID_ARGUMENT and the path of the field is told")
def bad_strings(context: Context) -> None:
    play_all(context, text_cases())


@check("wrong fields are INVALID_ARGUMENT and the path of each is told")
def wrong_fields(context: Context) -> None:
    play_all(context, field_cases(context.estate.new_numbers(1)[0]))


@check("unknown methods are UNIMPLEMENTED, whatever their message is")
def unknown_methods(context: Context) -> None:
    with context.raw() as raw:
        for index, data in enumerate((b"", b"\xff" * 50, nested(1, 50))):
            raw.send(request(2 * index + 1, "pin.v1.PinService/GuessPin", data))
            same(raw.reply(2 * index + 1).code, Code.UNIMPLEMENTED, "the status")


@check("3,000 damaged copies of good messages end their own calls only, and never with INTERNAL")
def mutations(context: Context) -> None:
    number = context.estate.new_numbers(1)[0]
    fields = {"number": ref(number), "pin": secret("90817263"), "surface": 1, "origin": origin()}
    sign_in = method(SIGN_IN)[0](**fields, request_id=new_request_id()).SerializeToString()
    update = method(UPDATE)[0](number=ref(number), label="a", features={"forward_busy": "+442071234567"},
                               update_mask={"paths": ["label", "features"]}, request_id=new_request_id())
    originals = [(SIGN_IN, sign_in, "pbx"), (UPDATE, update.SerializeToString(), "operator-admin")]
    for path, original, role in originals:
        for _ in range(30):
            with context.raw(role) as raw:
                for index in range(50):
                    data = bytearray(original)
                    for _ in range(context.source.randint(1, 4)):
                        data[context.source.randrange(len(data))] = context.source.randrange(256)
                    raw.send(request(2 * index + 1, path, bytes(data[: context.source.randint(1, 2 * len(data))])))
                for index in range(50):
                    code = raw.reply(2 * index + 1, 20).code
                    assert code not in (Code.INTERNAL, Code.UNKNOWN, Code.DATA_LOSS), f"{code.name} for {path}"
