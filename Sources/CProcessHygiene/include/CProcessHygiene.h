// prctl as Swift can call it: it is variadic, which the importer does not see.
#ifndef CPROCESS_HYGIENE_H
#define CPROCESS_HYGIENE_H

#include <sys/prctl.h>

// Switches core files and inspection by other processes off and reads it back: 0 when it is off, else -1 with errno.
static inline int cprocess_forbid_dump(void) {
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return -1;
    return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0 ? 0 : -1;
}

#endif
