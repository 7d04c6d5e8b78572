/* Reading the wire format's primitives, always against an end. */
#ifndef GUARD_WIRE_H
#define GUARD_WIRE_H

#include "guard_internal.h"

/* The varint behind a first byte of 0x80 or more. Moves `at` only on success. */
guard_rule guard_read_long_varint(const uint8_t **at, const uint8_t *end, uint64_t *value);

/*
 * Checks a packed run of elements and counts them. On a fault `at` moves to the offending byte and `count` holds the
 * elements before it.
 */
guard_rule guard_count_packed(ProtobufCType type, const uint8_t **at, const uint8_t *end, size_t *count);

/* One varint of at most 64 bits in its shortest form. Moves `at` only on success. */
static inline guard_rule guard_read_varint(const uint8_t **at, const uint8_t *end, uint64_t *value)
{
    if (*at < end && **at < 0x80) {
        *value = **at;
        *at += 1;
        return GUARD_RULE_NONE;
    }
    /* Copies, so that the caller's variables can live in registers. */
    const uint8_t *long_at = *at;
    uint64_t long_value = 0;
    guard_rule rule = guard_read_long_varint(&long_at, end, &long_value);
    *at = long_at;
    *value = long_value;
    return rule;
}

/* A length prefix whose content lies before `end`. Moves `at` to the content only on success. */
static inline guard_rule guard_read_length(const uint8_t **at, const uint8_t *end, size_t *length)
{
    uint64_t value = 0;
    const uint8_t *content = *at;
    guard_rule rule = guard_read_varint(&content, end, &value);
    if (rule != GUARD_RULE_NONE) {
        return rule;
    }
    if (value > INT32_MAX) {
        return GUARD_RULE_VARINT;
    }
    if (value > (uint64_t)(end - content)) {
        return GUARD_RULE_LENGTH;
    }
    *length = (size_t)value;
    *at = content;
    return GUARD_RULE_NONE;
}

/* Skips `width` bytes. */
static inline guard_rule guard_skip(const uint8_t **at, const uint8_t *end, size_t width)
{
    if ((size_t)(end - *at) < width) {
        return GUARD_RULE_TRUNCATED;
    }
    *at += width;
    return GUARD_RULE_NONE;
}

#endif
