/* SHA-256 (FIPS 180-4), for bytes that come piece by piece. */
#ifndef HALENET_CORE_SHA256_H
#define HALENET_CORE_SHA256_H

#include "internal.h"

typedef struct halenet_sha256 {
    uint32_t state[8];
    uint8_t block[64];
    uint64_t bytes; /* so far */
} halenet_sha256;

void halenet_sha256_start(halenet_sha256 *hash);
void halenet_sha256_add(halenet_sha256 *hash, const void *bytes, size_t count);

/* As hexadecimal digits, with a terminator. */
void halenet_sha256_end(halenet_sha256 *hash, char digest[HALENET_DIGEST_BYTES]);

#endif
