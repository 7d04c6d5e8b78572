/* What the scan and protobuf-c take for granted of a descriptor, checked once at start (PC-6, PC-14, PC-19). */
#include "guard_internal.h"

/* Message types that one schema root may reach. Types of the schema, not of the peer's making. */
#define GUARD_TYPES_MAX 512u

#define GUARD_VERSION_MIN 1004001u

/* One message type on the way: `depth` is 0 while its fields are still being followed. */
typedef struct guard_known_type {
    const ProtobufCMessageDescriptor *type;
    uint32_t depth;    /* levels below and including this one */
    uint32_t counters; /* the largest sum of n_fields along one of its paths */
} guard_known_type;

typedef struct guard_check {
    guard_known_type types[GUARD_TYPES_MAX];
    uint32_t count;
} guard_check;

uint32_t guard_version(void)
{
    uint32_t library = protobuf_c_version_number();
    uint32_t header = PROTOBUF_C_VERSION_NUMBER;
    uint32_t version = library < header ? library : header;
    return version >= GUARD_VERSION_MIN ? version : 0;
}

/* Bytes that a field's value takes in the struct. */
static size_t guard_field_bytes(const ProtobufCFieldDescriptor *field)
{
    if (field->label == PROTOBUF_C_LABEL_REPEATED) {
        return sizeof(void *);
    }
    switch (field->type) {
    case PROTOBUF_C_TYPE_BYTES:
        return sizeof(ProtobufCBinaryData);
    case PROTOBUF_C_TYPE_INT32:
    case PROTOBUF_C_TYPE_SINT32:
    case PROTOBUF_C_TYPE_SFIXED32:
    case PROTOBUF_C_TYPE_UINT32:
    case PROTOBUF_C_TYPE_FIXED32:
    case PROTOBUF_C_TYPE_FLOAT:
    case PROTOBUF_C_TYPE_BOOL:
    case PROTOBUF_C_TYPE_ENUM:
        return 4;
    default:
        return 8;
    }
}

/* Whether [offset, offset + bytes) lies in the struct, behind its base. */
static bool guard_is_inside(const ProtobufCMessageDescriptor *type, size_t offset, size_t bytes)
{
    return offset >= sizeof(ProtobufCMessage) && offset <= type->sizeof_message
        && bytes <= type->sizeof_message - offset;
}

static bool guard_field_is_sound(const ProtobufCMessageDescriptor *type, const ProtobufCFieldDescriptor *field)
{
    bool is_repeated = field->label == PROTOBUF_C_LABEL_REPEATED;
    bool in_oneof = (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0;
    bool is_optional = field->label == PROTOBUF_C_LABEL_OPTIONAL || field->label == PROTOBUF_C_LABEL_NONE;
    if (!(is_repeated || is_optional) || (is_repeated && in_oneof) || field->type > PROTOBUF_C_TYPE_MESSAGE) {
        return false;
    }
    if (!guard_is_packable(field->type) && (field->flags & PROTOBUF_C_FIELD_FLAG_PACKED) != 0) {
        return false;
    }
    if ((field->flags & GUARD_FIELD_FLAG_TEXT) != 0 && field->type != PROTOBUF_C_TYPE_BYTES) {
        return false;
    }
    size_t quantifier_bytes = is_repeated ? sizeof(size_t) : sizeof(uint32_t);
    bool has_quantifier = is_repeated || in_oneof || field->quantifier_offset != 0;
    if (has_quantifier && !guard_is_inside(type, field->quantifier_offset, quantifier_bytes)) {
        return false;
    }
    return guard_is_inside(type, field->offset, guard_field_bytes(field))
        && guard_field(type, field->id) == field;
}

/* Everything about one type but the types inside it. */
static bool guard_type_is_sound(const ProtobufCMessageDescriptor *type)
{
    if (type == NULL || type->magic != PROTOBUF_C__MESSAGE_DESCRIPTOR_MAGIC || type->message_init == NULL
        || type->sizeof_message < sizeof(ProtobufCMessage) || type->n_fields > GUARD_COUNTERS_MAX) {
        return false;
    }
    if (type->n_fields == 0) {
        return type->n_field_ranges == 0;
    }
    if (type->fields == NULL || type->field_ranges == NULL || type->n_field_ranges == 0
        || type->n_field_ranges > type->n_fields) {
        return false;
    }
    if (type->field_ranges[type->n_field_ranges].orig_index != type->n_fields) {
        return false;
    }
    uint32_t previous = 0;
    for (unsigned i = 0; i < type->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = type->fields + i;
        if (field->id <= previous || field->id > GUARD_FIELD_NUMBER_MAX || !guard_field_is_sound(type, field)) {
            return false;
        }
        previous = field->id;
    }
    return true;
}

static guard_known_type *guard_check_type(guard_check *check, const ProtobufCMessageDescriptor *type, uint32_t level);

/* Follows the sub-messages of a sound type. The recursion is bounded by `level`. */
static bool guard_check_fields(guard_check *check, guard_known_type *known, uint32_t level)
{
    uint32_t depth = 1;
    uint32_t counters = known->type->n_fields;
    for (unsigned i = 0; i < known->type->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = known->type->fields + i;
        if (field->type != PROTOBUF_C_TYPE_MESSAGE) {
            continue;
        }
        const guard_known_type *inner = guard_check_type(check, field->descriptor, level + 1);
        if (inner == NULL) {
            return false;
        }
        uint32_t sum = known->type->n_fields + inner->counters;
        depth = inner->depth + 1 > depth ? inner->depth + 1 : depth;
        counters = sum > counters ? sum : counters;
    }
    known->depth = depth;
    known->counters = counters;
    return depth <= GUARD_DEPTH_MAX && counters <= GUARD_COUNTERS_MAX;
}

/* What is known of a type, after following it when it is new. NULL when it is unsound, recursive or too deep. */
static guard_known_type *guard_check_type(guard_check *check, const ProtobufCMessageDescriptor *type, uint32_t level)
{
    for (uint32_t i = 0; i < check->count; i++) {
        if (check->types[i].type == type) {
            return check->types[i].depth == 0 ? NULL : &check->types[i]; /* 0: it contains itself */
        }
    }
    if (level > GUARD_DEPTH_MAX || check->count == GUARD_TYPES_MAX || !guard_type_is_sound(type)) {
        return NULL;
    }
    guard_known_type *known = &check->types[check->count];
    check->count++;
    *known = (guard_known_type){.type = type};
    return guard_check_fields(check, known, level) ? known : NULL;
}

uint32_t guard_check_descriptor(const void *descriptor)
{
    guard_check check;
    check.count = 0;
    const guard_known_type *known = guard_check_type(&check, descriptor, 1);
    return known == NULL ? 0 : known->depth;
}
