/* Strings: well-formed UTF-8 (Unicode table 3-7) without U+0000. */
#include "guard_internal.h"

/* Length of the well-formed character at `at`, whose first byte is not ASCII; 0 when it is malformed. */
static size_t guard_character(const uint8_t *at, const uint8_t *end)
{
    size_t room = (size_t)(end - at);
    uint8_t lead = at[0];
    if (lead < 0xC2 || lead > 0xF4) {
        return 0; /* a stray continuation byte, an overlong two-byte form, or above U+10FFFF */
    }
    size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (room < length) {
        return 0;
    }
    /* The second byte's range is narrower after four of the lead bytes. */
    uint8_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;   /* below: overlong */
    uint8_t high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF; /* above: surrogate, above U+10FFFF */
    if (at[1] < low || at[1] > high) {
        return 0;
    }
    for (size_t i = 2; i < length; i++) {
        if ((at[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    return length;
}

/* Skips bytes 0x01...0x7F, eight at a time while that is possible. */
static inline const uint8_t *guard_skip_ascii(const uint8_t *at, const uint8_t *end)
{
    while (end - at >= 8) {
        uint64_t word;
        memcpy(&word, at, sizeof word);
        if (guard_not_plain(word) != 0) {
            break;
        }
        at += 8;
    }
    while (at < end && (uint8_t)(*at - 1) < 0x7F) {
        at++;
    }
    return at;
}

const uint8_t *guard_text_fault(const uint8_t *bytes, const uint8_t *end, guard_rule *rule)
{
    const uint8_t *at = bytes;
    while (at < end) {
        at = guard_skip_ascii(at, end);
        while (at < end && *at >= 0x80) {
            /* Most letters outside ASCII take two bytes. */
            if (end - at >= 2 && at[0] >= 0xC2 && at[0] <= 0xDF && (at[1] & 0xC0) == 0x80) {
                at += 2;
                continue;
            }
            size_t length = guard_character(at, end);
            if (length == 0) {
                *rule = GUARD_RULE_UTF8;
                return at;
            }
            at += length;
        }
        if (at < end && *at == 0) {
            *rule = GUARD_RULE_NUL;
            return at;
        }
    }
    return NULL;
}

bool guard_text_is_valid(const uint8_t *bytes, size_t length)
{
    guard_rule rule = GUARD_RULE_NONE;
    return guard_is_plain(bytes, length) || guard_text_fault(bytes, bytes + length, &rule) == NULL;
}
