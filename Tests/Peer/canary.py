"""Plants PINs through every call that takes one, stops the server, and looks for them in all that it has written.

scripts/python Tests/Peer/canary.py
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from canary_search import files_of, forms, search
from checks import same
from estate import PIN, SURFACES, Estate, good_pin, origin, outcome_name, ref, secret
from frames import Code
from messages import enum, message
from replies import RpcStatus
from server import Server

NUMBERS = 4
LENGTHS = (8, 12)


class Canaries:
    """PINs of this run: each is unique, and has a name to report it by."""

    def __init__(self) -> None:
        self.pins: dict[str, str] = {}

    def new(self, name: str, length: int) -> str:
        """A good PIN that no other one resembles."""
        pin = good_pin(length, tuple(self.pins.values()))
        self.pins[f"{name} {len(self.pins)}"] = pin
        return pin

    def refused(self, name: str, tail: str) -> str:
        """A PIN that breaks rules because of its end."""
        pin = good_pin(12 - len(tail), tuple(self.pins.values())) + tail
        self.pins[f"{name} {len(self.pins)}"] = pin
        return pin


def long_pins(estate: Estate) -> None:
    """Lets every number born from now on have a Default PIN of 12 digits, which cannot be met by chance."""
    scope = message("pin.v1.PolicyScope")(platform=True)
    policy = estate.call("platform", PIN + "GetPolicy", scope=scope).policy
    policy.default_pin_length = 12
    policy.min_length, policy.max_length = 4, 12
    estate.call("platform", PIN + "SetPolicy", scope=scope, policy=policy, reason="canary")


def plant_in(estate: Estate, number: str, length: int, canaries: Canaries) -> None:
    """Every call that takes a PIN, at one number."""
    default = estate.default_pin(number)
    canaries.pins[f"default of {number}"] = default
    for surface in SURFACES:
        same(estate.sign_in_outcome(number, canaries.new("wrong try", length), surface), "REJECTED", "a wrong try")
    token = estate.sign_in(number, default).change_token
    for tail in ("5555", "4567", "7654", "x7"):
        candidate = canaries.refused("refused candidate", tail) if tail != "x7" else "31x" + canaries.new("odd", 12)
        estate.call("pbx", PIN + "CheckPin", number=ref(number), candidate=secret(candidate), origin=origin())
        if tail != "x7":
            fields = {"number": ref(number), "candidate": secret(candidate), "change_token": token}
            estate.call("pbx", PIN + "CheckPin", **fields, origin=origin())
            # A look at a candidate may cost one of those that the token allows.
            token = estate.sign_in(number, default).change_token
        reply = estate.change_pin(number, candidate, change_token=token)
        same(outcome_name("ChangePinOutcome", reply.outcome), "REFUSED", "a candidate that breaks rules")
    token = estate.sign_in(number, default).change_token
    first, second = canaries.new("private PIN", length), canaries.new("changed PIN", length)
    same(estate.change_pin(number, first, change_token=token).outcome, 1, "the change with a token")
    for surface in SURFACES:
        same(estate.sign_in_outcome(number, first, surface), "ACCEPTED", "the private PIN")
    wrong_pin = secret(canaries.new("no PIN", length))
    wrong = estate.change_pin(number, canaries.new("new PIN", length), current_pin=wrong_pin)
    same(outcome_name("ChangePinOutcome", wrong.outcome), "REJECTED", "a change with a wrong PIN")
    same(estate.change_pin(number, second, current_pin=secret(first)).outcome, 1, "the change with the PIN")
    unknown = "+442070999997"
    estate.sign_in(unknown, canaries.new("try at nobody", length))
    nobody = secret(canaries.new("nobody", length))
    estate.change_pin(unknown, canaries.new("new at nobody", length), current_pin=nobody)


def plant_in_errors(estate: Estate, number: str, canaries: Canaries) -> None:
    """PINs in requests that fail before anything is judged."""
    surface = enum("pin.v1.Surface")["SURFACE_PORTAL"]
    wrong_fields: list[dict[str, Any]] = [
        {"request_id": b"short"},
        {"surface": 0},
        {"number": ref("not a number")},
        {"origin": {"address": "a" * 65}},
        {"pin": secret(canaries.new("long", 12) * 6)},
        {"pin": secret(canaries.new("beside odd bytes", 12).encode() + b"\xff\x00")},
    ]
    for wrong in wrong_fields:
        fields = {"number": ref(number), "pin": secret(canaries.new("failed call", 12)), "surface": surface}
        try:
            estate.call("pbx", PIN + "SignIn", **{**fields, "origin": origin(), **wrong})
        except RpcStatus as status:
            assert status.code in (Code.INVALID_ARGUMENT, Code.RESOURCE_EXHAUSTED), status
    try:
        fields = {"number": ref(number), "pin": secret(canaries.new("no right", 12)), "surface": surface}
        data = message("pin.v1.SignInRequest")(**fields).SerializeToString()
        estate.clients["pbx"].call(PIN + "NoSuchMethod", data, message("pin.v1.SignInResponse"))
    except RpcStatus as status:
        assert status.code == Code.UNIMPLEMENTED, status
    for path in ("SignIn", "ChangePin"):
        data = message(f"pin.v1.{path}Request")(number=ref(number)).SerializeToString()
        damaged = data + b"\x1a\x20" + canaries.new("damaged message", 12).encode()
        try:
            estate.clients["pbx"].call(PIN + path, damaged, message(f"pin.v1.{path}Response"))
        except RpcStatus as status:
            assert status.code == Code.INVALID_ARGUMENT, status


def controls(folder: Path, pin: str) -> list[str]:
    """The same search must find a planted PIN in each form; gives the forms that it misses."""
    missed = []
    for name, form in forms(pin).items():
        file = folder / "control"
        file.write_bytes(b"\x00before" + form + b"after\xff")
        if not search([file], {"control": pin})[0]:
            missed.append(name)
    clear = folder / "clear.log"
    clear.write_text(f"sign-in with {pin} refused\n")
    if not search([clear], {"control": pin})[0]:
        missed.append("a line of a log")
    return missed


def main() -> int:
    """Plants, stops, searches, and prints figures."""
    results: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = Server(folder / "data")
        canaries = Canaries()
        try:
            server.start()
            with Estate(server.address, server.tokens) as estate:
                long_pins(estate)
                estate.grant(100)
                for index, number in enumerate(estate.new_numbers(NUMBERS)):
                    plant_in(estate, number, LENGTHS[index % len(LENGTHS)], canaries)
                plant_in_errors(estate, estate.new_numbers(1)[0], canaries)
                for index, number in enumerate(estate.new_numbers(20)):
                    canaries.pins[f"default {index}"] = estate.default_pin(number)
            results.append(("planting", ""))
            # Once as the running server leaves its files, and once after it has stopped in order.
            running, _ = search([*files_of(server.data), server.log], canaries.pins)
            results.append(("no PIN in files and log of the running server", "; ".join(running[:10])))
            server.stop()
            files = [*files_of(server.data), server.log]
            hits, looked = search(files, canaries.pins)
            results.append(("no PIN in files and log after the stop", "; ".join(hits[:10])))
            controls_folder = folder / "controls"
            controls_folder.mkdir()
            missed = controls(controls_folder, next(iter(canaries.pins.values())))
            results.append(("the search finds what is there", f"missed {missed}" if missed else ""))
            lengths = sorted({len(pin) for pin in canaries.pins.values()})
            figures = f"canaries={len(canaries.pins)} lengths={lengths} files={len(files)} bytes={looked}"
            print(f"figure: {figures} hits={len(hits)}")
        except Exception as error:  # the end of a run is a result too
            results.append(("the run itself", f"{type(error).__name__} {error}"))
        finally:
            server.kill()
    for check, why in results:
        print(f"FAILED {check}: {why}" if why else f"ok {check}")
    failed = sum(1 for _, why in results if why)
    print(f"{len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
