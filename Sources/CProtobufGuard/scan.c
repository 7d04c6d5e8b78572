/*
 * The pre-scan (PC-1): one walk over the wire bytes that refuses whatever protobuf-c would choke on, and adds up what
 * protobuf-c 1.4.1 allocates, in the order of protobuf_c_message_unpack. Should another version allocate more, the
 * unpack finds its reservation too small and fails: the sum is a promise to the budget, never a trust in it.
 */
#include "guard_frames.h"
#include "guard_wire.h"

enum {
    GUARD_VARINT = 0,
    GUARD_FIXED64 = 1,
    GUARD_DELIMITED = 2,
    GUARD_GROUP_START = 3,
    GUARD_GROUP_END = 4,
    GUARD_FIXED32 = 5
};

/* The wire type of a single value, by ProtobufCType in its order. */
static const uint8_t guard_wire_types[] = {0, 0, 5, 0, 0, 1, 0, 5, 0, 1, 5, 1, 0, 0, 2, 2, 2};

_Static_assert(sizeof guard_wire_types == PROTOBUF_C_TYPE_MESSAGE + 1, "one wire type per type");

/* A known field of wire type 2 that is not packed. */
static inline guard_rule guard_delimited(
    guard_scan_state *scan, guard_frame *frame, const ProtobufCFieldDescriptor *field)
{
    size_t length = 0;
    scan->fault = scan->at;
    guard_rule rule = guard_read_length(&scan->at, frame->end, &length);
    if (rule != GUARD_RULE_NONE) {
        return rule;
    }
    if (field->type == PROTOBUF_C_TYPE_MESSAGE) {
        scan->fault = scan->tag;
        return guard_enter(scan, frame, field, length);
    }
    bool is_string = field->type == PROTOBUF_C_TYPE_STRING;
    bool is_text = is_string || (field->flags & GUARD_FIELD_FLAG_TEXT) != 0;
    if (is_text && !guard_is_plain(scan->at, length)) {
        guard_rule text_rule = GUARD_RULE_NONE;
        const uint8_t *fault = guard_text_fault(scan->at, scan->at + length, &text_rule);
        if (fault != NULL) {
            scan->fault = fault;
            return text_rule;
        }
    }
    scan->heap += guard_rounded(length + (is_string ? 1 : 0));
    scan->at += length;
    scan->fault = scan->tag;
    return field->label == PROTOBUF_C_LABEL_REPEATED ? guard_add_elements(scan, frame, field, 1) : GUARD_RULE_NONE;
}

/* A repeated scalar field as one run. */
static inline guard_rule guard_packed(guard_scan_state *scan, guard_frame *frame, const ProtobufCFieldDescriptor *field)
{
    size_t length = 0;
    scan->fault = scan->at;
    guard_rule rule = guard_read_length(&scan->at, frame->end, &length);
    if (rule != GUARD_RULE_NONE) {
        return rule;
    }
    const uint8_t *at = scan->at;
    size_t count = 0;
    rule = guard_count_packed(field->type, &at, at + length, &count);
    scan->at = at;
    if (rule != GUARD_RULE_NONE) {
        scan->fault = at;
        return rule;
    }
    scan->fault = scan->tag;
    return guard_add_elements(scan, frame, field, count);
}

static inline guard_rule guard_known(
    guard_scan_state *scan, guard_frame *frame, const ProtobufCFieldDescriptor *field, unsigned wire_type)
{
    bool is_repeated = field->label == PROTOBUF_C_LABEL_REPEATED;
    if (wire_type != guard_wire_types[field->type]) {
        bool may_be_packed = is_repeated && wire_type == GUARD_DELIMITED && guard_is_packable(field->type);
        return may_be_packed ? guard_packed(scan, frame, field) : GUARD_RULE_WIRE_TYPE_MISMATCH;
    }
    if (wire_type == GUARD_DELIMITED) {
        return guard_delimited(scan, frame, field);
    }
    guard_rule rule;
    scan->fault = scan->at;
    if (wire_type == GUARD_VARINT) {
        uint64_t value = 0;
        rule = guard_read_varint(&scan->at, frame->end, &value);
        if (rule == GUARD_RULE_NONE && field->type == PROTOBUF_C_TYPE_BOOL && value > 1) {
            rule = GUARD_RULE_VARINT;
        }
    } else {
        rule = guard_skip(&scan->at, frame->end, wire_type == GUARD_FIXED64 ? 8 : 4);
    }
    if (rule != GUARD_RULE_NONE || !is_repeated) {
        return rule;
    }
    scan->fault = scan->tag;
    return guard_add_elements(scan, frame, field, 1);
}

/* An unknown field: its bytes are inside, and there are not too many of them (PC-8). */
static inline guard_rule guard_unknown(guard_scan_state *scan, guard_frame *frame, unsigned wire_type)
{
    if (scan->unknown_tags >= scan->limits->unknown_fields) {
        return GUARD_RULE_UNKNOWN_FIELDS;
    }
    scan->unknown_tags++;
    const uint8_t *value = scan->at;
    size_t length = 0;
    uint64_t number = 0;
    guard_rule rule;
    scan->fault = value;
    if (wire_type == GUARD_VARINT) {
        rule = guard_read_varint(&scan->at, frame->end, &number);
    } else if (wire_type == GUARD_DELIMITED) {
        rule = guard_read_length(&scan->at, frame->end, &length);
        scan->at += length;
    } else {
        rule = guard_skip(&scan->at, frame->end, wire_type == GUARD_FIXED64 ? 8 : 4);
    }
    guard_add_unknown(scan, frame, (size_t)(scan->at - value));
    return rule;
}

/* One tag and its value; of a sub-message only the beginning. */
static inline guard_rule guard_step(guard_scan_state *scan, guard_frame *frame)
{
    uint64_t tag = 0;
    scan->tag = scan->at;
    scan->fault = scan->at;
    scan->number = 0;
    guard_rule rule = guard_read_varint(&scan->at, frame->end, &tag);
    if (rule != GUARD_RULE_NONE) {
        return rule;
    }
    uint64_t number = tag >> 3;
    if (number == 0 || number > GUARD_FIELD_NUMBER_MAX) {
        return GUARD_RULE_FIELD_NUMBER;
    }
    scan->number = (uint32_t)number;
    unsigned wire_type = (unsigned)(tag & 7);
    if (wire_type == GUARD_GROUP_START || wire_type == GUARD_GROUP_END) {
        return GUARD_RULE_GROUP;
    }
    if (wire_type > GUARD_FIXED32) {
        return GUARD_RULE_WIRE_TYPE_UNKNOWN;
    }
    if (scan->tags >= scan->limits->fields) {
        return GUARD_RULE_FIELDS;
    }
    scan->tags++;
    guard_add_tag(scan, frame);
    const ProtobufCFieldDescriptor *field = guard_field(frame->type, scan->number);
    return field == NULL ? guard_unknown(scan, frame, wire_type) : guard_known(scan, frame, field, wire_type);
}

/* Reads to the end of the outermost message. Everything it calls on `scan` is inlined: the state lives in registers. */
static inline guard_rule guard_walk(guard_scan_state *scan)
{
    while (true) {
        guard_frame *frame = scan->frame;
        if (scan->heap > scan->limits->heap_bytes) {
            scan->fault = scan->tag;
            return GUARD_RULE_HEAP;
        }
        if (scan->at < frame->end) {
            guard_rule rule = guard_step(scan, frame);
            if (rule != GUARD_RULE_NONE) {
                return rule;
            }
        } else if (frame == scan->frames) {
            return GUARD_RULE_NONE;
        } else {
            scan->frame = frame - 1;
        }
    }
}

guard_rule guard_scan(
    const void *descriptor, const uint8_t *bytes, size_t length, const guard_limits *limits, guard_report *report)
{
    static const uint8_t nothing[1] = {0};
    const uint8_t *start = length == 0 ? nothing : bytes;
    guard_frame frames[GUARD_DEPTH_MAX];
    uint32_t counts[GUARD_COUNTERS_MAX + GUARD_COUNTERS_CLEARED];
    frames[0].type = descriptor; /* a refused message names its type even when its frame was never opened */
    frames[0].tags = 0;
    guard_scan_state scan = {
        .frame = frames,
        .at = start,
        .tag = start,
        .fault = start,
        .limits = limits,
        .depth_max = limits->depth < GUARD_DEPTH_MAX ? limits->depth : GUARD_DEPTH_MAX,
        .frames = frames,
        .counts_end = counts + GUARD_COUNTERS_MAX,
    };
    guard_rule rule = GUARD_RULE_NONE;
    size_t most = limits->message_bytes < GUARD_MESSAGE_BYTES_MAX ? limits->message_bytes : GUARD_MESSAGE_BYTES_MAX;
    if (length > most) {
        rule = GUARD_RULE_MESSAGE_LENGTH;
    } else if (scan.depth_max == 0) {
        rule = GUARD_RULE_DEPTH;
    } else {
        rule = guard_open(&scan, frames, descriptor, start + length, counts);
    }
    if (rule == GUARD_RULE_NONE) {
        rule = guard_walk(&scan);
    }
    report->rule = rule;
    report->field_count = scan.tags;
    report->unknown_count = scan.unknown_tags;
    report->element_count = scan.elements;
    report->heap_bytes = scan.heap;
    if (rule != GUARD_RULE_NONE) {
        const guard_scan_state end = scan; /* a copy, so that `scan` need not have an address */
        guard_report_refusal(&end, start, rule, report);
    }
    return rule;
}
