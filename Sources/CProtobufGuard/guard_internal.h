/* What the guard's files share with each other and with nobody else. */
#ifndef GUARD_INTERNAL_H
#define GUARD_INTERNAL_H

#include <protobuf-c/protobuf-c.h>
#include <string.h>

#include "CProtobufGuard.h"

/* Field counters for all open levels of one scan together: the sum of n_fields along the deepest path. */
#define GUARD_COUNTERS_MAX 1024u

/* The largest field number of protobuf. */
#define GUARD_FIELD_NUMBER_MAX 536870911u

/* protobuf-c keeps its required-field bitmap on the stack up to this many fields, and in the heap above. */
#define GUARD_BITMAP_STACK_FIELDS 128u

/* What an arena spends on an allocation of `size` bytes. Wraps for sizes near SIZE_MAX: callers bound them first. */
static inline size_t guard_rounded(size_t size)
{
    return (size + (GUARD_ALIGNMENT - 1)) & ~(size_t)(GUARD_ALIGNMENT - 1);
}

/* Heap that a message of this type takes before its first field: the struct, and the bitmap of very large types. */
static inline size_t guard_empty_message_heap(const ProtobufCMessageDescriptor *type)
{
    size_t heap = guard_rounded(type->sizeof_message);
    if (type->n_fields > GUARD_BITMAP_STACK_FIELDS) {
        heap += guard_rounded((type->n_fields + 7) / 8);
    }
    return heap;
}

/* Whether the elements of a repeated field of this type may come as one packed run. */
static inline bool guard_is_packable(ProtobufCType type)
{
    return type != PROTOBUF_C_TYPE_STRING && type != PROTOBUF_C_TYPE_BYTES && type != PROTOBUF_C_TYPE_MESSAGE;
}

/* The field with this number, or NULL. */
static inline const ProtobufCFieldDescriptor *guard_field(const ProtobufCMessageDescriptor *type, uint32_t number)
{
    /* Range i covers the numbers from start_value on; a range's length shows in the next one's orig_index. */
    const ProtobufCIntRange *ranges = type->field_ranges;
    unsigned low = 0;
    unsigned count = type->n_field_ranges;
    while (count > 1) {
        unsigned half = count / 2;
        if ((int64_t)number >= ranges[low + half].start_value) {
            low += half;
        }
        count -= half;
    }
    if (count == 0) {
        return NULL;
    }
    uint32_t distance = number - (uint32_t)ranges[low].start_value;
    if (distance >= ranges[low + 1].orig_index - ranges[low].orig_index) {
        return NULL;
    }
    return type->fields + ranges[low].orig_index + distance;
}

/* A mask of the bytes in `word` that are not 0x01...0x7F: exact when it is 0, else at least one such byte exists. */
static inline uint64_t guard_not_plain(uint64_t word)
{
    /* For bytes below 0x80, (byte - 1) has its high bit set exactly when the byte is 0. */
    return (word | (word - 0x0101010101010101u)) & 0x8080808080808080u;
}

/* Whether all bytes are 0x01...0x7F, which most strings are. Overlapping reads spare a loop over the last bytes. */
static inline bool guard_is_plain(const uint8_t *bytes, size_t length)
{
    uint64_t word = 0;
    if (length >= 8) {
        for (size_t i = 0; i < length - 8; i += 8) {
            memcpy(&word, bytes + i, 8);
            if (guard_not_plain(word) != 0) {
                return false;
            }
        }
        memcpy(&word, bytes + length - 8, 8);
    } else if (length >= 4) {
        memcpy(&word, bytes, 4);
        memcpy((uint8_t *)&word + 4, bytes + length - 4, 4);
    } else if (length > 0) {
        word = 0x0101010101000000u | bytes[0] | (uint64_t)bytes[length / 2] << 8 | (uint64_t)bytes[length - 1] << 16;
    } else {
        return true;
    }
    return guard_not_plain(word) == 0;
}

/*
 * The first byte of the first character that a string may not hold, or NULL. `rule` is set to GUARD_RULE_UTF8 or
 * GUARD_RULE_NUL with it.
 */
const uint8_t *guard_text_fault(const uint8_t *bytes, const uint8_t *end, guard_rule *rule);

#endif
