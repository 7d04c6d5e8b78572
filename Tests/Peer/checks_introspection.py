"""Checks of what a server says of itself: the schema, its digest, methods, limits; and of what is not served."""

from __future__ import annotations

import hashlib

from google.protobuf import descriptor_pb2

from checks import Context, check, expect_end, same
from estate import HEALTH, PIN, TELEPHONY
from frames import Code, Flag, Setting, u32
from messages import details_of, method, pool
from raw import RawConnection, opening, request

SCHEMA = "trunk.v1.IntrospectionService/GetSchema"
INFO = "trunk.v1.IntrospectionService/GetServerInfo"
FLOOR = 49_152
REFUSED = Flag.NOT_EXECUTED | Flag.NO_RETRY


@check("the schema served is that of protos/, fits the smallest client, and its digest is HELLO's fingerprint")
def schema(context: Context) -> None:
    request_class, response_class = method(SCHEMA)
    with RawConnection(context.address, greet=False) as raw:
        raw.send(opening(context.token, {}), request(1, SCHEMA, b""))
        reply = raw.reply(1)
        assert reply.message is not None and len(reply.message) <= FLOOR, f"{reply.code.name} {reply.text}"
        found = response_class.FromString(reply.message)
        same(found.digest, hashlib.sha256(found.file_descriptor_set).digest(), "the digest")
        assert raw.incoming.hello is not None
        fingerprints = [value for key, value in raw.incoming.hello.raw if key == Setting.FINGERPRINT]
        same(fingerprints, [found.digest], "the fingerprint")
        raw.send(request(3, SCHEMA, request_class(if_digest_not=found.digest).SerializeToString()))
        known = response_class.FromString(raw.reply(3).message)
        same((known.file_descriptor_set, known.digest), (b"", found.digest), "the answer to one who has it")
    files = descriptor_pb2.FileDescriptorSet.FromString(found.file_descriptor_set).file
    for file in files:
        wanted = descriptor_pb2.FileDescriptorProto()
        pool().FindFileByName(file.name).CopyToProto(wanted)
        file.ClearField("source_code_info")
        for name in ("message_type", "enum_type", "service", "dependency", "package"):
            same(str(getattr(file, name)), str(getattr(wanted, name)), f"{name} of {file.name}")
    assert len(files) > 15, f"{len(files)} files"


@check("the methods told are those a role may call, and the limits are those of HELLO")
def server_info(context: Context) -> None:
    _, response_class = method(INFO)
    told = {}
    for role in ("platform", "auditor"):
        with context.raw(role) as raw:
            raw.send(request(1, INFO, b""))
            told[role] = response_class.FromString(raw.reply(1).message)
            hello = raw.incoming.hello
            assert hello is not None
            limits = {limit.name: limit.value for limit in told[role].limits}
            for name, setting in (("frame_bytes", Setting.FRAME), ("message_wire_bytes", Setting.MESSAGE_WIRE),
                                  ("message_decoded_bytes", Setting.MESSAGE_DECODED),
                                  ("metadata_bytes", Setting.METADATA), ("concurrent_streams", Setting.CALLS)):
                same(limits[name], hello.value(setting), name)
    info = told["platform"]
    same((info.name, info.protocol), ("telephonyd", "trunk/1"), "name and protocol")
    paths = {role: [item.path for item in answer.methods] for role, answer in told.items()}
    for role, listed in paths.items():
        same(listed, sorted(set(listed)), f"the order of the methods of {role}")
        with context.raw(role) as raw:
            for index, path in enumerate((TELEPHONY + "ProvisionNumbers", PIN + "SignIn", INFO, HEALTH)):
                raw.send(request(2 * index + 1, path, b""))
                may = raw.reply(2 * index + 1).code != Code.PERMISSION_DENIED
                same(path in listed, may, f"{path} is told to {role}")
    assert set(paths["auditor"]) < set(paths["platform"]), "an auditor is told no less than the platform"


@check("TRK-324, TRK-331: what is not served is UNIMPLEMENTED for good; nobody is told even that")
def not_served(context: Context) -> None:
    paths = ("no.such.Service/Method", PIN + "Nothing", "grpc.health.v1.Health/check")
    with context.raw() as raw:
        for index, path in enumerate(paths):
            raw.send(request(2 * index + 1, path, b"\xff"))
            expect_end(raw.reply(2 * index + 1), Code.UNIMPLEMENTED, REFUSED)
    with context.raw(role=None) as raw:
        for index, path in enumerate((*paths, "grpc.health.v1.Health/Watch", INFO, SCHEMA)):
            raw.send(request(2 * index + 1, path, b""))
            expect_end(raw.reply(2 * index + 1), Code.UNAUTHENTICATED, Flag.NOT_EXECUTED)


@check("TRK-325: a reply above either of the client's limits ends its call, executed, and names the smaller limit")
def long_reply(context: Context) -> None:
    page = method("directory.v1.DirectoryService/ListNumbers")[0](site_id="london", page_size=1000)
    for decoded, wire in ((50_000, 1 << 20), (1 << 20, 50_000)):
        settings: dict[int, bytes] = {Setting.MESSAGE_DECODED: u32(decoded), Setting.MESSAGE_WIRE: u32(wire)}
        with RawConnection(context.address, greet=False) as raw:
            raw.send(opening(context.server.tokens["platform"], settings))
            raw.send(request(1, "directory.v1.DirectoryService/ListNumbers", page.SerializeToString()))
            reply = raw.reply(1)
            expect_end(reply, Code.RESOURCE_EXHAUSTED, Flag.NO_RETRY, "TRK-803")
            same(reply.limit, ("message_wire_bytes", 50_000), "the limit")


@check("TRK-901: a refused message is not executed and not to be sent again; what an unknown field holds is not read")
def refused_messages(context: Context) -> None:
    deep = b"\x4a\x00"
    for _ in range(5_000):
        size = len(deep)
        head = bytearray(b"\x4a")
        while size > 0x7F:
            head.append(size & 0x7F | 0x80)
            size >>= 7
        deep = bytes(head) + bytes([size]) + deep
    with context.raw() as raw:
        raw.send(request(1, HEALTH, deep), request(3, HEALTH, b"\x48\x01" * 64), request(5, HEALTH, b"\x48\x01" * 65))
        same(raw.reply(1).code, Code.OK, "unknown fields in each other")
        same(raw.reply(3).code, Code.OK, "64 unknown fields")
        expect_end(raw.reply(5), Code.INVALID_ARGUMENT, REFUSED, "TRK-901")
        number = b"\x0a\x0e\x0a\x0c+44207946000"
        raw.send(request(7, TELEPHONY + "GetNumber", number + number))
        expect_end(raw.reply(7), Code.INVALID_ARGUMENT, REFUSED, "TRK-901")
        details = details_of(raw.reply(7))
        assert details is not None and details.field_violations[0].field == "number", details
