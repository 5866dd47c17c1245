// XXH3 with 128 bits, seed 0 and the secret that comes with it, after Yann Collet's specification of it (xxHash's
// doc/xxhash_spec.md): texts of up to 16, up to 128, up to 240 bytes and longer ones go four ways. Long ones are added up
// in eight lanes of 64 bits, which a processor does side by side.
#include "ByteScan.h"

#include <string.h>

#define ALWAYS_INLINE static inline __attribute__((always_inline))

#define PRIME32_1 0x9E3779B1ull
#define PRIME32_2 0x85EBCA77ull
#define PRIME32_3 0xC2B2AE3Dull
#define PRIME64_1 0x9E3779B185EBCA87ull
#define PRIME64_2 0xC2B2AE3D27D4EB4Full
#define PRIME64_3 0x165667B19E3779F9ull
#define PRIME64_4 0x85EBCA77C2B2AE63ull
#define PRIME64_5 0x27D4EB2F165667C5ull
#define PRIME_MIX_1 0x165667919E3779F9ull
#define PRIME_MIX_2 0x9FB21C651E98DF25ull

enum { LANES = 8, STRIPE = 64, SECRET = 192, STRIPES_IN_BLOCK = (SECRET - STRIPE) / 8, SHORTEST_SECRET = 136 };

static const uint8_t secret[SECRET] = {
    0xB8, 0xFE, 0x6C, 0x39, 0x23, 0xA4, 0x4B, 0xBE, 0x7C, 0x01, 0x81, 0x2C, 0xF7, 0x21, 0xAD, 0x1C,
    0xDE, 0xD4, 0x6D, 0xE9, 0x83, 0x90, 0x97, 0xDB, 0x72, 0x40, 0xA4, 0xA4, 0xB7, 0xB3, 0x67, 0x1F,
    0xCB, 0x79, 0xE6, 0x4E, 0xCC, 0xC0, 0xE5, 0x78, 0x82, 0x5A, 0xD0, 0x7D, 0xCC, 0xFF, 0x72, 0x21,
    0xB8, 0x08, 0x46, 0x74, 0xF7, 0x43, 0x24, 0x8E, 0xE0, 0x35, 0x90, 0xE6, 0x81, 0x3A, 0x26, 0x4C,
    0x3C, 0x28, 0x52, 0xBB, 0x91, 0xC3, 0x00, 0xCB, 0x88, 0xD0, 0x65, 0x8B, 0x1B, 0x53, 0x2E, 0xA3,
    0x71, 0x64, 0x48, 0x97, 0xA2, 0x0D, 0xF9, 0x4E, 0x38, 0x19, 0xEF, 0x46, 0xA9, 0xDE, 0xAC, 0xD8,
    0xA8, 0xFA, 0x76, 0x3F, 0xE3, 0x9C, 0x34, 0x3F, 0xF9, 0xDC, 0xBB, 0xC7, 0xC7, 0x0B, 0x4F, 0x1D,
    0x8A, 0x51, 0xE0, 0x4B, 0xCD, 0xB4, 0x59, 0x31, 0xC8, 0x9F, 0x7E, 0xC9, 0xD9, 0x78, 0x73, 0x64,
    0xEA, 0xC5, 0xAC, 0x83, 0x34, 0xD3, 0xEB, 0xC3, 0xC5, 0x81, 0xA0, 0xFF, 0xFA, 0x13, 0x63, 0xEB,
    0x17, 0x0D, 0xDD, 0x51, 0xB7, 0xF0, 0xDA, 0x49, 0xD3, 0x16, 0x55, 0x26, 0x29, 0xD4, 0x68, 0x9E,
    0x2B, 0x16, 0xBE, 0x58, 0x7D, 0x47, 0xA1, 0xFC, 0x8F, 0xF8, 0xB8, 0xD1, 0x7A, 0xD0, 0x31, 0xCE,
    0x45, 0xCB, 0x3A, 0x8F, 0x95, 0x16, 0x04, 0x28, 0xAF, 0xD7, 0xFB, 0xCA, 0xBB, 0x4B, 0x40, 0x7E,
};

/// Eight bytes in the order of little-endian machines, whatever this one is.
ALWAYS_INLINE uint64_t load(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word;
}

/// Four bytes in that order.
ALWAYS_INLINE uint64_t load_half(const uint8_t *bytes) {
  uint32_t word;
  memcpy(&word, bytes, 4);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap32(word);
#endif
  return word;
}

/// All 128 bits of a product, the low ones first.
ALWAYS_INLINE bytescan_hash product(uint64_t left, uint64_t right) {
#if defined(__SIZEOF_INT128__)
  const unsigned __int128 whole = (unsigned __int128)left * right;
  return (bytescan_hash){(uint64_t)whole, (uint64_t)(whole >> 64)};
#else
  const uint64_t low = (left & 0xFFFFFFFF) * (right & 0xFFFFFFFF), high = (left >> 32) * (right >> 32);
  const uint64_t first = (left >> 32) * (right & 0xFFFFFFFF), second = (left & 0xFFFFFFFF) * (right >> 32);
  const uint64_t middle = (low >> 32) + (first & 0xFFFFFFFF) + second;
  return (bytescan_hash){middle << 32 | (low & 0xFFFFFFFF), (first >> 32) + (middle >> 32) + high};
#endif
}

ALWAYS_INLINE uint64_t folded_product(uint64_t left, uint64_t right) {
  const bytescan_hash whole = product(left, right);
  return whole.first ^ whole.second;
}

/// Makes each bit depend on all others.
ALWAYS_INLINE uint64_t avalanche(uint64_t word) {
  word = (word ^ word >> 37) * PRIME_MIX_1;
  return word ^ word >> 32;
}

/// The same, as the older XXH64 does it.
ALWAYS_INLINE uint64_t long_avalanche(uint64_t word) {
  word = (word ^ word >> 33) * PRIME64_2;
  word = (word ^ word >> 29) * PRIME64_3;
  return word ^ word >> 32;
}

static bytescan_hash hash_of_up_to_3(const uint8_t *text, size_t length) {
  if (length == 0)
    return (bytescan_hash){
        long_avalanche(load(secret + 64) ^ load(secret + 72)), long_avalanche(load(secret + 80) ^ load(secret + 88))};
  const uint32_t low =
      (uint32_t)text[0] << 16 | (uint32_t)text[length >> 1] << 24 | text[length - 1] | (uint32_t)length << 8;
  const uint32_t swapped = __builtin_bswap32(low);
  const uint32_t high = swapped << 13 | swapped >> 19;
  return (bytescan_hash){
      long_avalanche(low ^ load_half(secret) ^ load_half(secret + 4)),
      long_avalanche(high ^ load_half(secret + 8) ^ load_half(secret + 12))};
}

static bytescan_hash hash_of_4_to_8(const uint8_t *text, size_t length) {
  const uint64_t bytes = load_half(text) + (load_half(text + length - 4) << 32);
  bytescan_hash hash = product(bytes ^ load(secret + 16) ^ load(secret + 24), PRIME64_1 + (length << 2));
  hash.second += hash.first << 1;
  hash.first ^= hash.second >> 3;
  hash.first = (hash.first ^ hash.first >> 35) * PRIME_MIX_2;
  hash.first ^= hash.first >> 28;
  hash.second = avalanche(hash.second);
  return hash;
}

static bytescan_hash hash_of_9_to_16(const uint8_t *text, size_t length) {
  const uint64_t low = load(text), high = load(text + length - 8);
  bytescan_hash mixed = product(low ^ high ^ load(secret + 32) ^ load(secret + 40), PRIME64_1);
  mixed.first += (uint64_t)(length - 1) << 54;
  const uint64_t flipped = high ^ load(secret + 48) ^ load(secret + 56);
  mixed.second += flipped + (flipped & 0xFFFFFFFF) * (PRIME32_2 - 1);
  mixed.first ^= __builtin_bswap64(mixed.second);
  bytescan_hash hash = product(mixed.first, PRIME64_2);
  hash.second += mixed.second * PRIME64_2;
  return (bytescan_hash){avalanche(hash.first), avalanche(hash.second)};
}

ALWAYS_INLINE uint64_t mixed_16(const uint8_t *text, const uint8_t *key) {
  return folded_product(load(text) ^ load(key), load(text + 8) ^ load(key + 8));
}

/// Adds 16 bytes here and 16 there.
ALWAYS_INLINE void mix_32(bytescan_hash *sum, const uint8_t *first, const uint8_t *second, const uint8_t *key) {
  sum->first = (sum->first + mixed_16(first, key)) ^ (load(second) + load(second + 8));
  sum->second = (sum->second + mixed_16(second, key + 16)) ^ (load(first) + load(first + 8));
}

ALWAYS_INLINE bytescan_hash ended(bytescan_hash sum, size_t length) {
  const uint64_t high = sum.first * PRIME64_1 + sum.second * PRIME64_4 + length * PRIME64_2;
  return (bytescan_hash){avalanche(sum.first + sum.second), 0 - avalanche(high)};
}

static bytescan_hash hash_of_17_to_128(const uint8_t *text, size_t length) {
  bytescan_hash sum = {length * PRIME64_1, 0};
  // From the middle outwards: pairs of 16 bytes, as far from the end as from the start.
  for (size_t pair = (length - 1) / 32 + 1; pair > 0; pair--)
    mix_32(&sum, text + 16 * (pair - 1), text + length - 16 * pair, secret + 32 * (pair - 1));
  return ended(sum, length);
}

static bytescan_hash hash_of_129_to_240(const uint8_t *text, size_t length) {
  bytescan_hash sum = {length * PRIME64_1, 0};
  for (size_t index = 0; index < 128; index += 32) mix_32(&sum, text + index, text + index + 16, secret + index);
  sum = (bytescan_hash){avalanche(sum.first), avalanche(sum.second)};
  for (size_t index = 128; index + 32 <= length; index += 32)
    mix_32(&sum, text + index, text + index + 16, secret + 3 + index - 128);
  mix_32(&sum, text + length - 16, text + length - 32, secret + SHORTEST_SECRET - 17 - 16);
  return ended(sum, length);
}

/// Adds 64 bytes, eight to each lane.
ALWAYS_INLINE void add_stripe(uint64_t lanes[LANES], const uint8_t *text, const uint8_t *key) {
  uint64_t words[LANES], keyed[LANES];
  for (int lane = 0; lane < LANES; lane++) words[lane] = load(text + 8 * lane);
  for (int lane = 0; lane < LANES; lane++) keyed[lane] = words[lane] ^ load(key + 8 * lane);
  for (int lane = 0; lane < LANES; lane++)
    lanes[lane] += words[lane ^ 1] + (keyed[lane] & 0xFFFFFFFF) * (keyed[lane] >> 32);
}

ALWAYS_INLINE void scramble(uint64_t lanes[LANES]) {
  const uint8_t *key = secret + SECRET - STRIPE;
  for (int lane = 0; lane < LANES; lane++)
    lanes[lane] = (lanes[lane] ^ lanes[lane] >> 47 ^ load(key + 8 * lane)) * PRIME32_1;
}

ALWAYS_INLINE uint64_t merged(const uint64_t lanes[LANES], const uint8_t *key, uint64_t sum) {
  for (int lane = 0; lane < LANES; lane += 2)
    sum += folded_product(lanes[lane] ^ load(key + 8 * lane), lanes[lane + 1] ^ load(key + 8 * lane + 8));
  return avalanche(sum);
}

/// More than 240 bytes.
static bytescan_hash hash_of_many(const uint8_t *text, size_t length) {
  uint64_t lanes[LANES] = {PRIME32_3, PRIME64_1, PRIME64_2, PRIME64_3, PRIME64_4, PRIME32_2, PRIME64_5, PRIME32_1};
  // The last stripe, which may begin in the one before, is added for itself.
  const uint8_t *next = text;
  size_t stripes = (length - 1) / STRIPE;
  for (; stripes >= STRIPES_IN_BLOCK; stripes -= STRIPES_IN_BLOCK) {
    for (size_t stripe = 0; stripe < STRIPES_IN_BLOCK; stripe++, next += STRIPE)
      add_stripe(lanes, next, secret + 8 * stripe);
    scramble(lanes);
  }
  for (size_t stripe = 0; stripe < stripes; stripe++, next += STRIPE) add_stripe(lanes, next, secret + 8 * stripe);
  add_stripe(lanes, text + length - STRIPE, secret + SECRET - STRIPE - 7);
  return (bytescan_hash){
      merged(lanes, secret + 11, length * PRIME64_1),
      merged(lanes, secret + SECRET - STRIPE - 11, ~(length * PRIME64_2))};
}

// No kernels of its own: what the compiler makes of the lanes for any processor is as fast as with AVX-512, since the
// bytes have to come from memory.
bytescan_hash bytescan_hash_of(const uint8_t *text, size_t length) {
  if (length > 240) return hash_of_many(text, length);
  if (length > 128) return hash_of_129_to_240(text, length);
  if (length > 16) return hash_of_17_to_128(text, length);
  if (length > 8) return hash_of_9_to_16(text, length);
  return length > 3 ? hash_of_4_to_8(text, length) : hash_of_up_to_3(text, length);
}
