/* The bump arena: blocks that only grow until they are forgotten together. */
#define _DEFAULT_SOURCE
#include <stdlib.h>
#include <string.h>

#include "guard_internal.h"

/* Blocks of encode-side growth are at least this large, so that small allocations share one. */
#define GUARD_CHUNK_BYTES_MIN 4096u

/* A block's head; its bytes follow. 32 bytes, so that they keep malloc's alignment. */
struct guard_chunk {
    struct guard_chunk *older;
    size_t capacity;
    size_t used; /* of an older block; the newest block's is in the arena */
    size_t unused_padding;
};

_Static_assert(sizeof(struct guard_chunk) % GUARD_ALIGNMENT == 0, "blocks start aligned");
_Static_assert(_Alignof(max_align_t) >= GUARD_ALIGNMENT, "malloc aligns blocks");

static uint8_t *guard_chunk_bytes(struct guard_chunk *chunk)
{
    return (uint8_t *)(chunk + 1);
}

/* Makes `chunk` (or nothing) the block that allocations come from. */
static void guard_arena_adopt(guard_arena *arena, struct guard_chunk *chunk)
{
    arena->chunk = chunk;
    arena->base = chunk == NULL ? NULL : guard_chunk_bytes(chunk);
    arena->capacity = chunk == NULL ? 0 : chunk->capacity;
    arena->used = chunk == NULL ? 0 : chunk->used;
}

/* Adds a block of `bytes` (already rounded) and makes it the present one. False past the limit or out of memory. */
static bool guard_arena_grow(guard_arena *arena, size_t bytes)
{
    if (bytes > arena->limit - arena->held || bytes > SIZE_MAX - sizeof(struct guard_chunk)) {
        return false;
    }
    struct guard_chunk *chunk = malloc(sizeof(struct guard_chunk) + bytes);
    if (chunk == NULL) {
        return false;
    }
    if (arena->chunk != NULL) {
        arena->chunk->used = arena->used;
    }
    chunk->older = arena->chunk;
    chunk->capacity = bytes;
    chunk->used = 0;
    chunk->unused_padding = 0;
    arena->held += bytes;
    guard_arena_adopt(arena, chunk);
    return true;
}

guard_arena *guard_arena_create(size_t first_bytes, size_t limit_bytes)
{
    if (first_bytes > limit_bytes || first_bytes > SIZE_MAX - GUARD_ALIGNMENT) {
        return NULL;
    }
    guard_arena *arena = calloc(1, sizeof *arena);
    if (arena == NULL) {
        return NULL;
    }
    /* A multiple of the alignment, so that no sum of rounded sizes can pass it by a fraction. */
    arena->limit = limit_bytes & ~(size_t)(GUARD_ALIGNMENT - 1);
    size_t first = guard_rounded(first_bytes);
    if (first > 0 && !guard_arena_grow(arena, first < arena->limit ? first : arena->limit)) {
        free(arena);
        return NULL;
    }
    return arena;
}

bool guard_arena_reserve(guard_arena *arena, size_t bytes)
{
    arena->budget = 0;
    if (bytes > arena->limit) {
        return false;
    }
    size_t rounded = guard_rounded(bytes);
    if (rounded > arena->capacity - arena->used) {
        if (arena->total_used == 0) {
            guard_arena_reset(arena, false, 0); /* an empty block too small is no use, and counts against the limit */
        }
        if (!guard_arena_grow(arena, rounded)) {
            return false;
        }
    }
    arena->budget = rounded;
    return true;
}

void *guard_arena_alloc(guard_arena *arena, size_t size)
{
    arena->budget = 0;
    if (size > arena->limit) {
        return NULL;
    }
    size_t rounded = size == 0 ? GUARD_ALIGNMENT : guard_rounded(size);
    if (rounded > arena->capacity - arena->used) {
        /* Doubling keeps the number of blocks small; at the limit an exact block may still fit. */
        size_t generous = arena->held > GUARD_CHUNK_BYTES_MIN ? arena->held : GUARD_CHUNK_BYTES_MIN;
        if (!(generous > rounded && guard_arena_grow(arena, generous)) && !guard_arena_grow(arena, rounded)) {
            return NULL;
        }
    }
    void *pointer = arena->base + arena->used;
    arena->used += rounded;
    arena->total_used += rounded;
    if (arena->total_used > arena->high_water) {
        arena->high_water = arena->total_used;
    }
    return memset(pointer, 0, rounded);
}

void guard_arena_reset(guard_arena *arena, bool wipe, size_t retain_bytes)
{
    struct guard_chunk *kept = NULL;
    struct guard_chunk *chunk = arena->chunk;
    if (chunk != NULL) {
        chunk->used = arena->used;
    }
    arena->held = 0;
    while (chunk != NULL) {
        struct guard_chunk *older = chunk->older;
        struct guard_chunk *dropped = chunk;
        if (wipe) {
            explicit_bzero(guard_chunk_bytes(chunk), chunk->used);
        }
        if (chunk->capacity <= retain_bytes && (kept == NULL || chunk->capacity > kept->capacity)) {
            dropped = kept;
            kept = chunk;
        }
        free(dropped);
        chunk = older;
    }
    if (kept != NULL) {
        kept->older = NULL;
        kept->used = 0;
        arena->held = kept->capacity;
    }
    guard_arena_adopt(arena, kept);
    arena->budget = 0;
    arena->total_used = 0;
}

void guard_arena_destroy(guard_arena *arena)
{
    if (arena != NULL) {
        guard_arena_reset(arena, true, 0);
        free(arena);
    }
}
