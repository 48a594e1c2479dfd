/* SPEED in front of a function asks for a second copy of it with wide vectors (AVX2), chosen when the module is loaded.

   Only where the compiler and the loader know how; elsewhere, and under a sanitizer, there is the one plain copy. Both
   copies do the same integer operations in the same order, and the same rounding in floating point (-ffp-contract=off). */
#ifndef GOODOFFICES_SPEED_H
#define GOODOFFICES_SPEED_H

#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && defined(__linux__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(GOODOFFICES_PLAIN)
#define SPEED __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define SPEED
#endif

#endif
