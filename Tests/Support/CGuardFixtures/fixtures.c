/* Descriptors by name, and descriptors broken on purpose. */
#include <string.h>

#include "CGuardFixtures.h"
#include "Generated/guard_fixtures.pb-c.h"

/* Mirrors GUARD_FIELD_FLAG_TEXT, which the fixtures must not import. */
#define TEXT_FLAG (1u << 16)

static const ProtobufCMessageDescriptor *const all[] = {
    &guard__fixtures__v1__scalars__descriptor, &guard__fixtures__v1__leaf__descriptor,
    &guard__fixtures__v1__repeated__descriptor, &guard__fixtures__v1__choice__descriptor,
    &guard__fixtures__v1__maps__descriptor,    &guard__fixtures__v1__tree__descriptor,
    &guard__fixtures__v1__sparse__descriptor,  &guard__fixtures__v1__empty__descriptor,
    &guard__fixtures__v1__wide__descriptor,    &guard__fixtures__v1__page__descriptor,
};

const void *guard_fixture_at(size_t index)
{
    return index < sizeof all / sizeof all[0] ? all[index] : NULL;
}

const void *guard_fixture(const char *name)
{
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (strcmp(all[i]->short_name, name) == 0) {
            return all[i];
        }
    }
    return NULL;
}

/* A copy of Leaf that may be changed. */
typedef struct leaf_copy {
    ProtobufCMessageDescriptor type;
    ProtobufCFieldDescriptor fields[3];
    ProtobufCIntRange ranges[2];
} leaf_copy;

static void copy_leaf(leaf_copy *copy)
{
    const ProtobufCMessageDescriptor *leaf = &guard__fixtures__v1__leaf__descriptor;
    copy->type = *leaf;
    memcpy(copy->fields, leaf->fields, sizeof copy->fields);
    memcpy(copy->ranges, leaf->field_ranges, sizeof copy->ranges);
    copy->type.fields = copy->fields;
    copy->type.field_ranges = copy->ranges;
}

const void *guard_fixture_text_leaf(void)
{
    static _Thread_local leaf_copy copy;
    copy_leaf(&copy);
    copy.fields[1].flags |= TEXT_FLAG;
    return &copy.type;
}

const void *guard_fixture_broken(const char *how)
{
    static _Thread_local leaf_copy copy;
    copy_leaf(&copy);
    if (strcmp(how, "magic") == 0) {
        copy.type.magic = 1;
    } else if (strcmp(how, "order") == 0) {
        copy.fields[2].id = 2;
    } else if (strcmp(how, "range") == 0) {
        copy.ranges[1].orig_index = 4;
    } else if (strcmp(how, "offset") == 0) {
        copy.fields[2].offset = (unsigned)copy.type.sizeof_message - 3;
    } else if (strcmp(how, "required") == 0) {
        copy.fields[0].label = PROTOBUF_C_LABEL_REQUIRED;
    } else if (strcmp(how, "quantifier") == 0) {
        copy.fields[0].label = PROTOBUF_C_LABEL_REPEATED;
    } else if (strcmp(how, "fields") == 0) {
        copy.type.n_fields = 1025; /* never read: the count alone is refused */
    } else if (strcmp(how, "type") == 0) {
        copy.fields[2].type = (ProtobufCType)99;
    } else if (strcmp(how, "flag") == 0) {
        copy.fields[0].flags |= TEXT_FLAG;
    } else {
        return NULL;
    }
    return &copy.type;
}
