/* Walking about in all positions that are compatible with what is recorded of one party.

   A walk takes one direction after another: the worth of one option, how much one issue weighs, two options changing
   places. Along each it goes to a point that is drawn evenly from a slice (Neal 2003, Annals of Statistics 31, 705-767):
   hard rows hold there, and no more soft rows fail than the level of the slice allows. Nothing but comparisons and
   + - * / is done to numbers, in one order, so that the numpy twin, `beliefs.walking.walk`, comes to the same points. */
#include "buffers.h"
#include "speed.h"

typedef int64_t i64;
typedef uint64_t u64;

#define ROUNDING (-1e-12) /* a hard row that falls below 0 by less than this only shows rounding */
#define LEAST 1e-9        /* no block weighs less */

enum { TRIES = 60, AFRESH = 8 };

/* Kinds of handles: those that may go anywhere within their limits, options of an issue without an order, of which the
   worst and the best only change places, and those that are as likely as not near 0. */
enum { WITHIN, INNER, NEAR };

/* The innermost loops are copied into `walk`, so that its wide copy has them wide. */
#if defined(__GNUC__)
#define INLINE static inline __attribute__((always_inline))
#else
#define INLINE static inline
#endif

typedef struct {
    i64 coordinates, rows, hard, blocks, handles, loose, kept, thin, moves;
    const double *columns, *moved; /* (coordinates, rows), (handles, rows) */
    const i64 *block_of, *shape;   /* (coordinates,), (blocks,) */
    const i64 *starts, *at;        /* of handles: where their coordinates begin, and which these are */
    const double *by;
    const i64 *first_row, *touched; /* of handles: where the rows that each changes begin, and which these are */
    const i64 *around;    /* (handles, 4): block, coordinate below, coordinate above, kind */
    const double *limits; /* (handles, 2): in shares of the block's mass */
    const i64 *places;    /* (loose issues, 2): first coordinate, how many options */
    const double *odds;   /* of a mistaken answer */
    double *state, *mass, *out, *scratch;
    i64 *chance; /* where the sequence of words starts, and its next place */
} Walk;

/* A direction: what each row gains along it, and which rows gain anything; all may where `count` is -1. */
typedef struct {
    const double *slope;
    const i64 *row;
    i64 count;
} Line;

static inline double *sums(const Walk *w) { return w->scratch; }
static inline double *slope(const Walk *w) { return w->scratch + w->rows; }
static inline double *part(const Walk *w, i64 block) { return w->scratch + (2 + block) * w->rows; }

/* The next word of the sequence, as a number from 0 up to 1; the sequence of exact/chance.py. */
static inline double uniform(Walk *w)
{
    u64 word = ((u64)w->chance[1] + 1) * 0x9E3779B97F4A7C15u + (u64)w->chance[0];
    w->chance[1] = (i64)((u64)w->chance[1] + 1);
    word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9u;
    word = (word ^ (word >> 27)) * 0x94D049BB133111EBu;
    return (double)((word ^ (word >> 31)) >> 11) * 0x1p-53;
}

/* An exponential number by comparisons alone (von Neumann 1951, Applied Mathematics Series 12, 36-38). */
static double exponential(Walk *w)
{
    for (double whole = 0;; whole += 1) {
        double first = uniform(w), last = first, next;
        i64 run = 1;
        while ((next = uniform(w)) < last) {
            last = next;
            run++;
        }
        if (run & 1)
            return whole + first;
    }
}

/* The largest of `count` uniform numbers, 0 of none. */
static double largest(Walk *w, i64 count)
{
    double found = 0;
    for (i64 k = 0; k < count; k++) {
        double next = uniform(w);
        found = next > found ? next : found;
    }
    return found;
}

/* How many of the soft rows that change fail so far along a line, a great many where a hard one does. */
INLINE i64 failing(const Walk *w, Line line, double t)
{
    const double *restrict sum = w->scratch, *restrict slope = line.slope;
    i64 broken = 0, failed = 0;
    if (line.count < 0) {
        for (i64 q = 0; q < w->hard; q++)
            broken += (sum[q] + t * slope[q] < ROUNDING) & (slope[q] != 0);
        if (broken)
            return INT64_MAX;
        for (i64 q = w->hard; q < w->rows; q++)
            failed += sum[q] + t * slope[q] < 0;
        return failed;
    }
    for (i64 k = 0; k < line.count; k++) {
        i64 q = line.row[k];
        double there = sum[q] + t * slope[q];
        if (q >= w->hard)
            failed += there < 0;
        else if (there < ROUNDING)
            return INT64_MAX;
    }
    return failed;
}

/* How many of the soft rows that change along a line fail as it is. */
INLINE i64 failed(const Walk *w, Line line)
{
    i64 found = 0;
    if (line.count < 0)
        for (i64 q = w->hard; q < w->rows; q++)
            found += w->scratch[q] < 0;
    for (i64 k = 0; k < line.count; k++)
        found += line.row[k] >= w->hard && w->scratch[line.row[k]] < 0;
    return found;
}

INLINE void add(double *restrict to, const double *restrict from, double times, i64 count)
{
    for (i64 q = 0; q < count; q++)
        to[q] += times * from[q];
}

/* Sums anew, so that rounding does not pile up. */
INLINE void refresh(Walk *w)
{
    for (i64 q = 0; q < (w->blocks + 3) * w->rows; q++)
        w->scratch[q] = 0;
    for (i64 d = 0; d < w->coordinates; d++)
        if (w->block_of[d] >= 0)
            add(part(w, w->block_of[d]), w->columns + d * w->rows, w->state[d], w->rows);
    for (i64 b = 0; b <= w->blocks; b++)
        add(sums(w), part(w, b), 1, w->rows);
    double total = 0;
    for (i64 b = 0; b < w->blocks; b++)
        total += w->mass[b];
    w->mass[w->blocks] = total;
}

/* Adds what the rows gain so far along a line. */
INLINE void add_along(const Walk *w, double *restrict to, Line line, double t)
{
    if (line.count < 0)
        add(to, line.slope, t, w->rows);
    for (i64 k = 0; k < line.count; k++)
        to[line.row[k]] += t * line.slope[line.row[k]];
}

/* How many of the soft rows that change along a line may fail in the slice: those that do, and a few by chance. */
INLINE i64 level(Walk *w, Line line)
{
    i64 most = failed(w, line);
    double height = uniform(w);
    for (double p = w->odds[0]; height < p; p *= w->odds[0])
        most++;
    return most;
}

/* Goes along a line to a point of the slice between low and high, which enclose 0; how far that is. */
INLINE double step(Walk *w, Line line, double low, double high)
{
    i64 most = level(w, line);
    for (i64 k = 0; k < TRIES; k++) {
        double t = low + (high - low) * uniform(w);
        if (failing(w, line, t) <= most) {
            add_along(w, sums(w), line, t);
            return t;
        }
        if (t < 0)
            low = t;
        else
            high = t;
    }
    return 0;
}

/* Moves what one handle holds, as far as its neighbours or limits let it. */
INLINE void move_handle(Walk *w, i64 handle)
{
    const i64 *around = w->around + 4 * handle;
    i64 first = w->starts[handle], held = w->at[first];
    double mass = w->mass[around[0]], now = w->state[held];
    double low = around[1] >= 0 ? w->state[around[1]] : w->limits[2 * handle] * mass;
    double high = around[2] >= 0 ? w->state[around[2]] : w->limits[2 * handle + 1] * mass;
    if (around[3] == INNER && (now <= low || now >= high))
        return;
    if (around[3] == NEAR) { /* what is left of e^(-size / scale) above a uniform height */
        high = (now < 0 ? -now : now) + high * exponential(w);
        low = -high;
    }
    if (!(low < high))
        return;
    i64 row = w->first_row[handle], count = w->first_row[handle + 1] - row;
    Line line = {w->moved + handle * w->rows, w->touched + row, 4 * count < w->rows ? count : -1};
    double t = step(w, line, low - now, high - now);
    for (i64 k = first; k < w->starts[handle + 1]; k++)
        w->state[w->at[k]] += t * w->by[k];
    now = w->state[held];
    w->state[held] = now < low ? low : now > high ? high : now;
    for (i64 k = first + 1; k < w->starts[handle + 1]; k++)
        if (w->by[k] == 1 && around[1] >= 0)
            w->state[w->at[k]] = w->state[held];
    add_along(w, part(w, around[0]), line, t);
}

/* Lets a block weigh more or less, all else in it in proportion. */
INLINE void scale(Walk *w, i64 block)
{
    double mass = w->mass[block], whole = w->mass[w->blocks];
    double *restrict own = part(w, block), *restrict all = part(w, w->blocks), *restrict to = slope(w);
    for (i64 q = 0; q < w->rows; q++)
        to[q] = own[q] / mass + all[q] / whole;
    double low = mass * (largest(w, w->shape[block] - 1) - 1), high = exponential(w);
    if (low < LEAST - mass)
        low = LEAST - mass;
    Line line = {to, NULL, -1};
    double t = step(w, line, low, high);
    double by = (mass + t) / mass, rest = (whole + t) / whole;
    double *restrict state = w->state;
    const i64 *restrict block_of = w->block_of;
    i64 last = w->blocks;
    for (i64 d = 0; d < w->coordinates; d++) /* without a branch, so that several go at once */
        state[d] *= block_of[d] == block ? by : block_of[d] == last ? rest : 1;
    for (i64 q = 0; q < w->rows; q++) {
        own[q] *= by;
        all[q] *= rest;
    }
    w->mass[block] = mass + t;
    w->mass[w->blocks] = whole + t;
}

/* Two options of an issue without an order change places, if the slice lets them. */
INLINE void change_places(Walk *w, i64 issue)
{
    i64 first = w->places[2 * issue], count = w->places[2 * issue + 1];
    i64 one = first + (i64)(uniform(w) * (double)count), other = first + (i64)(uniform(w) * (double)count);
    double apart = w->state[one] - w->state[other];
    const double *from = w->columns + one * w->rows, *to = w->columns + other * w->rows;
    for (i64 q = 0; q < w->rows; q++)
        slope(w)[q] = to[q] - from[q];
    Line line = {slope(w), NULL, -1};
    if (failing(w, line, apart) > level(w, line))
        return;
    add_along(w, sums(w), line, apart);
    add_along(w, part(w, w->block_of[one]), line, apart);
    double kept = w->state[one];
    w->state[one] = w->state[other];
    w->state[other] = kept;
}

SPEED
static void walk(Walk *w)
{
    for (i64 sweep = 0; sweep < w->kept * w->thin; sweep++) {
        if (sweep % AFRESH == 0)
            refresh(w);
        for (i64 k = 0; k < w->moves; k++)
            for (i64 b = 0; b < w->blocks; b++)
                scale(w, b);
        for (i64 h = 0; h < w->handles; h++)
            move_handle(w, h);
        for (i64 j = 0; j < w->loose; j++)
            for (i64 k = 0; k < w->places[2 * j + 1]; k++)
                change_places(w, j);
        if ((sweep + 1) % w->thin == 0)
            for (i64 d = 0; d < w->coordinates; d++)
                w->out[sweep / w->thin * w->coordinates + d] = w->state[d] / w->mass[w->blocks];
    }
}

/* Whether every number of a place stays inside its array. */
static int sound(const Walk *w, i64 held, i64 changed)
{
    if (w->starts[0] != 0 || w->starts[w->handles] != held)
        return 0;
    for (i64 d = 0; d < w->coordinates; d++)
        if (w->block_of[d] < -1 || w->block_of[d] > w->blocks)
            return 0;
    if (w->first_row[0] != 0 || w->first_row[w->handles] != changed)
        return 0;
    for (i64 k = 0; k < changed; k++)
        if (w->touched[k] < 0 || w->touched[k] >= w->rows)
            return 0;
    for (i64 h = 0; h < w->handles; h++) {
        const i64 *around = w->around + 4 * h;
        if (w->first_row[h + 1] < w->first_row[h] || w->first_row[h + 1] > changed)
            return 0;
        if (w->starts[h + 1] <= w->starts[h] || w->starts[h + 1] > held || around[0] < 0 || around[0] > w->blocks ||
            around[1] < -1 || around[1] >= w->coordinates || around[2] < -1 || around[2] >= w->coordinates)
            return 0;
    }
    for (i64 k = 0; k < held; k++)
        if (w->at[k] < 0 || w->at[k] >= w->coordinates)
            return 0;
    for (i64 b = 0; b < w->blocks; b++)
        if (!(w->mass[b] > 0) || w->shape[b] < 1)
            return 0;
    for (i64 j = 0; j < w->loose; j++) {
        i64 first = w->places[2 * j], count = w->places[2 * j + 1];
        if (first < 0 || count < 1 || count > w->coordinates || first > w->coordinates - count ||
            w->block_of[first] < 0)
            return 0;
    }
    return w->odds[0] >= 0 && w->odds[0] < 1;
}

enum { COLUMNS, MOVED, FIRST_ROW, TOUCHED, BLOCK_OF, SHAPE, STARTS, AT, BY, AROUND, LIMITS, PLACES, ODDS,
       STATE, MASS, CHANCE, OUT, SCRATCH, ARRAYS };

static const char *const NAMES[ARRAYS] = {"columns", "moved", "first_row", "touched", "block_of", "shape",
                                          "starts", "at", "by", "around", "limits", "places", "odds", "state", "mass", "chance", "out", "scratch"};

static const char KINDS[] = "ffiiiiiifififffiff";

/* Fills in the walk from its arrays; 0 with an error set where one does not fit. */
static int take_all(PyObject *args, Array *a, Walk *w)
{
    for (int k = 0; k < ARRAYS; k++)
        if (!take(PyTuple_GetItem(args, k), &a[k], KINDS[k], 8, -1, k >= STATE, NAMES[k]))
            return 0;
    i64 d = w->coordinates = items_of(&a[BLOCK_OF]), b = w->blocks = items_of(&a[SHAPE]);
    i64 h = w->handles = items_of(&a[STARTS]) - 1, held = items_of(&a[AT]), changed = items_of(&a[TOUCHED]);
    w->rows = d > 0 ? items_of(&a[COLUMNS]) / d : 0;
    w->loose = items_of(&a[PLACES]) / 2;
    w->kept = d > 0 ? items_of(&a[OUT]) / d : 0;
    i64 q = w->rows;
    const i64 sizes[ARRAYS] = {d * q, h * q, h + 1, changed, d, b, h + 1, held, held, 4 * h, 2 * h, 2 * w->loose, 1,
                               d, b + 1, 2, w->kept * d, (b + 3) * q};
    int fits = d > 0 && b > 0 && h >= 0 && w->hard >= 0 && w->hard <= q && w->thin > 0 && w->moves > 0;
    for (int k = 0; k < ARRAYS && fits; k++)
        fits = items_of(&a[k]) == sizes[k];
    w->columns = a[COLUMNS].view.buf, w->moved = a[MOVED].view.buf, w->first_row = a[FIRST_ROW].view.buf;
    w->touched = a[TOUCHED].view.buf, w->block_of = a[BLOCK_OF].view.buf;
    w->shape = a[SHAPE].view.buf, w->starts = a[STARTS].view.buf, w->at = a[AT].view.buf, w->by = a[BY].view.buf;
    w->around = a[AROUND].view.buf, w->limits = a[LIMITS].view.buf, w->places = a[PLACES].view.buf;
    w->odds = a[ODDS].view.buf, w->state = a[STATE].view.buf, w->mass = a[MASS].view.buf;
    w->chance = a[CHANCE].view.buf, w->out = a[OUT].view.buf, w->scratch = a[SCRATCH].view.buf;
    if (fits && sound(w, held, changed))
        return 1;
    PyErr_SetString(PyExc_ValueError, "the arrays of a walk do not fit one another");
    return 0;
}

static PyObject *walk_on(PyObject *self, PyObject *args)
{
    (void)self;
    if (PyTuple_Size(args) != ARRAYS + 3) {
        PyErr_Format(PyExc_ValueError, "walk takes %d arguments", ARRAYS + 3);
        return NULL;
    }
    Array arrays[ARRAYS];
    memset(arrays, 0, sizeof arrays);
    Walk w;
    w.hard = PyLong_AsLongLong(PyTuple_GetItem(args, ARRAYS));
    w.thin = PyLong_AsLongLong(PyTuple_GetItem(args, ARRAYS + 1));
    w.moves = PyLong_AsLongLong(PyTuple_GetItem(args, ARRAYS + 2));
    int ok = !PyErr_Occurred() && take_all(args, arrays, &w);
    if (ok) {
        Py_BEGIN_ALLOW_THREADS
        walk(&w);
        Py_END_ALLOW_THREADS
    }
    for (int k = 0; k < ARRAYS; k++)
        drop(&arrays[k]);
    if (!ok)
        return NULL;
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {{"walk", walk_on, METH_VARARGS, "Draw positions; see beliefs.walking.walk."},
                                {NULL, NULL, 0, NULL}};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "polytope", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_polytope(void)
{
    return PyModule_Create(&module);
}
