"""What the crash test has sent and what was acknowledged: a model of every number, and the operations on it."""

from __future__ import annotations

import itertools
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from estate import PIN, SITE, TELEPHONY, good_pin, number_name, origin, ref, secret, wrong_pin
from messages import enum, message, method
from trunk_peer import new_request_id

LOCK_AFTER = 5
GOOD_SIGN_IN = {"SIGN_IN_OUTCOME_ACCEPTED", "SIGN_IN_OUTCOME_CHANGE_REQUIRED"}
BAD_SIGN_IN = {"SIGN_IN_OUTCOME_REJECTED", "SIGN_IN_OUTCOME_LOCKED"}
BAD_OUTCOMES = {enum("pin.v1.SignInOutcome")[name] for name in BAD_SIGN_IN}


@dataclass(frozen=True)
class NumberModel:
    """What a number must look like."""

    default: str
    pin: str
    label: int = 0
    failures: int = 0
    locked: bool = False

    @property
    def custom(self) -> bool:
        """Whether a custom PIN is in force."""
        return self.pin != self.default

    def wrong_try(self) -> NumberModel:
        """After a wrong PIN."""
        if self.locked:
            return self
        return replace(self, failures=self.failures + 1, locked=self.failures + 1 >= LOCK_AFTER)

    def difference(self, number: Any) -> str:
        """How a number of the server differs: empty, `lost ...` or `phantom ...`."""
        status = number.pin
        label = int(number.label or 0)
        if label != self.label:
            return f"{'lost' if label < self.label else 'phantom'} label {label}, not {self.label}"
        if status.locked != self.locked:
            return f"{'lost' if self.locked else 'phantom'} lock"
        if not self.locked and status.failures != self.failures:
            return f"{'lost' if status.failures < self.failures else 'phantom'} failures {status.failures}"
        if (status.kind == enum("pin.v1.PinKind")["PIN_KIND_CUSTOM"]) != self.custom:
            return f"{'lost' if self.custom else 'phantom'} custom PIN"
        return ""


@dataclass
class Operation:
    """One request, with what must be true if it has happened."""

    kind: str
    role: str
    path: str
    fields: dict[str, Any]
    number: str = ""
    after: NumberModel | None = None
    outcomes: frozenset[str] = frozenset()
    fresh: tuple[str, ...] = ()
    response: Any = None
    request: Any = field(init=False)

    def __post_init__(self) -> None:
        self.request = method(self.path)[0](**self.fields, request_id=new_request_id())

    @property
    def response_class(self) -> Any:
        """Class of the response."""
        return method(self.path)[1]

    def unexpected(self, response: Any) -> str:
        """What is wrong with a response, or nothing."""
        if self.kind == "provision":
            return "" if len(set(response.ids)) == len(self.fresh) else "a wrong number of ids"
        if self.kind == "label":
            wanted = self.after.label if self.after else 0
            return "" if response.number.label == str(wanted) else f"label {response.number.label}, not {wanted}"
        if self.outcomes:
            kind = response.DESCRIPTOR.fields_by_name["outcome"].enum_type
            name = kind.values_by_number[response.outcome].name
            return "" if name in self.outcomes else f"{self.kind} answered {name}"
        return ""

    def same_answer(self, response: Any) -> bool:
        """Whether a second answer says what the first one said; tokens and the number's state may be newer."""
        if self.path.endswith("/SignIn"):
            return response.outcome == self.response.outcome
        if self.kind == "label":
            return response.number.id == self.response.number.id
        if self.kind == "reset":
            return (response.changed, response.unlocked) == (self.response.changed, self.response.unlocked)
        return response == self.response


class Ledger:
    """All numbers of one worker: their models, and the one operation of each that is not acknowledged."""

    _fresh = itertools.count(5_000_000)

    def __init__(self, models: dict[str, NumberModel], seed: int) -> None:
        self.models = models
        self.pending: dict[str, Operation] = {}
        self.done: list[Operation] = []
        self.provisioned: dict[str, str] = {}
        self.source = random.Random(seed)
        self.lock = threading.Lock()

    def next_operations(self) -> list[Operation]:
        """One operation for each number, and now and then numbers to provision; all of them pending from now on."""
        operations = [self._operation(number) for number in self.models]
        if self.source.random() < 0.5:
            operations.append(self._provision())
        for operation in operations:
            self.pending[operation.number] = operation
        return operations

    def _operation(self, number: str) -> Operation:
        model = self.models[number]
        kinds: dict[str, Callable[[str, NumberModel], Operation]] = {
            "label": self._label,
            "wrong": self._wrong,
            "right": self._right,
            "change": self._change,
            "reset": self._reset,
        }
        kind = self.source.choices(list(kinds), [40, 30, 8, 8, 8])[0]
        return kinds[kind](number, model)

    def _label(self, number: str, model: NumberModel) -> Operation:
        fields = {"number": ref(number), "label": str(model.label + 1), "update_mask": {"paths": ["label"]}}
        after = replace(model, label=model.label + 1)
        return Operation("label", "operator-admin", TELEPHONY + "UpdateNumber", fields, number, after)

    def _sign_in(self, kind: str, number: str, pin: str, after: NumberModel, outcomes: set[str]) -> Operation:
        fields = {"number": ref(number), "pin": secret(pin), "surface": 1, "origin": origin()}
        return Operation(kind, "pbx", PIN + "SignIn", fields, number, after, frozenset(outcomes))

    def _wrong(self, number: str, model: NumberModel) -> Operation:
        return self._sign_in("wrong", number, wrong_pin(model.pin), model.wrong_try(), BAD_SIGN_IN)

    def _right(self, number: str, model: NumberModel) -> Operation:
        if model.locked:
            return self._sign_in("right", number, model.pin, model, BAD_SIGN_IN)
        return self._sign_in("right", number, model.pin, replace(model, failures=0), GOOD_SIGN_IN)

    def _change(self, number: str, model: NumberModel) -> Operation:
        new = good_pin(6, (model.default, model.pin), self.source)
        fields = {"number": ref(number), "current_pin": secret(model.pin), "new_pin": secret(new)}
        fields |= {"surface": 1, "origin": origin()}
        after, outcomes = replace(model, pin=new, failures=0), {"CHANGE_PIN_OUTCOME_CHANGED"}
        if model.locked:
            after, outcomes = model, {"CHANGE_PIN_OUTCOME_LOCKED", "CHANGE_PIN_OUTCOME_REJECTED"}
        return Operation("change", "pbx", PIN + "ChangePin", fields, number, after, frozenset(outcomes))

    def _reset(self, number: str, model: NumberModel) -> Operation:
        after = replace(model, pin=model.default, failures=0, locked=False)
        fields = {"number": ref(number), "reason": "crash test"}
        return Operation("reset", "operator-admin", PIN + "ResetPin", fields, number, after)

    def _provision(self) -> Operation:
        names = [number_name(next(self._fresh)) for _ in range(self.source.randint(1, 3))]
        spec = message("telephony.v1.NumberSpec")
        numbers = [spec(e164=e164, extension=extension, site_id=SITE) for e164, extension in names]
        fresh = tuple(e164 for e164, _ in names)
        path = TELEPHONY + "ProvisionNumbers"
        return Operation("provision", "platform", path, {"numbers": numbers}, fresh[0], fresh=fresh)

    def acknowledge(self, operation: Operation, response: Any) -> str:
        """Takes a response: the operation has happened. Gives what is wrong with the response, or nothing."""
        operation.response = response
        wrong = operation.unexpected(response)
        self.pending.pop(operation.number, None)
        if operation.after is not None:
            self.models[operation.number] = operation.after
        if operation.fresh:
            self.provisioned |= dict(zip(operation.fresh, response.ids))
        self.done.append(operation)
        return wrong
