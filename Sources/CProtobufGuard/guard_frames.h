/*
 * What protobuf-c allocates for the messages that are open (PC-1): one struct per message, one array per repeated
 * field, a list of tags beyond the first sixteen, and the unknown fields.
 */
#ifndef GUARD_FRAMES_H
#define GUARD_FRAMES_H

#include "guard_scan.h"

/* Bytes of one entry in protobuf-c's list of the tags of a message, and the entries that it keeps on its stack. */
#define GUARD_SLAB_ENTRY_BYTES 32u
#define GUARD_SLAB_FIRST_TAGS 16u

/* Bytes of an array element, by ProtobufCType in its order. */
static const uint8_t guard_element_bytes[] = {4, 4, 4, 8, 8, 8, 4, 4, 8, 8, 4, 8, 4, 4, 8, 16, 8};

_Static_assert(sizeof guard_element_bytes == PROTOBUF_C_TYPE_MESSAGE + 1, "one size per type");
_Static_assert(sizeof(protobuf_c_boolean) == 4 && sizeof(ProtobufCBinaryData) == 16, "element sizes");
_Static_assert(sizeof(size_t) == 8, "64-bit sums cannot overflow under GUARD_MESSAGE_BYTES_MAX");

/* One more tag in this message. Each slab of protobuf-c's list has twice the entries of the one before. */
static inline void guard_add_tag(guard_scan_state *scan, guard_frame *frame)
{
    if (frame->tags == frame->slabs_end) {
        frame->slab_tags *= 2;
        frame->slabs_end += frame->slab_tags;
        scan->heap += (size_t)frame->slab_tags * GUARD_SLAB_ENTRY_BYTES;
    }
    frame->tags++;
}

/* One more unknown field of `length` bytes behind its tag: an entry in an array, and a copy of the bytes. */
static inline void guard_add_unknown(guard_scan_state *scan, guard_frame *frame, size_t length)
{
    size_t before = frame->unknown_tags;
    size_t entry = sizeof(ProtobufCMessageUnknownField);
    frame->unknown_tags++;
    scan->heap += guard_rounded((before + 1) * entry) - guard_rounded(before * entry) + guard_rounded(length);
}

/* Adds `count` elements to a repeated field: protobuf-c allocates one array for all of them. */
static inline guard_rule guard_add_elements(
    guard_scan_state *scan, guard_frame *frame, const ProtobufCFieldDescriptor *field, size_t count)
{
    uint32_t *counter = &frame->counts[field - frame->type->fields];
    size_t before = *counter;
    size_t after = before + count;
    if (after > scan->limits->elements) {
        return GUARD_RULE_ELEMENTS;
    }
    size_t bytes = guard_element_bytes[field->type];
    scan->heap += guard_rounded(after * bytes) - guard_rounded(before * bytes);
    scan->elements += (uint32_t)count;
    *counter = (uint32_t)after;
    return GUARD_RULE_NONE;
}

/* Opens a message that ends at `end`. */
static inline guard_rule guard_open(
    guard_scan_state *scan, guard_frame *frame, const ProtobufCMessageDescriptor *type, const uint8_t *end,
    uint32_t *counts)
{
    if (type->n_fields > (size_t)(scan->counts_end - counts)) {
        return GUARD_RULE_DESCRIPTOR;
    }
    if (type->n_fields <= GUARD_COUNTERS_CLEARED) {
        memset(counts, 0, GUARD_COUNTERS_CLEARED * sizeof *counts);
    } else {
        memset(counts, 0, type->n_fields * sizeof *counts);
    }
    *frame = (guard_frame){
        .type = type,
        .end = end,
        .counts = counts,
        .slab_tags = GUARD_SLAB_FIRST_TAGS,
        .slabs_end = GUARD_SLAB_FIRST_TAGS,
    };
    scan->frame = frame;
    scan->heap += guard_empty_message_heap(type);
    return GUARD_RULE_NONE;
}

/* Whether a sub-message of this field's oneof was seen before: protobuf-c would free the first one. */
static inline bool guard_oneof_is_taken(const guard_frame *frame, const ProtobufCFieldDescriptor *field)
{
    for (unsigned i = 0; i < frame->type->n_fields; i++) {
        const ProtobufCFieldDescriptor *other = frame->type->fields + i;
        if (frame->counts[i] != 0 && (other->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0
            && other->quantifier_offset == field->quantifier_offset) {
            return true;
        }
    }
    return false;
}

/* A sub-message of `length` bytes from here on. */
static inline guard_rule guard_enter(
    guard_scan_state *scan, guard_frame *frame, const ProtobufCFieldDescriptor *field, size_t length)
{
    uint32_t depth = (uint32_t)(frame - scan->frames) + 1;
    if (depth >= scan->depth_max) {
        return GUARD_RULE_DEPTH;
    }
    frame->field_index = (uint32_t)(field - frame->type->fields);
    if (field->label == PROTOBUF_C_LABEL_REPEATED) {
        guard_rule rule = guard_add_elements(scan, frame, field, 1);
        if (rule != GUARD_RULE_NONE) {
            return rule;
        }
    } else {
        bool in_oneof = (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0;
        if (frame->counts[frame->field_index] != 0 || (in_oneof && guard_oneof_is_taken(frame, field))) {
            return GUARD_RULE_REPEATED_SINGULAR;
        }
        frame->counts[frame->field_index] = 1;
    }
    return guard_open(scan, frame + 1, field->descriptor, scan->at + length, frame->counts + frame->type->n_fields);
}

#endif
