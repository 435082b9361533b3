/* SHA-256, FIPS 180-4. Its names: a to h are the working variables, k the round constants, w the message schedule. */
#include "sha256.h"

enum { BLOCK_BYTES = 64, LENGTH_BYTES = 8, ROUNDS = 64 };

static uint32_t rotated(uint32_t x, int32_t bits) {
    return (x >> bits) | (x << (32 - bits));
}

static void mix_block(uint32_t state[8], const uint8_t block[BLOCK_BYTES]) {
    static const uint32_t k[ROUNDS] = {
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};
    const uint8_t *byte = block;
    uint32_t w[ROUNDS], v[8];
    int32_t t;
    for (t = 0; t < 16; ++t, byte += 4) {
        w[t] = (uint32_t)byte[0] << 24 | (uint32_t)byte[1] << 16 | (uint32_t)byte[2] << 8 | byte[3];
    }
    for (; t < ROUNDS; ++t) {
        const uint32_t a = w[t - 15], b = w[t - 2];
        w[t] = w[t - 16] + (rotated(a, 7) ^ rotated(a, 18) ^ (a >> 3)) + w[t - 7] +
               (rotated(b, 17) ^ rotated(b, 19) ^ (b >> 10));
    }
    memcpy(v, state, sizeof v); /* a to h */
    for (t = 0; t < ROUNDS; ++t) {
        const uint32_t choice = (v[4] & v[5]) ^ (~v[4] & v[6]);
        const uint32_t majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
        const uint32_t first = v[7] + (rotated(v[4], 6) ^ rotated(v[4], 11) ^ rotated(v[4], 25)) + choice + k[t] + w[t];
        const uint32_t second = (rotated(v[0], 2) ^ rotated(v[0], 13) ^ rotated(v[0], 22)) + majority;
        int32_t i;
        for (i = 7; i > 0; --i) {
            v[i] = v[i - 1];
        }
        v[4] += first;
        v[0] = first + second;
    }
    for (t = 0; t < 8; ++t) {
        state[t] += v[t];
    }
}

void halenet_sha256_start(halenet_sha256 *hash) {
    static const uint32_t start[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    memcpy(hash->state, start, sizeof start);
    hash->bytes = 0;
}

void halenet_sha256_add(halenet_sha256 *hash, const void *bytes, size_t count) {
    const uint8_t *next = bytes;
    size_t k;
    for (k = 0; k < count; ++k) {
        hash->block[hash->bytes++ % BLOCK_BYTES] = next[k];
        if (hash->bytes % BLOCK_BYTES == 0) {
            mix_block(hash->state, hash->block);
        }
    }
}

void halenet_sha256_end(halenet_sha256 *hash, char digest[HALENET_DIGEST_BYTES]) {
    static const char digits[] = "0123456789abcdef";
    const uint64_t bits = hash->bytes * 8;
    uint8_t byte = 0x80;
    int32_t k;
    do {
        halenet_sha256_add(hash, &byte, 1);
        byte = 0;
    } while (hash->bytes % BLOCK_BYTES != BLOCK_BYTES - LENGTH_BYTES);
    for (k = LENGTH_BYTES - 1; k >= 0; --k) {
        byte = (uint8_t)(bits >> (8 * k));
        halenet_sha256_add(hash, &byte, 1);
    }
    for (k = 0; k < HALENET_DIGEST_BYTES - 1; ++k) {
        digest[k] = digits[(hash->state[k / 8] >> (28 - 4 * (k % 8))) & 15];
    }
    digest[HALENET_DIGEST_BYTES - 1] = '\0';
}
