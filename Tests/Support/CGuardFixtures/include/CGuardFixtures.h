/*
 * Fixtures for the guard's tests: descriptors of guard_fixtures.proto, descriptors broken on purpose, and a seeded
 * source of valid and damaged messages. Shared by the Swift tests and by the sanitizer program.
 */
#ifndef C_GUARD_FIXTURES_H
#define C_GUARD_FIXTURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Descriptor of the fixture message with this short name, for example "Tree"; NULL when there is none. */
const void *guard_fixture(const char *name);

/* The i-th fixture message, NULL behind the last one. */
const void *guard_fixture_at(size_t index);

/* Leaf with its `data` field marked as text (GUARD_FIELD_FLAG_TEXT). */
const void *guard_fixture_text_leaf(void);

/*
 * Leaf, broken in the named way: "magic", "order", "range", "offset", "required", "quantifier", "fields", "type" or
 * "flag"; NULL for any other word.
 */
const void *guard_fixture_broken(const char *how);

/* Next value of a SplitMix64 sequence; `seed` moves on. */
uint64_t guard_fixture_random(uint64_t *seed);

/*
 * Writes a random valid encoding of the message, at most `capacity` bytes: scalars may repeat, repeated scalars come
 * packed and unpacked, and up to 8 unknown fields are mixed in. Returns its length.
 */
size_t guard_fixture_message(const void *descriptor, uint64_t *seed, uint8_t *out, size_t capacity);

/* Damages a message in place in one to four ways, never beyond `capacity`. Returns its new length. */
size_t guard_fixture_mutate(uint64_t *seed, uint8_t *bytes, size_t length, size_t capacity);

/* Every allocation of protobuf-c's unpack from malloc, the n-th (from 0) failing; true when that made it fail. */
bool guard_fixture_unpack_failing(const void *descriptor, const uint8_t *bytes, size_t length, size_t nth);

#endif
