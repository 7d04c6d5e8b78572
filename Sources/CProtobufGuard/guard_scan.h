/* The state of one scan. It lives on the stack of guard_scan and nowhere else. */
#ifndef GUARD_SCAN_H
#define GUARD_SCAN_H

#include "guard_internal.h"

/* A type with at most so many fields has its counters cleared by stores of fixed size, beyond its own if need be. */
#define GUARD_COUNTERS_CLEARED 16u

/* One open message: where it ends, and what protobuf-c will have allocated for it so far. */
typedef struct guard_frame {
    const ProtobufCMessageDescriptor *type;
    const uint8_t *end;
    uint32_t *counts;      /* per field of `type`: elements so far; 1 for a singular sub-message that was seen */
    uint32_t field_index;  /* of the sub-message being read, when this is not the innermost frame */
    uint32_t tags;         /* seen so far in this message */
    uint32_t slab_tags;    /* of which protobuf-c's newest slab holds so many ... */
    uint32_t slabs_end;    /* ... and all its slabs together so many */
    uint32_t unknown_tags; /* seen so far in this message */
} guard_frame;

typedef struct guard_scan_state {
    const uint8_t *at;    /* next byte */
    const uint8_t *tag;   /* first byte of the present tag */
    const uint8_t *fault; /* what to blame, when that is not `tag` */
    guard_frame *frame;   /* innermost open message */
    const guard_limits *limits;
    size_t heap;
    uint32_t depth_max;
    uint32_t tags;
    uint32_t unknown_tags;
    uint32_t elements;
    uint32_t number; /* field number of the present tag; 0 before it is known */
    guard_frame *frames; /* GUARD_DEPTH_MAX of them, outermost first */
    const uint32_t *counts_end;
} guard_scan_state;

/* Fills the report of a refused message (PC-2). */
void guard_report_refusal(const guard_scan_state *scan, const uint8_t *bytes, guard_rule rule, guard_report *report);

#endif
