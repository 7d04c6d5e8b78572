/* The entrance to libFuzzer of a program that has its own main. */
#ifndef C_FUZZ_DRIVER_H
#define C_FUZZ_DRIVER_H

#include <stddef.h>
#include <stdint.h>

/*
 * Runs libFuzzer with these arguments; calls `run` for every input. Defined by the toolchain's archive
 * libclang_rt.fuzzer_no_main, which scripts/fuzz links.
 */
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*run)(const uint8_t *bytes, size_t length));

#endif
