#include "ByteScan.h"
#include "kernels.h"

#if defined(__x86_64__)
static int has_avx512(void) {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
      && __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("pclmul");
}

static int has_avx2(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("bmi")
      && __builtin_cpu_supports("bmi2");
}
#endif

int bytescan_has(bytescan_kernel kernel) {
  switch (kernel) {
    case bytescan_portable: return 1;
#if defined(__x86_64__)
    case bytescan_avx512: return has_avx512();
    case bytescan_avx2: return has_avx2();
#endif
#if defined(__aarch64__)
    case bytescan_neon: return 1;
#endif
    default: return 0;
  }
}

bytescan_indexer bytescan_indexer_of(bytescan_kernel kernel) {
  if (!bytescan_has(kernel)) return bytescan_index_portable;
  switch (kernel) {
#if defined(__x86_64__)
    case bytescan_avx512: return bytescan_index_avx512;
    case bytescan_avx2: return bytescan_index_avx2;
#endif
#if defined(__aarch64__)
    case bytescan_neon: return bytescan_index_neon;
#endif
    default: return bytescan_index_portable;
  }
}

bytescan_kernel bytescan_fastest(void) {
  for (int kernel = bytescan_avx512; kernel > bytescan_portable; kernel--)
    if (bytescan_has((bytescan_kernel)kernel)) return (bytescan_kernel)kernel;
  return bytescan_portable;
}
