"""Classes of the project's messages, built at the start from protos/ with protoc; nothing generated is committed."""

from __future__ import annotations

import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.message import DecodeError

from replies import Reply, RpcStatus
from frames import Breach, Meta

ROOT = Path(__file__).resolve().parent.parent.parent
PROTOS = ROOT / "protos"


@cache
def pool() -> descriptor_pool.DescriptorPool:
    """All files of protos/ and what they import."""
    names = sorted(str(path.relative_to(PROTOS)) for path in PROTOS.rglob("*.proto"))
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "set.binpb"
        command = ["protoc", f"--descriptor_set_out={output}", "--include_imports", f"-I{PROTOS}", *names]
        subprocess.run(command, check=True, cwd=PROTOS)
        files = descriptor_pb2.FileDescriptorSet.FromString(output.read_bytes())
    result = descriptor_pool.DescriptorPool()
    for file in files.file:
        result.Add(file)
    return result


@cache
def message(name: str) -> Any:
    """The class of a message by its full name, for example `pin.v1.SignInRequest`."""
    return message_factory.GetMessageClass(pool().FindMessageTypeByName(name))


@cache
def enum(name: str) -> dict[str, int]:
    """The values of an enum, by the names of its values."""
    return {value.name: value.number for value in pool().FindEnumTypeByName(name).values}


@cache
def method(path: str) -> tuple[Any, Any]:
    """Request and response class of a method by its path, for example `pin.v1.PinService/SignIn`."""
    service, name = path.split("/")
    found = pool().FindServiceByName(service).FindMethodByName(name)
    return message_factory.GetMessageClass(found.input_type), message_factory.GetMessageClass(found.output_type)


def details_of(reply: Reply) -> Any:
    """The ErrorDetails of a reply, or None; raises a breach if they cannot be read."""
    raw = reply.header.first(Meta.DETAILS) if reply.header else None
    if raw is None:
        return None
    try:
        return message("trunk.v1.ErrorDetails").FromString(raw)
    except DecodeError as error:
        raise Breach("section 4", "metadata 21 is no ErrorDetails") from error


def status_of(reply: Reply) -> RpcStatus:
    """The error of a reply that is not OK."""
    return RpcStatus(reply.code, reply.flags, reply.text, details_of(reply), reply.limit)
