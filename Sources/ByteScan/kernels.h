#ifndef BYTESCAN_KERNELS_H
#define BYTESCAN_KERNELS_H

#include "ByteScan.h"

bytescan_counts bytescan_index_portable(
    const uint8_t *text, size_t start, size_t end, uint32_t *offsets, uint32_t *suspects);
#if defined(__x86_64__)
bytescan_counts bytescan_index_avx2(const uint8_t *text, size_t start, size_t end, uint32_t *offsets, uint32_t *suspects);
bytescan_counts bytescan_index_avx512(const uint8_t *text, size_t start, size_t end, uint32_t *offsets, uint32_t *suspects);
#endif
#if defined(__aarch64__)
bytescan_counts bytescan_index_neon(const uint8_t *text, size_t start, size_t end, uint32_t *offsets, uint32_t *suspects);
#endif

#endif
