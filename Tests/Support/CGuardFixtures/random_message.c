/* Random valid encodings, written by hand from the descriptor so that they share no code with what they test. */
#include <protobuf-c/protobuf-c.h>
#include <string.h>

#include "CGuardFixtures.h"

/* No single field below writes more than this, sub-messages aside. */
#define FIELD_ROOM 256u
#define DEPTH_MAX 6u
#define FIELDS_MAX 256u

typedef struct writer {
    uint8_t *at;
    uint8_t *end;
    uint64_t *seed;
    unsigned unknown_left;
} writer;

uint64_t guard_fixture_random(uint64_t *seed)
{
    *seed += 0x9E3779B97F4A7C15u;
    uint64_t z = *seed;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static uint64_t below(writer *w, uint64_t bound)
{
    return guard_fixture_random(w->seed) % bound;
}

static void put_varint(writer *w, uint64_t value)
{
    while (value >= 0x80) {
        *w->at++ = (uint8_t)(value | 0x80);
        value >>= 7;
    }
    *w->at++ = (uint8_t)value;
}

static void put_fixed(writer *w, size_t width)
{
    uint64_t value = guard_fixture_random(w->seed);
    memcpy(w->at, &value, width);
    w->at += width;
}

/* A value of zero to 64 significant bits: all lengths of varint are equally likely. */
static void put_random_varint(writer *w)
{
    uint64_t bits = below(w, 65);
    put_varint(w, bits == 0 ? 0 : guard_fixture_random(w->seed) >> (64 - bits));
}

static void put_character(writer *w)
{
    switch (below(w, 5)) {
    case 0: /* U+0080...U+07FF */
        *w->at++ = (uint8_t)(0xC2 + below(w, 0x1E));
        break;
    case 1: /* U+1000...U+CFFF */
        *w->at++ = (uint8_t)(0xE1 + below(w, 0x0C));
        *w->at++ = (uint8_t)(0x80 + below(w, 0x40));
        break;
    case 2: /* U+40000...U+FFFFF */
        *w->at++ = (uint8_t)(0xF1 + below(w, 3));
        *w->at++ = (uint8_t)(0x80 + below(w, 0x40));
        *w->at++ = (uint8_t)(0x80 + below(w, 0x40));
        break;
    default:
        *w->at++ = (uint8_t)(1 + below(w, 0x7F));
        return;
    }
    *w->at++ = (uint8_t)(0x80 + below(w, 0x40));
}

static size_t fixed_width(ProtobufCType type)
{
    switch (type) {
    case PROTOBUF_C_TYPE_SFIXED32:
    case PROTOBUF_C_TYPE_FIXED32:
    case PROTOBUF_C_TYPE_FLOAT:
        return 4;
    case PROTOBUF_C_TYPE_SFIXED64:
    case PROTOBUF_C_TYPE_FIXED64:
    case PROTOBUF_C_TYPE_DOUBLE:
        return 8;
    default:
        return 0;
    }
}

static void put_scalar(writer *w, ProtobufCType type)
{
    size_t width = fixed_width(type);
    if (width > 0) {
        put_fixed(w, width);
    } else if (type == PROTOBUF_C_TYPE_BOOL) {
        put_varint(w, below(w, 2));
    } else {
        put_random_varint(w);
    }
}

static void put_tag(writer *w, uint32_t number, unsigned wire_type)
{
    put_varint(w, (uint64_t)number << 3 | wire_type);
}

/* Puts a length in front of the bytes written since `start`. */
static void put_length_before(writer *w, uint8_t *start)
{
    size_t length = (size_t)(w->at - start);
    writer prefix = {.at = (uint8_t[10]){0}};
    uint8_t *first = prefix.at;
    put_varint(&prefix, length);
    size_t prefix_length = (size_t)(prefix.at - first);
    memmove(start + prefix_length, start, length);
    memcpy(start, first, prefix_length);
    w->at += prefix_length;
}

static void put_message(writer *w, const ProtobufCMessageDescriptor *type, unsigned depth);

static void put_field(writer *w, const ProtobufCFieldDescriptor *field, unsigned depth)
{
    bool is_scalar = field->type < PROTOBUF_C_TYPE_STRING;
    if (is_scalar && !(field->label == PROTOBUF_C_LABEL_REPEATED && below(w, 2) == 0)) {
        size_t width = fixed_width(field->type);
        put_tag(w, field->id, width == 8 ? 1 : width == 4 ? 5 : 0);
        put_scalar(w, field->type);
        return;
    }
    put_tag(w, field->id, 2);
    uint8_t *start = w->at;
    uint64_t count = below(w, 20);
    if (field->type == PROTOBUF_C_TYPE_MESSAGE) {
        put_message(w, field->descriptor, depth + 1);
    }
    for (uint64_t i = 0; i < count && field->type != PROTOBUF_C_TYPE_MESSAGE; i++) {
        if (is_scalar) {
            put_scalar(w, field->type);
        } else if (field->type == PROTOBUF_C_TYPE_BYTES) {
            put_fixed(w, 1);
        } else {
            put_character(w);
        }
    }
    put_length_before(w, start);
}

/* A number that no fixture message uses, in every wire type. */
static void put_unknown(writer *w)
{
    unsigned wire_type = (unsigned)(uint8_t[]){0, 1, 2, 5}[below(w, 4)];
    put_tag(w, 3000 + (uint32_t)below(w, 100000), wire_type);
    if (wire_type == 0) {
        put_random_varint(w);
    } else if (wire_type == 2) {
        uint64_t length = below(w, 30);
        put_varint(w, length);
        for (uint64_t i = 0; i < length; i++) {
            put_fixed(w, 1);
        }
    } else {
        put_fixed(w, wire_type == 1 ? 8 : 4);
    }
    w->unknown_left--;
}

/* Whether one more of this field is legal: a sub-message only once, and only one of a oneof. */
static bool may_follow(const ProtobufCMessageDescriptor *type, size_t index, const bool *seen)
{
    const ProtobufCFieldDescriptor *field = type->fields + index;
    if (field->type != PROTOBUF_C_TYPE_MESSAGE || field->label == PROTOBUF_C_LABEL_REPEATED) {
        return true;
    }
    bool in_oneof = (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0;
    for (size_t i = 0; i < type->n_fields; i++) {
        const ProtobufCFieldDescriptor *other = type->fields + i;
        bool same_oneof = in_oneof && other->type == PROTOBUF_C_TYPE_MESSAGE
            && (other->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0
            && other->quantifier_offset == field->quantifier_offset;
        if (seen[i] && (i == index || same_oneof)) {
            return false;
        }
    }
    return true;
}

static void put_message(writer *w, const ProtobufCMessageDescriptor *type, unsigned depth)
{
    bool seen[FIELDS_MAX] = {false};
    uint64_t tags = below(w, 8) == 0 ? below(w, 80) : below(w, 10);
    for (uint64_t i = 0; i < tags && (size_t)(w->end - w->at) >= FIELD_ROOM; i++) {
        if (w->unknown_left > 0 && below(w, 24) == 0) {
            put_unknown(w);
        }
        if (type->n_fields == 0 || (size_t)(w->end - w->at) < FIELD_ROOM) {
            continue;
        }
        /* Favouring one field makes long arrays of one kind. */
        size_t index = (size_t)(below(w, 2) == 0 ? i / 20 % type->n_fields : below(w, type->n_fields));
        const ProtobufCFieldDescriptor *field = type->fields + index;
        bool is_too_deep = field->type == PROTOBUF_C_TYPE_MESSAGE && depth == DEPTH_MAX;
        if (!is_too_deep && may_follow(type, index, seen)) {
            seen[index] = true;
            put_field(w, field, depth);
        }
    }
}

size_t guard_fixture_message(const void *descriptor, uint64_t *seed, uint8_t *out, size_t capacity)
{
    /* Every open level may still have to put a length of up to five bytes in front. */
    size_t reserve = (DEPTH_MAX + 1) * 8;
    if (capacity < reserve) {
        return 0;
    }
    writer w = {.at = out, .end = out + capacity - reserve, .seed = seed, .unknown_left = 8};
    put_message(&w, descriptor, 1);
    return (size_t)(w.at - out);
}
