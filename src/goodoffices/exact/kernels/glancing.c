/* A glance over every package of many blocks: how many sides accept it, whether it is in the zone, and the highest
   estimates.

   All blocks share one tail of packages; a head adds to each side's points, and that is all the blocks differ in. The
   tail is cut into pieces of packages that lie near one another. Where a side accepts all of a piece or none of it, the
   lowest and highest rank there tell; for the other sides the piece is looked at package by package, in loops over a
   few hundred small numbers that stay in the nearest cache. Estimates are worked out only in pieces that have packages
   of the zone, and only where a bound over the piece passes the highest estimate so far. Nothing is written out but
   sums.

   Ranks are whole numbers, so counts are exact. The twin is `glancing.glance_in_arrays`: the same operations in
   floating point in the same order, and bounds that round as the packages do, so that the highest estimates are the
   same bits.

   Source: small materialised aggregates, Moerkotte 1998, VLDB, 476-487, for the bounds over pieces. */
#include "buffers.h"
#include "speed.h"

typedef int64_t i64;
typedef int16_t i16;
typedef uint16_t u16;

/* What is called with constants, or in the inner loop, becomes part of the one hot function and of its clones. */
#define INLINE static inline __attribute__((always_inline))

enum { PIECE = 256, MOST_PIECES = 128, MOST_SIDES = 16, MOST_ESTIMATES = 4096 };
enum { PRODUCT, LEAST, SUM, SHAPES };

typedef struct {
    int sides, pieces, estimates, needs;
    unsigned including; /* sides, as bits */
    i64 packages;
    const i16 *ranks, *low, *high; /* (sides, packages), and (sides, pieces) twice */
    const float *points, *tops;    /* (sides, packages), (sides, pieces) */
    const uint8_t *shapes;         /* (estimates,) */
    const float *scales, *above;   /* (estimates, sides), (estimates,) */
} Tail;

static inline int many(unsigned bits)
{
    return __builtin_popcount(bits);
}

static inline int lowest(unsigned bits)
{
    return __builtin_ctz(bits);
}

/* ---- which sides accept ----------------------------------------------------------------------------------------- */

/* For each piece the sides that accept all of it, and those that accept some of it and not the rest, as bits. */
static inline void decide(const Tail *tail, const i16 *after, u16 *sure, u16 *open)
{
    for (int p = 0; p < tail->pieces; p++)
        sure[p] = open[p] = 0;
    for (int side = 0; side < tail->sides; side++) {
        const i16 *low = tail->low + side * tail->pieces, *high = tail->high + side * tail->pieces;
        i16 from = after[side];
        u16 bit = (u16)(1u << side);
        for (int p = 0; p < tail->pieces; p++) {
            u16 all = low[p] > from ? bit : 0, some = high[p] > from ? bit : 0;
            sure[p] |= all;
            open[p] |= all ^ some;
        }
    }
}

/* yes[t] is raised by the number of these sides, four at most, that accept package t; `first` sets it instead. Inlined
   with a number of sides that is known, so that each has its own loop. */
INLINE void add_yes(i16 *restrict yes, const i16 *const *ranks, const i16 *after, int sides, int first, int size)
{
    const i16 *restrict a = ranks[0], *restrict b = sides > 1 ? ranks[1] : a;
    const i16 *restrict c = sides > 2 ? ranks[2] : a, *restrict d = sides > 3 ? ranks[3] : a;
    i16 after_a = after[0], after_b = sides > 1 ? after[1] : 0;
    i16 after_c = sides > 2 ? after[2] : 0, after_d = sides > 3 ? after[3] : 0;
    for (int t = 0; t < size; t++) {
        i16 here = first ? 0 : yes[t];
        here += a[t] > after_a;
        if (sides > 1)
            here += b[t] > after_b;
        if (sides > 2)
            here += c[t] > after_c;
        if (sides > 3)
            here += d[t] > after_d;
        yes[t] = here;
    }
}

/* yes[t] becomes the number of these sides that accept package t. */
INLINE void count_yes(i16 *yes, const i16 *const *ranks, const i16 *after, int sides, int size)
{
    int done = sides & 3;
    switch (done) {
    case 0: memset(yes, 0, (size_t)size * sizeof *yes); break;
    case 1: add_yes(yes, ranks, after, 1, 1, size); break;
    case 2: add_yes(yes, ranks, after, 2, 1, size); break;
    case 3: add_yes(yes, ranks, after, 3, 1, size); break;
    }
    for (; done < sides; done += 4)
        add_yes(yes, ranks + done, after + done, 4, 0, size);
}

INLINE int count_equal(const i16 *yes, int to, int size)
{
    u16 count = 0;
    i16 wanted = (i16)to;
    for (int t = 0; t < size; t++)
        count += yes[t] == wanted;
    return count;
}

/* Marks the packages of a piece that are in the zone, and counts them. `base` sides accept all of the piece. */
INLINE int mark_zone(const Tail *tail, i16 *zone, const i16 *yes, unsigned open, int base, const i16 *after, i64 start,
                     int size)
{
    i16 needed = (i16)(tail->needs - base);
    for (int t = 0; t < size; t++)
        zone[t] = yes[t] >= needed;
    if (tail->needs < tail->sides)
        for (unsigned must = open & tail->including; must; must &= must - 1) {
            int side = lowest(must);
            const i16 *ranks = tail->ranks + side * tail->packages + start;
            i16 from = after[side];
            for (int t = 0; t < size; t++)
                zone[t] &= ranks[t] > from;
        }
    u16 count = 0;
    for (int t = 0; t < size; t++)
        count += (u16)zone[t];
    return count;
}

/* ---- estimates -------------------------------------------------------------------------------------------------- */

static inline float step(float so_far, float gain, float scale, int shape)
{
    if (shape == PRODUCT)
        return so_far * ((gain > 0 ? gain : 0) * scale);
    gain *= scale;
    if (shape == SUM)
        return so_far + gain;
    return gain < so_far ? gain : so_far;
}

static inline float start_of(int shape)
{
    return shape == PRODUCT ? 1.0f : shape == SUM ? 0.0f : 3.0e38f;
}

/* The estimate of a package that had the highest points of the piece for every side: no package there has a higher one,
   since every operation rises with its operands and rounding keeps their order. */
static inline float bound(const Tail *tail, int e, const float *added, int piece)
{
    float value = start_of(tail->shapes[e]);
    for (int side = 0; side < tail->sides; side++) {
        float scale = tail->scales[e * tail->sides + side];
        if (scale > 0)
            value = step(value, tail->tops[side * tail->pieces + piece] + added[side], scale, tail->shapes[e]);
    }
    return value;
}

INLINE void work_out(const Tail *tail, int e, int shape, const float *added, i64 start, int size, float *values)
{
    for (int t = 0; t < size; t++)
        values[t] = start_of(shape);
    for (int side = 0; side < tail->sides; side++) {
        float scale = tail->scales[e * tail->sides + side], here = added[side];
        const float *restrict points = tail->points + side * tail->packages + start;
        if (scale > 0)
            for (int t = 0; t < size; t++)
                values[t] = step(values[t], points[t] + here, scale, shape);
    }
}

/* The highest estimate in the zone of a piece (`whole`: all of it is), where it is higher than `highest`. */
INLINE float raised(const Tail *tail, int e, const float *added, const i16 *zone, int whole, i64 start, int size,
                    float highest)
{
    float values[PIECE];
    if (tail->shapes[e] == PRODUCT)
        work_out(tail, e, PRODUCT, added, start, size, values);
    else if (tail->shapes[e] == SUM)
        work_out(tail, e, SUM, added, start, size, values);
    else
        work_out(tail, e, LEAST, added, start, size, values);
    int any = 0;
    for (int t = 0; t < size; t++)
        any |= (values[t] > highest) & (zone[t] | whole);
    if (any)
        for (int t = 0; t < size; t++)
            if ((zone[t] | whole) && values[t] > highest)
                highest = values[t];
    return highest;
}

/* ---- one head after another ------------------------------------------------------------------------------------- */

/* How many packages of a piece are in the zone; where sides are undecided, `zone` marks them. Adds to `accepted_by`,
   if any. */
INLINE int look(const Tail *tail, int piece, int size, unsigned sure, unsigned open, const i16 *after, i64 *accepted_by,
                i16 *zone)
{
    i64 start = (i64)piece * PIECE;
    int base = many(sure), undecided = many(open);
    int possible = base + undecided >= tail->needs && !(tail->including & ~(sure | open));
    if (!undecided) {
        if (accepted_by)
            accepted_by[base] += size;
        return possible ? size : 0;
    }
    if (!possible && !accepted_by)
        return 0;
    i16 yes[PIECE], from[MOST_SIDES];
    const i16 *ranks[MOST_SIDES];
    int sides = 0;
    for (unsigned left = open; left; left &= left - 1) {
        int side = lowest(left);
        ranks[sides] = tail->ranks + side * tail->packages + start;
        from[sides++] = after[side];
    }
    count_yes(yes, ranks, from, sides, size);
    if (accepted_by) {
        int left = size;
        for (int k = 0; k < undecided; k++) {
            int here = count_equal(yes, k, size);
            accepted_by[base + k] += here;
            left -= here;
        }
        accepted_by[base + undecided] += left;
    }
    return possible ? mark_zone(tail, zone, yes, open, base, after, start, size) : 0;
}

SPEED static void look_at_all(const Tail *tail, i64 heads, const i16 *after, const float *added, i64 *accepted_by,
                              i64 *in_zone, float *highest)
{
    u16 sure[MOST_PIECES], open[MOST_PIECES];
    i16 zone[PIECE] = {0};
    for (i64 head = 0; head < heads; head++) {
        i64 *bins = accepted_by ? accepted_by + head * (tail->sides + 1) : NULL;
        const i16 *from = after + head * tail->sides;
        const float *plus = added + head * tail->sides;
        float *best = highest + head * tail->estimates;
        for (int e = 0; e < tail->estimates; e++)
            best[e] = tail->above[e];
        if (bins)
            memset(bins, 0, (size_t)(tail->sides + 1) * sizeof *bins);
        in_zone[head] = 0;
        decide(tail, from, sure, open);
        for (int p = 0; p < tail->pieces; p++) {
            i64 left = tail->packages - (i64)p * PIECE;
            int size = left < PIECE ? (int)left : PIECE;
            int found = look(tail, p, size, sure[p], open[p], from, bins, zone);
            in_zone[head] += found;
            for (int e = 0; found && e < tail->estimates; e++)
                if (bound(tail, e, plus, p) > best[e])
                    best[e] = raised(tail, e, plus, zone, !open[p], (i64)p * PIECE, size, best[e]);
        }
    }
}

/* ---- the door from Python --------------------------------------------------------------------------------------- */

enum { RANKS, LOW, HIGH, POINTS, TOPS, AFTER, ADDED, IN_SHAPES, SCALES, ABOVE, ACCEPTED_BY, IN_ZONE, HIGHEST, ARRAYS };

static const struct {
    const char *name;
    char kind;
    int itemsize;
} expected[ARRAYS] = {{"ranks", 'i', 2}, {"low", 'i', 2},   {"high", 'i', 2},   {"points", 'f', 4}, {"tops", 'f', 4},
                      {"after", 'i', 2}, {"added", 'f', 4}, {"shapes", 'u', 1}, {"scales", 'f', 4}, {"above", 'f', 4},
                      {"accepted_by", 'i', 8}, {"zone", 'i', 8}, {"highest", 'f', 4}};

/* Whether the arrays have the sizes that belong together. */
static int belong(const Array *a, const Tail *tail, i64 heads)
{
    i64 sides = tail->sides, pieces = (tail->packages + PIECE - 1) / PIECE, estimates = tail->estimates;
    i64 items[ARRAYS] = {sides * tail->packages, sides * pieces, sides * pieces, sides * tail->packages, sides * pieces,
                         heads * sides, heads * sides, estimates, estimates * sides, estimates, heads * (sides + 1),
                         heads, heads * estimates};
    if (tail->packages < 1 || pieces > MOST_PIECES || estimates > MOST_ESTIMATES || tail->needs < 0 ||
        tail->needs > sides || tail->including >> sides)
        return 0;
    for (int i = 0; i < ARRAYS; i++)
        if (items_of(&a[i]) != items[i] && !(i == ACCEPTED_BY && !items_of(&a[i])))
            return 0;
    for (i64 e = 0; e < estimates; e++)
        if (((const uint8_t *)a[IN_SHAPES].view.buf)[e] >= SHAPES)
            return 0;
    return 1;
}

static PyObject *glance(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *o[ARRAYS], *answer = NULL;
    Array a[ARRAYS];
    Tail tail;
    memset(a, 0, sizeof a);
    memset(&tail, 0, sizeof tail);
    if (!PyArg_ParseTuple(args, "OOOOOOOOOOiIOOO", &o[RANKS], &o[LOW], &o[HIGH], &o[POINTS], &o[TOPS], &o[AFTER],
                          &o[ADDED], &o[IN_SHAPES], &o[SCALES], &o[ABOVE], &tail.needs, &tail.including,
                          &o[ACCEPTED_BY], &o[IN_ZONE], &o[HIGHEST]))
        return NULL;
    for (int i = 0; i < ARRAYS; i++)
        if (!take(o[i], &a[i], expected[i].kind, expected[i].itemsize, -1, i >= ACCEPTED_BY, expected[i].name))
            goto out;
    i64 heads = items_of(&a[IN_ZONE]);
    tail.sides = heads ? (int)(items_of(&a[AFTER]) / heads) : 0;
    if (heads < 1 || tail.sides < 1 || items_of(&a[AFTER]) > heads * MOST_SIDES) {
        PyErr_SetString(PyExc_ValueError, "1 to 16 sides and at least one head are needed");
        goto out;
    }
    tail.packages = items_of(&a[RANKS]) / tail.sides;
    tail.estimates = (int)(items_of(&a[ABOVE]) <= MOST_ESTIMATES ? items_of(&a[ABOVE]) : MOST_ESTIMATES + 1);
    if (!belong(a, &tail, heads)) {
        PyErr_SetString(PyExc_ValueError, "the arrays do not belong together");
        goto out;
    }
    tail.pieces = (int)((tail.packages + PIECE - 1) / PIECE);
    tail.ranks = a[RANKS].view.buf;
    tail.low = a[LOW].view.buf;
    tail.high = a[HIGH].view.buf;
    tail.points = a[POINTS].view.buf;
    tail.tops = a[TOPS].view.buf;
    tail.shapes = a[IN_SHAPES].view.buf;
    tail.scales = a[SCALES].view.buf;
    tail.above = a[ABOVE].view.buf;
    Py_BEGIN_ALLOW_THREADS
    look_at_all(&tail, heads, a[AFTER].view.buf, a[ADDED].view.buf,
                items_of(&a[ACCEPTED_BY]) ? a[ACCEPTED_BY].view.buf : NULL, a[IN_ZONE].view.buf, a[HIGHEST].view.buf);
    Py_END_ALLOW_THREADS
    answer = Py_NewRef(Py_None);
out:
    for (int i = 0; i < ARRAYS; i++)
        drop(&a[i]);
    return answer;
}

static PyMethodDef functions[] = {
    {"glance", glance, METH_VARARGS,
     "glance(ranks, low, high, points, tops, after, added, shapes, scales, above, needs, including, accepted_by, zone, "
     "highest)\n--\n\n"
     "Counts and highest estimates of many heads; see glancing.glance."},
    {NULL, NULL, 0, NULL}};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "glancing", "A glance over every package of many blocks.", 0, functions, NULL, NULL, NULL,
    NULL};

PyMODINIT_FUNC PyInit_glancing(void)
{
    return PyModule_Create(&module);
}
