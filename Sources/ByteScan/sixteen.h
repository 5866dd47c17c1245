#ifndef BYTESCAN_SIXTEEN_H
#define BYTESCAN_SIXTEEN_H

#include <stdint.h>
#include <string.h>

/// Sixteen bytes; comparing two gives bytes of all ones or of zero.
typedef uint8_t byte_vector __attribute__((vector_size(16)));

typedef struct {
  byte_vector parts[4];
} block_bytes;

static inline __attribute__((always_inline)) byte_vector vector_at(const uint8_t *bytes) {
  byte_vector vector;
  memcpy(&vector, bytes, sizeof vector);
  return vector;
}

#endif
