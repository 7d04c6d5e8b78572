/*
 * CProtobufGuard: what stands between a peer's bytes and protobuf-c (PC-1 ... PC-19).
 *
 * The order of use for one received message:
 *
 *     guard_scan(descriptor, bytes, length, &limits, &report)    no allocation, no recursion
 *     (charge report.heap_bytes to the budgets)
 *     guard_arena_reserve(arena, report.heap_bytes)
 *     message = guard_unpack(descriptor, bytes, length, arena)   bump allocation only
 *     (copy the values out)
 *     guard_arena_reset(arena, wipe)                             the message is gone
 *
 * and for one sent message: build C structs with guard_arena_alloc and guard_message_init, then
 * guard_packed_size, guard_pack, guard_arena_reset.
 *
 * The guard knows no schema. `descriptor` is always a `const ProtobufCMessageDescriptor *` and `message` a
 * `ProtobufCMessage *`; both cross this border as void pointers, so that no protobuf-c type does.
 * Nothing here is thread safe by itself: an arena belongs to one thread at a time. Scanning shares no state.
 */
#ifndef C_PROTOBUF_GUARD_H
#define C_PROTOBUF_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Deepest nesting the scan can follow: the outermost message is level 1. */
#define GUARD_DEPTH_MAX 32u

/* Longest encoded message the scan will look at, whatever the limits: protobuf-c counts in 32 bits. */
#define GUARD_MESSAGE_BYTES_MAX (64u << 20)

/* In guard_report.path_index: the field is not repeated, or unknown. */
#define GUARD_NO_INDEX UINT32_MAX

/* Every allocation is rounded up to a multiple of this many bytes and aligned to it. */
#define GUARD_ALIGNMENT 16u

/*
 * A flag for `ProtobufCFieldDescriptor.flags` that protobuf-c itself ignores: a `bytes` field that carries text
 * (a proto `string` generated as bytes). The scan holds such a field to the rules of a string.
 */
#define GUARD_FIELD_FLAG_TEXT (1u << 16)

/* --- Limits and verdict ------------------------------------------------------------------------------------- */

/* Why a message was refused. GUARD_RULE_NONE is acceptance. */
typedef enum guard_rule {
    GUARD_RULE_NONE = 0,
    GUARD_RULE_MESSAGE_LENGTH = 1,     /* longer than limits.message_bytes */
    GUARD_RULE_DEPTH = 2,              /* nested deeper than limits.depth */
    GUARD_RULE_FIELD_NUMBER = 3,       /* field number 0 or above 2^29 - 1 */
    GUARD_RULE_VARINT = 4,             /* overlong, or more than 64 bits (a length: 31, a bool: 1) */
    GUARD_RULE_WIRE_TYPE_UNKNOWN = 5,  /* wire type 6 or 7 */
    GUARD_RULE_GROUP = 6,              /* wire type 3 or 4, even in an unknown field */
    GUARD_RULE_WIRE_TYPE_MISMATCH = 7, /* a known field in a wire type that is not its own */
    GUARD_RULE_TRUNCATED = 8,          /* a tag or value ends behind the end of its message */
    GUARD_RULE_LENGTH = 9,             /* a declared length points behind the end of its message */
    GUARD_RULE_UTF8 = 10,              /* a string that is not well-formed UTF-8 */
    GUARD_RULE_NUL = 11,               /* a string that holds U+0000 */
    GUARD_RULE_REPEATED_SINGULAR = 12, /* a singular sub-message, or two sub-messages of one oneof */
    GUARD_RULE_FIELDS = 13,            /* more field occurrences than limits.fields */
    GUARD_RULE_UNKNOWN_FIELDS = 14,    /* more unknown fields than limits.unknown_fields */
    GUARD_RULE_ELEMENTS = 15,          /* more elements in one repeated field than limits.elements */
    GUARD_RULE_HEAP = 16,              /* the unpack would need more than limits.heap_bytes */
    GUARD_RULE_PACKED_LENGTH = 17,     /* a packed run that is not a whole number of elements */
    GUARD_RULE_DESCRIPTOR = 18         /* our own fault: a descriptor that guard_check_descriptor would refuse */
} guard_rule;

/* What one message may cost. Every field is a maximum; 0 allows nothing. */
typedef struct guard_limits {
    size_t message_bytes;    /* encoded length; above GUARD_MESSAGE_BYTES_MAX counts as that */
    size_t heap_bytes;       /* what the unpack may take from the arena */
    uint32_t depth;          /* levels, outermost is 1; above GUARD_DEPTH_MAX counts as GUARD_DEPTH_MAX */
    uint32_t fields;         /* tags in the whole message, known and unknown, at every level */
    uint32_t unknown_fields; /* unknown tags in the whole message */
    uint32_t elements;       /* elements of one repeated field of one (sub-)message */
} guard_limits;

/* 4 MiB, heap 16 MiB, depth 32, 262,144 fields, 64 unknown fields, 65,536 elements. */
guard_limits guard_limits_default(void);

/*
 * The outcome of one scan. After acceptance only rule, heap_bytes and the three counts are defined; after a refusal
 * everything is, and the counts say how far the scan came.
 */
typedef struct guard_report {
    guard_rule rule;
    uint32_t field_count;     /* tags seen, at every level */
    uint32_t unknown_count;   /* of which unknown; the unpack keeps them, the decoder drops them (PC-8) */
    uint32_t element_count;   /* elements of all repeated fields together, packed ones included */
    size_t heap_bytes;        /* exactly what guard_unpack takes from the arena, alignment included (PC-1, PC-3) */
    size_t offset;            /* of the first byte of the offending tag, length, value or character */
    const char *message_name; /* full name of the innermost message, for example "pin.v1.SignInRequest" */
    const void *descriptor;   /* descriptor of the outermost message */
    uint32_t path_count;      /* field numbers in path; 0 when no field of the outermost message is to blame */
    uint32_t path[GUARD_DEPTH_MAX];
    uint32_t path_index[GUARD_DEPTH_MAX]; /* which element of a repeated field, or GUARD_NO_INDEX */
} guard_report;

/*
 * Walks the bytes once and decides whether protobuf-c may see them (PC-1, PC-2). Returns report->rule, which is
 * GUARD_RULE_NONE on acceptance; then guard_unpack will take exactly report->heap_bytes. `bytes` may be NULL when
 * `length` is 0. Uses about 6 KiB of stack whatever the input.
 */
guard_rule guard_scan(
    const void *descriptor, const uint8_t *bytes, size_t length, const guard_limits *limits, guard_report *report);

/*
 * Writes the dotted path of the offending field, for example "entries[3].owner.name", NUL-terminated and cut to
 * `capacity`; an unknown field is written as its number. Returns the length of the whole path without the NUL.
 */
size_t guard_report_path(const guard_report *report, char *buffer, size_t capacity);

/* "depth", "group" ...: a short fixed word for a rule, for error text and metrics. Never NULL. */
const char *guard_rule_name(guard_rule rule);

/* Whether the bytes are well-formed UTF-8 without U+0000: what the scan demands of every string (PC-5, PC-16). */
bool guard_text_is_valid(const uint8_t *bytes, size_t length);

/* --- Arena -------------------------------------------------------------------------------------------------- */

struct guard_chunk;

/* A bump allocator. Read the fields, never write them. */
typedef struct guard_arena {
    uint8_t *base;             /* block that allocations come from now */
    size_t capacity;           /* of that block, bytes */
    size_t used;               /* of that block, bytes */
    size_t budget;             /* bytes reserved for guard_unpack and not yet taken */
    size_t total_used;         /* in all blocks since the last reset */
    size_t high_water;         /* the largest total_used ever */
    size_t held;               /* bytes of all blocks */
    size_t limit;              /* held may not exceed this */
    struct guard_chunk *chunk; /* newest block, linked to the older ones */
} guard_arena;

/*
 * An arena with one block of `first_bytes` (0: none yet) that never holds more than `limit_bytes`.
 * NULL when there is no memory or first_bytes > limit_bytes.
 */
guard_arena *guard_arena_create(size_t first_bytes, size_t limit_bytes);

/*
 * Reserves `bytes` bytes of one block for guard_unpack, replacing an earlier reservation. False when that would
 * pass the limit or there is no memory; nothing is reserved then. Earlier allocations stay valid.
 */
bool guard_arena_reserve(guard_arena *arena, size_t bytes);

/*
 * `size` bytes, aligned to GUARD_ALIGNMENT, zeroed, valid until the next reset; takes a new block when the present
 * one is full. NULL when that would pass the limit or there is no memory. Size 0 gives a valid pointer to 16 bytes.
 * Ends a reservation.
 */
void *guard_arena_alloc(guard_arena *arena, size_t size);

/*
 * Forgets every allocation. With `wipe`, the bytes that were in use are overwritten first (secrets). Keeps the
 * largest block if it is not larger than `retain_bytes`, and frees the rest.
 */
void guard_arena_reset(guard_arena *arena, bool wipe, size_t retain_bytes);

/* Frees everything, after wiping what was in use. NULL is allowed. */
void guard_arena_destroy(guard_arena *arena);

/* --- The arena of a thread ---------------------------------------------------------------------------------- */

/* Most that a thread's arena keeps between two uses. */
#define GUARD_THREAD_RETAIN_BYTES (256u << 10)

/* Most that a thread's arena ever holds: one message's structs, strings and bytes together. */
#define GUARD_THREAD_LIMIT_BYTES (32u << 20)

/*
 * The calling thread's arena, empty, for one synchronous use: made at the first call, freed when the thread ends.
 * NULL when there is no memory, or when this thread is already using it.
 */
guard_arena *guard_thread_arena(void);

/* Ends the use: resets the arena, wiping it first if `wipe`, and keeps at most GUARD_THREAD_RETAIN_BYTES. */
void guard_thread_arena_release(guard_arena *arena, bool wipe);

/* --- protobuf-c --------------------------------------------------------------------------------------------- */

/*
 * Unpacks bytes that guard_scan has accepted, unchanged, with the same descriptor. The message lives in the arena,
 * in what guard_arena_reserve set aside; nothing is taken from malloc. NULL when that is not enough (the second
 * enforcement of PC-3), or when protobuf-c refuses; the arena is then as before, the reservation spent. Never free
 * the result: reset the arena.
 */
void *guard_unpack(const void *descriptor, const uint8_t *bytes, size_t length, guard_arena *arena);

/* Unknown fields that the unpack kept in this one message (its sub-messages not included). */
size_t guard_message_unknown_count(const void *message);

/* Bytes of a C struct of this message type, for guard_arena_alloc. */
size_t guard_message_size(const void *descriptor);

/* Sets a struct of guard_message_size bytes to the message's default values, after zeroing all of it (PC-18). */
void guard_message_init(const void *descriptor, void *message);

/* Encoded length of a message (PC-15). The message holds no NULL element and no NULL string (PC-16). */
size_t guard_packed_size(const void *message);

/* Encodes into `out`, which has room for guard_packed_size bytes; returns the bytes written (PC-15). */
size_t guard_pack(const void *message, uint8_t *out);

/* --- Checks at start ---------------------------------------------------------------------------------------- */

/*
 * protobuf-c's version as major * 1,000,000 + minor * 1,000 + patch, the smaller one of header and library; 0 when
 * that is below 1.4.1 (PC-19).
 */
uint32_t guard_version(void);

/*
 * Checks once at start what later calls trust (PC-6, PC-14): magic numbers, field order and ranges, field offsets
 * inside the struct, no proto2 `required`, no type that contains itself. Returns the depth of the deepest nesting,
 * outermost = 1, or 0 when the descriptor is malformed, recursive, or larger than the scan can follow.
 */
uint32_t guard_check_descriptor(const void *descriptor);

#ifdef __cplusplus
}
#endif
#endif
