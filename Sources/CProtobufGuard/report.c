/* Refusals in words: which field of which message, and why (PC-2). */
#include <stdio.h>
#include <string.h>

#include "guard_scan.h"

guard_limits guard_limits_default(void)
{
    return (guard_limits){
        .message_bytes = 4u << 20,
        .heap_bytes = 16u << 20,
        .depth = GUARD_DEPTH_MAX,
        .fields = 262144,
        .unknown_fields = 64,
        .elements = 65536,
    };
}

/* Appends one field to the path; `counted` elements of it have been added, of which the last one is meant. */
static void guard_report_step(
    guard_report *report, const guard_frame *frame, const ProtobufCFieldDescriptor *field, uint32_t number,
    bool is_last_counted)
{
    uint32_t index = GUARD_NO_INDEX;
    if (field != NULL && field->label == PROTOBUF_C_LABEL_REPEATED) {
        index = frame->counts[field - frame->type->fields];
        index -= is_last_counted && index > 0 ? 1 : 0;
    }
    report->path[report->path_count] = number;
    report->path_index[report->path_count] = index;
    report->path_count++;
}

void guard_report_refusal(const guard_scan_state *scan, const uint8_t *bytes, guard_rule rule, guard_report *report)
{
    const guard_frame *inner = scan->frame;
    report->offset = (size_t)(scan->fault - bytes);
    report->message_name = inner->type->name;
    report->descriptor = scan->frames[0].type;
    report->path_count = 0;
    for (const guard_frame *frame = scan->frames; frame < inner; frame++) {
        const ProtobufCFieldDescriptor *field = frame->type->fields + frame->field_index;
        guard_report_step(report, frame, field, field->id, true);
    }
    /* The heap is looked at between two tags: the last field is in the sum already, or is the open message itself. */
    bool is_counted = rule == GUARD_RULE_HEAP;
    bool is_own_field = !(is_counted && inner->tags == 0);
    if (scan->number != 0 && is_own_field) {
        guard_report_step(report, inner, guard_field(inner->type, scan->number), scan->number, is_counted);
    }
}

/* Where snprintf should write next: never past the end, NULL when there is no buffer. */
static char *guard_rest(char *buffer, size_t capacity, size_t length)
{
    return length < capacity ? buffer + length : NULL;
}

size_t guard_report_path(const guard_report *report, char *buffer, size_t capacity)
{
    const ProtobufCMessageDescriptor *type = report->descriptor;
    size_t length = 0;
    if (capacity > 0) {
        buffer[0] = '\0';
    }
    for (uint32_t i = 0; i < report->path_count; i++) {
        const ProtobufCFieldDescriptor *field = type == NULL ? NULL : guard_field(type, report->path[i]);
        const char *dot = i == 0 ? "" : ".";
        char *rest = guard_rest(buffer, capacity, length);
        size_t room = rest == NULL ? 0 : capacity - length;
        int written = field != NULL && field->name != NULL
            ? snprintf(rest, room, "%s%s", dot, field->name)
            : snprintf(rest, room, "%s%u", dot, (unsigned)report->path[i]);
        length += written > 0 ? (size_t)written : 0;
        if (report->path_index[i] != GUARD_NO_INDEX) {
            rest = guard_rest(buffer, capacity, length);
            room = rest == NULL ? 0 : capacity - length;
            written = snprintf(rest, room, "[%u]", (unsigned)report->path_index[i]);
            length += written > 0 ? (size_t)written : 0;
        }
        bool is_message = field != NULL && field->type == PROTOBUF_C_TYPE_MESSAGE;
        type = is_message ? field->descriptor : NULL;
    }
    return length;
}

const char *guard_rule_name(guard_rule rule)
{
    switch (rule) {
    case GUARD_RULE_NONE: return "none";
    case GUARD_RULE_MESSAGE_LENGTH: return "message length";
    case GUARD_RULE_DEPTH: return "depth";
    case GUARD_RULE_FIELD_NUMBER: return "field number";
    case GUARD_RULE_VARINT: return "varint";
    case GUARD_RULE_WIRE_TYPE_UNKNOWN: return "unknown wire type";
    case GUARD_RULE_GROUP: return "group";
    case GUARD_RULE_WIRE_TYPE_MISMATCH: return "wire type mismatch";
    case GUARD_RULE_TRUNCATED: return "truncated";
    case GUARD_RULE_LENGTH: return "length";
    case GUARD_RULE_UTF8: return "utf-8";
    case GUARD_RULE_NUL: return "nul";
    case GUARD_RULE_REPEATED_SINGULAR: return "repeated singular";
    case GUARD_RULE_FIELDS: return "fields";
    case GUARD_RULE_UNKNOWN_FIELDS: return "unknown fields";
    case GUARD_RULE_ELEMENTS: return "elements";
    case GUARD_RULE_HEAP: return "heap";
    case GUARD_RULE_PACKED_LENGTH: return "packed length";
    case GUARD_RULE_DESCRIPTOR: return "descriptor";
    }
    return "unknown";
}
