/* The calls into protobuf-c: unpacking inside a reservation, packing into a buffer of the right size. */
#include <string.h>

#include "guard_internal.h"

/* ProtobufCAllocator.alloc: from the reservation or not at all. The bytes are not zeroed: protobuf-c fills them. */
static void *guard_budget_alloc(void *context, size_t size)
{
    guard_arena *arena = context;
    size_t room = arena->capacity - arena->used;
    if (room > arena->budget) {
        room = arena->budget;
    }
    if (size > room) {
        return NULL;
    }
    /* Both ends of `room` are multiples of the alignment, so the rounded size fits where the size does. */
    size_t rounded = guard_rounded(size);
    void *pointer = arena->base + arena->used;
    arena->used += rounded;
    arena->budget -= rounded;
    return pointer;
}

/* ProtobufCAllocator.free: the arena is forgotten as a whole. */
static void guard_budget_free(void *context, void *pointer)
{
    (void)context;
    (void)pointer;
}

void *guard_unpack(const void *descriptor, const uint8_t *bytes, size_t length, guard_arena *arena)
{
    static const uint8_t nothing[1] = {0};
    ProtobufCAllocator allocator = {guard_budget_alloc, guard_budget_free, arena};
    size_t used_before = arena->used;
    void *message = protobuf_c_message_unpack(descriptor, &allocator, length, length == 0 ? nothing : bytes);
    if (message == NULL) {
        arena->used = used_before;
        arena->budget = 0;
        return NULL;
    }
    arena->total_used += arena->used - used_before;
    if (arena->total_used > arena->high_water) {
        arena->high_water = arena->total_used;
    }
    return message;
}

size_t guard_message_unknown_count(const void *message)
{
    return ((const ProtobufCMessage *)message)->n_unknown_fields;
}

size_t guard_message_size(const void *descriptor)
{
    return ((const ProtobufCMessageDescriptor *)descriptor)->sizeof_message;
}

void guard_message_init(const void *descriptor, void *message)
{
    const ProtobufCMessageDescriptor *type = descriptor;
    memset(message, 0, type->sizeof_message);
    protobuf_c_message_init(type, message);
}

size_t guard_packed_size(const void *message)
{
    return protobuf_c_message_get_packed_size(message);
}

size_t guard_pack(const void *message, uint8_t *out)
{
    return protobuf_c_message_pack(message, out);
}
