"""What the tests do with the service: roles, numbers, sign-ins and changes, in a few words each."""

from __future__ import annotations

import itertools
import random
from typing import Any

from frames import Code
from messages import enum, message, method
from trunk_peer import DEFAULT_TIMEOUT, RpcStatus, TrunkClient, new_request_id

PIN = "pin.v1.PinService/"
TELEPHONY = "telephony.v1.TelephonyService/"
DIRECTORY = "directory.v1.DirectoryService/"
HEALTH = "grpc.health.v1.Health/Check"
OPERATOR = "bluebird"
OCCUPIER = "acme"
SITE = "london"
SURFACES = ("SURFACE_VOICEMAIL", "SURFACE_HANDSET", "SURFACE_PORTAL")

_origins = itertools.count(1)


def ref(e164: str) -> Any:
    """A number by its E.164."""
    return message("common.v1.NumberRef")(e164=e164)


def secret(value: str | bytes) -> Any:
    """A secret."""
    return message("common.v1.Secret")(value=value.encode() if isinstance(value, str) else value)


def origin() -> Any:
    """An origin that no other try has, so that the throttle of sources stays out of the way."""
    index = next(_origins)
    return message("common.v1.Origin")(address=f"peer-{index}", device_id=f"device-{index}")


def outcome_name(kind: str, value: int) -> str:
    """The name of an outcome without its prefix, for example ACCEPTED."""
    name = next(name for name, number in enum(f"pin.v1.{kind}").items() if number == value)
    return name.split("_OUTCOME_")[1]


def good_pin(length: int, avoid: tuple[str, ...] = (), source: random.Random | None = None) -> str:
    """A random PIN that keeps the default rules: no digit more than twice, no three digits up or down."""
    choose = source or random.SystemRandom()
    while True:
        digits = [choose.randrange(10) for _ in range(length)]
        steps = [(after - before) % 10 for before, after in itertools.pairwise(digits)]
        in_row = any(first == second and first in (1, 9) for first, second in itertools.pairwise(steps))
        pin = "".join(map(str, digits))
        if in_row or max(map(digits.count, digits)) > 2 or pin in avoid or pin[::-1] in avoid:
            continue
        return pin


def wrong_pin(right: str) -> str:
    """A PIN of the same length that is not the right one."""
    return right[:-1] + str((int(right[-1]) + 1) % 10)


def number_name(index: int) -> tuple[str, str]:
    """E.164 and extension of the number with this index; both are unique."""
    return f"+44207{index:07d}", f"{100_000 + index:06d}"


class Estate:
    """Clients of all roles at one server, and the numbers made through them."""

    _indexes = itertools.count(1)

    def __init__(self, address: str, tokens: dict[str, str]) -> None:
        self.connect(address, tokens)

    def connect(self, address: str, tokens: dict[str, str]) -> None:
        """Makes new clients."""
        self.clients = {role: TrunkClient(address, token) for role, token in tokens.items()}

    def close(self) -> None:
        """Leaves with all clients."""
        for client in self.clients.values():
            client.close()

    def __enter__(self) -> Estate:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def call(self, role: str, path: str, timeout: float = DEFAULT_TIMEOUT, **fields: Any) -> Any:
        """Calls a method as a role; a method that takes a request id gets a new one."""
        request_class, response_class = method(path)
        if "request_id" in request_class.DESCRIPTOR.fields_by_name and "request_id" not in fields:
            fields["request_id"] = new_request_id()
        return self.clients[role].call(path, request_class(**fields), response_class, timeout)

    def new_numbers(self, count: int, active: bool = True) -> list[str]:
        """Provisions numbers, and unless told otherwise allocates them to acme and takes them into use."""
        names = [number_name(next(self._indexes)) for _ in range(count)]
        spec = message("telephony.v1.NumberSpec")
        specs = [spec(e164=e164, extension=extension, site_id=SITE) for e164, extension in names]
        self.call("platform", TELEPHONY + "ProvisionNumbers", numbers=specs)
        numbers = [e164 for e164, _ in names]
        if active:
            self.activate(numbers)
        return numbers

    def activate(self, numbers: list[str]) -> None:
        """Allocates AVAILABLE numbers to acme and takes them into use."""
        owner = message("common.v1.Owner")(occupier_id=OCCUPIER)
        refs = [ref(number) for number in numbers]
        self.call("operator-admin", TELEPHONY + "AllocateNumbers", numbers=refs, owner=owner)
        for number in numbers:
            self.call("operator-admin", TELEPHONY + "ActivateNumber", number=ref(number))

    def grant(self, count: int) -> None:
        """Lets acme have so many numbers in use at the site."""
        owner = message("common.v1.Owner")(occupier_id=OCCUPIER)
        self.call("platform", TELEPHONY + "GrantVoiceServices", owner=owner, site_id=SITE, count=count)

    def default_pin(self, number: str) -> str:
        """The number's Default PIN."""
        reply = self.call("operator-admin", PIN + "RevealDefaultPin", number=ref(number), reason="a test")
        return reply.default_pin.value.decode("ascii")

    def sign_in(self, number: str, pin: str, surface: str = "SURFACE_VOICEMAIL", **more: Any) -> Any:
        """One try; its verdict."""
        fields = {"number": ref(number), "pin": secret(pin), "surface": enum("pin.v1.Surface")[surface]}
        return self.call("pbx", PIN + "SignIn", **{"origin": origin(), **fields, **more})

    def sign_in_outcome(self, number: str, pin: str, surface: str = "SURFACE_VOICEMAIL", **more: Any) -> str:
        """One try; the name of its outcome."""
        return outcome_name("SignInOutcome", self.sign_in(number, pin, surface, **more).outcome)

    def change_pin(self, number: str, new_pin: str, **more: Any) -> Any:
        """Changes the PIN with `change_token` or `current_pin`."""
        fields = {"number": ref(number), "new_pin": secret(new_pin), "origin": origin()}
        fields["surface"] = enum("pin.v1.Surface")["SURFACE_VOICEMAIL"]
        return self.call("pbx", PIN + "ChangePin", **{**fields, **more})

    def set_custom_pin(self, number: str, new_pin: str) -> None:
        """Brings a number that is on its Default PIN to a custom one."""
        token = self.sign_in(number, self.default_pin(number)).change_token
        outcome = outcome_name("ChangePinOutcome", self.change_pin(number, new_pin, change_token=token).outcome)
        assert outcome == "CHANGED", outcome

    def pin_status(self, number: str) -> Any:
        """State of the PIN."""
        return self.call("operator-admin", PIN + "GetPinStatus", number=ref(number)).status

    def number(self, number: str) -> Any:
        """The number with all its details."""
        return self.call("operator-admin", TELEPHONY + "GetNumber", number=ref(number)).number

    def reset(self, number: str, **more: Any) -> Any:
        """Puts the Default PIN back."""
        return self.call("operator-admin", PIN + "ResetPin", number=ref(number), reason="a test", **more)


def refused(code: Code, act: Any) -> RpcStatus:
    """Runs `act`, which must fail with this status, and gives the status."""
    try:
        act()
    except RpcStatus as status:
        assert status.code == code, f"ended with {status}, not {code.name}"
        return status
    raise AssertionError(f"ended with OK, not {code.name}")
