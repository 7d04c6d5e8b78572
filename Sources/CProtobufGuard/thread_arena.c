/* One arena per thread: encoding and decoding are synchronous, so one thread never needs two. */
#include <pthread.h>

#include "guard_internal.h"

static pthread_once_t guard_thread_once = PTHREAD_ONCE_INIT;
static pthread_key_t guard_thread_key;
static bool guard_thread_key_made;

/* The key only exists for its destructor; the pointer itself is read from here, which costs one instruction. */
static _Thread_local guard_arena *guard_thread_own;
static _Thread_local bool guard_thread_in_use;

static void guard_thread_end(void *arena)
{
    guard_thread_own = NULL;
    guard_arena_destroy(arena);
}

static void guard_thread_start(void)
{
    guard_thread_key_made = pthread_key_create(&guard_thread_key, guard_thread_end) == 0;
}

/* Makes this thread's arena. NULL without memory or without a key: an arena nobody frees is not made. */
static guard_arena *guard_thread_make(void)
{
    pthread_once(&guard_thread_once, guard_thread_start);
    if (!guard_thread_key_made) {
        return NULL;
    }
    guard_arena *arena = guard_arena_create(0, GUARD_THREAD_LIMIT_BYTES);
    if (arena != NULL && pthread_setspecific(guard_thread_key, arena) != 0) {
        guard_arena_destroy(arena);
        return NULL;
    }
    guard_thread_own = arena;
    return arena;
}

guard_arena *guard_thread_arena(void)
{
    if (guard_thread_in_use) {
        return NULL;
    }
    guard_arena *arena = guard_thread_own != NULL ? guard_thread_own : guard_thread_make();
    guard_thread_in_use = arena != NULL;
    return arena;
}

void guard_thread_arena_release(guard_arena *arena, bool wipe)
{
    guard_arena_reset(arena, wipe, GUARD_THREAD_RETAIN_BYTES);
    guard_thread_in_use = false;
}
