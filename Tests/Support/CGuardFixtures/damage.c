/* Damage: small changes of valid messages, and allocations that fail. */
#include <protobuf-c/protobuf-c.h>
#include <stdlib.h>
#include <string.h>

#include "CGuardFixtures.h"

/* Bytes with a meaning of their own: tags of all wire types, lengths, ends of varints, parts of characters. */
static const uint8_t notable[] = {
    0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x0A, 0x0B, 0x0C, 0x12, 0x1A, 0x7F, 0x80,
    0x81, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xE0, 0xED, 0xF0, 0xF4, 0xF5, 0xFE, 0xFF,
};

static size_t mutate_once(uint64_t *seed, uint8_t *bytes, size_t length, size_t capacity)
{
    size_t at = length == 0 ? 0 : (size_t)(guard_fixture_random(seed) % length);
    uint8_t byte = notable[guard_fixture_random(seed) % sizeof notable];
    switch (length == 0 ? 3 : guard_fixture_random(seed) % 7) {
    case 0:
        bytes[at] ^= (uint8_t)(1u << (guard_fixture_random(seed) % 8));
        return length;
    case 1:
        bytes[at] = byte;
        return length;
    case 2: /* cut */
        return at;
    case 3: /* insert */
        if (length == capacity) {
            return length;
        }
        memmove(bytes + at + 1, bytes + at, length - at);
        bytes[at] = byte;
        return length + 1;
    case 4: /* remove */
        memmove(bytes + at, bytes + at + 1, length - at - 1);
        return length - 1;
    case 5: { /* say a stretch twice: repeated sub-messages, oneofs, scalars */
        size_t stretch = 1 + (size_t)(guard_fixture_random(seed) % (length - at));
        if (stretch > capacity - length) {
            return length;
        }
        memmove(bytes + at + stretch, bytes + at, length - at);
        return length + stretch;
    }
    default:
        bytes[at] = (uint8_t)(bytes[at] + (guard_fixture_random(seed) % 2 == 0 ? 1 : 0xFF));
        return length;
    }
}

size_t guard_fixture_mutate(uint64_t *seed, uint8_t *bytes, size_t length, size_t capacity)
{
    uint64_t times = 1 + guard_fixture_random(seed) % 4;
    for (uint64_t i = 0; i < times; i++) {
        length = mutate_once(seed, bytes, length, capacity);
    }
    return length;
}

typedef struct countdown {
    size_t left;
    bool failed;
} countdown;

static void *failing_alloc(void *context, size_t size)
{
    countdown *state = context;
    if (state->left == 0) {
        state->failed = true;
        return NULL;
    }
    state->left--;
    return malloc(size);
}

static void failing_free(void *context, void *pointer)
{
    (void)context;
    free(pointer);
}

bool guard_fixture_unpack_failing(const void *descriptor, const uint8_t *bytes, size_t length, size_t nth)
{
    countdown state = {nth, false};
    ProtobufCAllocator allocator = {failing_alloc, failing_free, &state};
    ProtobufCMessage *message = protobuf_c_message_unpack(descriptor, &allocator, length, bytes);
    protobuf_c_message_free_unpacked(message, &allocator);
    return state.failed && message == NULL;
}
