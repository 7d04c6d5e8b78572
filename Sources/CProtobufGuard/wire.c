/* Varints of more than one byte, and packed runs. */
#include <string.h>

#include "guard_wire.h"

#define GUARD_VARINT_BYTES_MAX 10u

guard_rule guard_read_long_varint(const uint8_t **at, const uint8_t *end, uint64_t *value)
{
    size_t room = (size_t)(end - *at);
    size_t most = room < GUARD_VARINT_BYTES_MAX ? room : GUARD_VARINT_BYTES_MAX;
    uint64_t sum = 0;
    for (size_t i = 0; i < most; i++) {
        uint8_t byte = (*at)[i];
        sum |= (uint64_t)(byte & 0x7F) << (7 * i);
        if (byte < 0x80) {
            if ((byte == 0 && i > 0) || (i == GUARD_VARINT_BYTES_MAX - 1 && byte > 1)) {
                return GUARD_RULE_VARINT; /* overlong, or bits beyond the 64th */
            }
            *value = sum;
            *at += i + 1;
            return GUARD_RULE_NONE;
        }
    }
    return most == GUARD_VARINT_BYTES_MAX ? GUARD_RULE_VARINT : GUARD_RULE_TRUNCATED;
}

static guard_rule guard_count_packed_varints(const uint8_t **at, const uint8_t *end, size_t *count)
{
    while (*at < end) {
        uint64_t word = UINT64_MAX;
        if (end - *at >= 8) {
            memcpy(&word, *at, sizeof word);
        }
        if ((word & 0x8080808080808080u) == 0) {
            *at += 8; /* eight varints of one byte */
            *count += 8;
            continue;
        }
        guard_rule rule = guard_read_varint(at, end, &word);
        if (rule != GUARD_RULE_NONE) {
            return rule;
        }
        *count += 1;
    }
    return GUARD_RULE_NONE;
}

/* protobuf-c reads packed bools as bytes, and refuses any but 0 and 1. */
static guard_rule guard_count_packed_bools(const uint8_t **at, const uint8_t *end, size_t *count)
{
    while (*at < end) {
        if (**at > 1) {
            return GUARD_RULE_VARINT;
        }
        *at += 1;
        *count += 1;
    }
    return GUARD_RULE_NONE;
}

static guard_rule guard_count_packed_fixed(const uint8_t **at, const uint8_t *end, size_t *count, size_t width)
{
    size_t length = (size_t)(end - *at);
    if (length % width != 0) {
        return GUARD_RULE_PACKED_LENGTH;
    }
    *count = length / width;
    *at = end;
    return GUARD_RULE_NONE;
}

guard_rule guard_count_packed(ProtobufCType type, const uint8_t **at, const uint8_t *end, size_t *count)
{
    *count = 0;
    switch (type) {
    case PROTOBUF_C_TYPE_SFIXED32:
    case PROTOBUF_C_TYPE_FIXED32:
    case PROTOBUF_C_TYPE_FLOAT:
        return guard_count_packed_fixed(at, end, count, 4);
    case PROTOBUF_C_TYPE_SFIXED64:
    case PROTOBUF_C_TYPE_FIXED64:
    case PROTOBUF_C_TYPE_DOUBLE:
        return guard_count_packed_fixed(at, end, count, 8);
    case PROTOBUF_C_TYPE_BOOL:
        return guard_count_packed_bools(at, end, count);
    case PROTOBUF_C_TYPE_INT32:
    case PROTOBUF_C_TYPE_SINT32:
    case PROTOBUF_C_TYPE_UINT32:
    case PROTOBUF_C_TYPE_INT64:
    case PROTOBUF_C_TYPE_SINT64:
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_ENUM:
        return guard_count_packed_varints(at, end, count);
    case PROTOBUF_C_TYPE_STRING:
    case PROTOBUF_C_TYPE_BYTES:
    case PROTOBUF_C_TYPE_MESSAGE:
        break;
    }
    return GUARD_RULE_WIRE_TYPE_MISMATCH;
}
