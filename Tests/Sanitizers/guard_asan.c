/*
 * The guard under AddressSanitizer and UndefinedBehaviorSanitizer (PC-12): hostile corpus, random valid messages,
 * mutations of them, and every n-th allocation failing. Any report of a sanitizer, and any broken promise of the
 * guard, ends the program with a non-zero status.
 *
 * usage: guard_asan [mutations [seed]]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CGuardFixtures.h"
#include "CProtobufGuard.h"

#define MESSAGE_ROOM 4096u
#define BOMB_BYTES (4u << 20)

static size_t cases;
static size_t accepted;
static size_t failing_allocations;
static size_t heap_peak;

static void demand(bool condition, const char *what, uint64_t seed)
{
    if (!condition) {
        fprintf(stderr, "guard_asan: %s (case %zu, seed 0x%016llx)\n", what, cases, (unsigned long long)seed);
        exit(1);
    }
}

/* Scans a copy of exactly the message's size; what is accepted must unpack in exactly the predicted heap. */
static guard_rule run(const void *descriptor, const uint8_t *message, size_t length, uint64_t seed)
{
    guard_limits limits = guard_limits_default();
    guard_report report;
    uint8_t *bytes = malloc(length == 0 ? 1 : length);
    demand(bytes != NULL, "no memory", seed);
    memcpy(bytes, message, length);
    cases++;
    guard_rule rule = guard_scan(descriptor, bytes, length, &limits, &report);
    if (rule == GUARD_RULE_NONE) {
        accepted++;
        guard_arena *arena = guard_arena_create(report.heap_bytes, report.heap_bytes);
        demand(arena != NULL && guard_arena_reserve(arena, report.heap_bytes), "no arena", seed);
        void *value = guard_unpack(descriptor, bytes, length, arena);
        demand(value != NULL, "accepted, but does not unpack", seed);
        demand(arena->total_used == report.heap_bytes, "predicted heap differs from used heap", seed);
        heap_peak = arena->high_water > heap_peak ? arena->high_water : heap_peak;
        size_t packed = guard_packed_size(value);
        uint8_t *out = malloc(packed == 0 ? 1 : packed);
        demand(out != NULL && guard_pack(value, out) == packed, "packed size differs", seed);
        free(out);
        guard_arena_destroy(arena);
    } else {
        char path[64];
        demand(report.offset <= length, "offset outside the message", seed);
        guard_report_path(&report, path, cases % sizeof path);
    }
    free(bytes);
    return rule;
}

static void run_failing(const void *descriptor, const uint8_t *bytes, size_t length)
{
    for (size_t nth = 0; guard_fixture_unpack_failing(descriptor, bytes, length, nth); nth++) {
        failing_allocations++;
    }
}

static void run_random(uint64_t *seed, size_t mutations)
{
    static uint8_t valid[MESSAGE_ROOM];
    static uint8_t damaged[2 * MESSAGE_ROOM];
    for (size_t done = 0, round = 0; done < mutations; round++) {
        const void *descriptor = guard_fixture_at(round % 10);
        uint64_t start = *seed;
        size_t length = guard_fixture_message(descriptor, seed, valid, sizeof valid);
        demand(run(descriptor, valid, length, start) == GUARD_RULE_NONE, "a valid message is refused", start);
        if (round % 50 < 10) {
            run_failing(descriptor, valid, length);
        }
        for (size_t i = 0; i < 20 && done < mutations; i++, done++) {
            memcpy(damaged, valid, length);
            uint64_t now = *seed;
            size_t damaged_length = guard_fixture_mutate(seed, damaged, length, sizeof damaged);
            run(descriptor, damaged, damaged_length, now);
        }
    }
}

/* A message of `levels` levels, built from the inside out: each is field 1 of the one around it. */
static void run_nested(size_t levels)
{
    size_t room = levels * 6;
    uint8_t *bytes = malloc(room);
    demand(bytes != NULL, "no memory", 0);
    uint8_t *at = bytes + room;
    for (size_t i = 1; i < levels; i++) {
        size_t length = (size_t)(bytes + room - at);
        uint8_t prefix[5];
        size_t used = 0;
        for (; length >= 0x80; length >>= 7) {
            prefix[used++] = (uint8_t)(length | 0x80);
        }
        prefix[used++] = (uint8_t)length;
        at -= used;
        memcpy(at, prefix, used);
        *--at = 0x0A;
    }
    guard_rule rule = run(guard_fixture("Tree"), at, (size_t)(bytes + room - at), levels);
    demand(rule == (levels <= GUARD_DEPTH_MAX ? GUARD_RULE_NONE : GUARD_RULE_DEPTH), "nesting verdict", levels);
    free(bytes);
}

/* `unit` over and over. */
static void run_bomb(const char *type, const char *unit, size_t unit_length, size_t total)
{
    uint8_t *bytes = malloc(total);
    demand(bytes != NULL, "no memory", 0);
    for (size_t i = 0; i < total; i++) {
        bytes[i] = (uint8_t)unit[i % unit_length];
    }
    total -= total % unit_length;
    demand(run(guard_fixture(type), bytes, total, 0) != GUARD_RULE_NONE, "a bomb is accepted", 0);
    free(bytes);
}

static void run_hostile(void)
{
    run_nested(GUARD_DEPTH_MAX);
    run_nested(GUARD_DEPTH_MAX + 1);
    run_nested(519);
    run_nested(8730);
    run_bomb("Page", "\x0A\x00", 2, BOMB_BYTES);
    run_bomb("Page", "\x50\x01", 2, BOMB_BYTES);
    run_bomb("Repeated", "\x7A\x00", 2, BOMB_BYTES);
    run_bomb("Repeated", "\x08\x01", 2, BOMB_BYTES);
    run_bomb("Repeated", "\x9A\x01\x02\x18\x01", 5, BOMB_BYTES / 4);
    run_bomb("Leaf", "\x0B\x0C", 2, 64);
    run_bomb("Scalars", "\x00", 1, 64);
    run_bomb("Scalars", "\xFF", 1, 64);
    run_bomb("Scalars", "\x80", 1, 64);
}

int main(int argc, char **argv)
{
    size_t mutations = argc > 1 ? strtoull(argv[1], NULL, 0) : 200000;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 0) : 0x5EED0001u;
    demand(guard_version() != 0, "protobuf-c is too old", 0);
    uint64_t state = seed;
    run_hostile();
    run_random(&state, mutations);
    printf("figure: guard cases=%zu accepted=%zu failing_allocations=%zu heap_peak_bytes=%zu seed=0x%llx\n", cases, accepted,
        failing_allocations, heap_peak, (unsigned long long)seed);
    return 0;
}
