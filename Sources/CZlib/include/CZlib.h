// zlib as Swift can call it: the initialisers are macros, which the importer does not see.
#ifndef CZLIB_H
#define CZLIB_H

#include <string.h>
#include <zlib.h>

// Raw deflate (ZL-1): no zlib or gzip header is ever written or parsed.
enum { czlib_raw_window_bits = -15, czlib_memory_level = 8 };

// A zeroed stream: zlib's own allocators, no input, no output.
static inline z_stream czlib_empty_stream(void) {
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    return stream;
}

static inline int czlib_deflate_init(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, czlib_raw_window_bits, czlib_memory_level, Z_DEFAULT_STRATEGY);
}

static inline int czlib_inflate_init(z_stream *stream) { return inflateInit2(stream, czlib_raw_window_bits); }

#endif
