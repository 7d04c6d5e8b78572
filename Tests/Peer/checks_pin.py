"""Checks of the PIN service through the wire: sign-in, change, lock, reset, and requests that come again."""

from __future__ import annotations

import functools

from checks import Context, check, same
from estate import PIN, SURFACES, TELEPHONY, good_pin, outcome_name, origin, ref, refused, secret, wrong_pin
from frames import Code, Flag
from messages import enum, message, method
from trunk_peer import new_request_id

LOCK_AFTER = 5


@check("the Default PIN must be changed at voicemail and portal, opens the handset; the new PIN opens all three")
def first_sign_in(context: Context) -> None:
    estate = context.estate
    number = estate.new_numbers(1)[0]
    default = estate.default_pin(number)
    handset = estate.sign_in(number, default, "SURFACE_HANDSET")
    same(outcome_name("SignInOutcome", handset.outcome), "ACCEPTED", "the handset")
    assert handset.pin_is_default and not handset.change_token.value, handset
    portal = estate.sign_in(number, default, "SURFACE_PORTAL")
    same(outcome_name("SignInOutcome", portal.outcome), "CHANGE_REQUIRED", "the portal")
    voicemail = estate.sign_in(number, default)
    same(outcome_name("SignInOutcome", voicemail.outcome), "CHANGE_REQUIRED", "voicemail")
    assert voicemail.pin_is_default and voicemail.change_token.value and voicemail.HasField("change_token_expire_time")
    new = good_pin(6, (default,))
    changed = estate.change_pin(number, new, change_token=voicemail.change_token)
    same(outcome_name("ChangePinOutcome", changed.outcome), "CHANGED", "the change")
    assert changed.generation > voicemail.generation, "the generation was not raised"
    for surface in SURFACES:
        verdict = estate.sign_in(number, new, surface)
        same(outcome_name("SignInOutcome", verdict.outcome), "ACCEPTED", surface)
        same((verdict.pin_is_default, verdict.generation), (False, changed.generation), surface)
    same(estate.sign_in_outcome(number, default), "REJECTED", "the Default PIN after the change")
    again = estate.change_pin(number, good_pin(6, (default, new)), change_token=voicemail.change_token)
    same(outcome_name("ChangePinOutcome", again.outcome), "REJECTED", "a second change with the token")
    status = estate.pin_status(number)
    same((status.kind, status.failures), (enum("pin.v1.PinKind")["PIN_KIND_CUSTOM"], 1), "kind and failures")


@check("five wrong tries lock, the right PIN is refused then, and a reset puts the default back and unlocks")
def lock_and_reset(context: Context) -> None:
    estate = context.estate
    number = estate.new_numbers(1)[0]
    default = estate.default_pin(number)
    pin = good_pin(6, (default,))
    estate.set_custom_pin(number, pin)
    for tried in range(1, LOCK_AFTER + 1):
        outcome = estate.sign_in_outcome(number, wrong_pin(pin), SURFACES[tried % 3])
        assert outcome == "REJECTED" or tried == LOCK_AFTER and outcome == "LOCKED", f"try {tried}: {outcome}"
        status = estate.pin_status(number)
        same((status.locked, status.tries_left), (tried == LOCK_AFTER, LOCK_AFTER - tried), f"status after try {tried}")
    for surface in SURFACES:
        assert estate.sign_in_outcome(number, pin, surface) in ("LOCKED", "REJECTED"), "the right PIN while locked"
    change = estate.change_pin(number, good_pin(6, (default, pin)), current_pin=secret(pin))
    assert outcome_name("ChangePinOutcome", change.outcome) in ("LOCKED", "REJECTED"), "a change while locked"
    reply = estate.reset(number)
    assert reply.changed and reply.unlocked and reply.holder_message and reply.HasField("reset_time"), reply
    assert pin not in reply.holder_message and default not in reply.holder_message, "a PIN in the holder's message"
    same((reply.status.locked, reply.status.failures), (False, 0), "status after the reset")
    same(estate.default_pin(number), default, "the Default PIN after the reset")
    same(estate.sign_in_outcome(number, pin), "REJECTED", "the custom PIN after the reset")
    same(estate.sign_in_outcome(number, default), "CHANGE_REQUIRED", "the Default PIN after the reset")
    second = estate.reset(number)
    same((second.changed, second.unlocked), (False, False), "a reset of a number on its default")


@check("an unlock lifts the lock and leaves the PIN")
def unlock(context: Context) -> None:
    estate = context.estate
    number = estate.new_numbers(1)[0]
    pin = good_pin(6, (estate.default_pin(number),))
    estate.set_custom_pin(number, pin)
    for _ in range(LOCK_AFTER):
        estate.sign_in(number, wrong_pin(pin))
    assert estate.pin_status(number).locked, "not locked"
    assert estate.call("operator-admin", PIN + "UnlockPin", number=ref(number), reason="a test").unlocked
    same(estate.sign_in_outcome(number, pin), "ACCEPTED", "the PIN after the unlock")
    same(estate.pin_status(number).failures, 0, "failures after a success")


@check("a refused candidate is told every rule at once, and costs nothing but a candidate")
def refused_candidates(context: Context) -> None:
    estate = context.estate
    number = estate.new_numbers(1)[0]
    default = estate.default_pin(number)
    token = estate.sign_in(number, default).change_token
    rules = enum("pin.v1.PinRule")
    wanted = {"111234": {"SAME_DIGIT", "ASCENDING"}, "987700": {"DESCENDING"}, "12a456": {"FORMAT"}}
    wanted[default] = {"DEFAULT"}
    left = []
    for candidate, names in wanted.items():
        reply = estate.change_pin(number, candidate, change_token=token)
        same(outcome_name("ChangePinOutcome", reply.outcome), "REFUSED", f"candidate of {sorted(names)}")
        found = {item.rule for item in reply.violations}
        assert {rules["PIN_RULE_" + name] for name in names} <= found, f"{found} instead of {sorted(names)}"
        assert all(item.text and candidate not in item.text for item in reply.violations), "the text of a violation"
        left.append(reply.candidates_left)
    same(left, list(range(left[0], left[0] - len(left), -1)), "candidates left")
    checked = estate.call("pbx", PIN + "CheckPin", number=ref(number), candidate=secret("111234"), origin=origin())
    assert len(checked.violations) >= 2 and not checked.secret_rules_checked, checked
    good = estate.change_pin(number, good_pin(6, (default,)), change_token=token)
    same(outcome_name("ChangePinOutcome", good.outcome), "CHANGED", "a good candidate with the same token")


@check("wrong, unknown and inactive numbers look alike")
def alike(context: Context) -> None:
    estate = context.estate
    active, inactive = estate.new_numbers(1)[0], estate.new_numbers(1, active=False)[0]
    replies = [estate.sign_in(number, "90817263") for number in (active, inactive, "+442070999999")]
    same([outcome_name("SignInOutcome", reply.outcome) for reply in replies], ["REJECTED"] * 3, "the outcomes")
    same(len({reply.SerializeToString() for reply in replies}), 1, "different replies")


@check("the same request id gives the same verdict and spends one try; with other bytes it is ALREADY_EXISTS")
def replays(context: Context) -> None:
    estate = context.estate
    number = estate.new_numbers(1)[0]
    default = estate.default_pin(number)
    identifier, where = new_request_id(), origin()
    fields = {"number": ref(number), "pin": secret(wrong_pin(default)), "surface": 1, "origin": where}
    tries = [estate.call("pbx", PIN + "SignIn", **fields, request_id=identifier) for _ in range(4)]
    same(len({verdict.SerializeToString() for verdict in tries}), 1, "different verdicts of one try")
    same(estate.pin_status(number).failures, 1, "failures after one try sent four times")
    fields["pin"] = secret(default)
    status = refused(Code.ALREADY_EXISTS, lambda: estate.call("pbx", PIN + "SignIn", **fields, request_id=identifier))
    assert status.reason, "no reason told"
    same(estate.pin_status(number).failures, 1, "failures after the id came with other bytes")
    label = {"number": ref(number), "update_mask": {"paths": ["label"]}, "request_id": new_request_id()}
    first = estate.call("operator-admin", TELEPHONY + "UpdateNumber", **label, label="one")
    estate.call("operator-admin", TELEPHONY + "UpdateNumber", number=ref(number), label="two",
                update_mask={"paths": ["label"]})
    second = estate.call("operator-admin", TELEPHONY + "UpdateNumber", **label, label="one")
    same(second.number.id, first.number.id, "the number in the second answer")
    same(estate.number(number).label, "two", "the label after a request came again")
    refused(Code.ALREADY_EXISTS, lambda: estate.call("operator-admin", TELEPHONY + "UpdateNumber", **label, label="x"))


@check("a request sent twice at once on two connections has one effect")
def replays_at_once(context: Context) -> None:
    estate = context.estate
    number = estate.new_numbers(1)[0]
    fields = {"number": ref(number), "pin": secret(wrong_pin(estate.default_pin(number))), "surface": 1}
    request_class, response_class = method(PIN + "SignIn")
    request = request_class(**fields, origin=origin(), request_id=new_request_id())
    client = estate.clients["pbx"]
    calls = [client.begin(PIN + "SignIn", request, 10) for _ in range(8)]
    outcomes = set()
    for call in calls:
        reply = client.connection.result(call, 10)
        # A server may ask to come back while the first one runs; it may not run both.
        assert reply.code in (Code.OK, Code.ABORTED, Code.UNAVAILABLE), f"{reply.code.name} {reply.text}"
        if reply.message is not None:
            outcomes.add(response_class.FromString(reply.message).SerializeToString())
    same(len(outcomes), 1, "different verdicts")
    same(estate.pin_status(number).failures, 1, "failures")


@check("an exchange grants and reveals nothing, an occupier reads its own numbers, and no number shows its PIN")
def rights(context: Context) -> None:
    estate = context.estate
    number = estate.new_numbers(1)[0]
    forbidden = {
        TELEPHONY + "GrantVoiceServices": {"owner": {"occupier_id": "acme"}, "site_id": "london", "count": 1},
        PIN + "RevealDefaultPin": {"number": ref(number), "reason": "curious"},
        PIN + "SetPolicy": {"scope": {"platform": True}, "policy": {}},
    }
    for role in ("pbx", "occupier-admin"):
        for path, fields in list(forbidden.items())[:: 1 if role == "pbx" else 2]:
            status = refused(Code.PERMISSION_DENIED, functools.partial(estate.call, role, path, **fields))
            assert status.flags & Flag.NOT_EXECUTED, "PERMISSION_DENIED without NOT_EXECUTED"
    own = estate.call("occupier-admin", TELEPHONY + "GetNumber", number=ref(number)).number
    same(own.e164, number, "the number")
    assert estate.default_pin(number) not in str(own), "the Default PIN in the number"
    other = message("common.v1.SiteExtension")(site_id="london", extension=own.extension)
    found = estate.call("operator-admin", TELEPHONY + "GetNumber", number={"site_extension": other}).number
    same(found.id, own.id, "the number by its extension")
    assert refused(Code.NOT_FOUND, lambda: estate.number("+442070999998")).reason, "no reason told"
