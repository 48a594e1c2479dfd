/* Steps of the branch-and-bound search: settle one more variable of the most promising partial packages.

   A partial package (a node) has settled the first so many variables, each by one row of its table. It carries its gains
   so far and, for each of a pool of weightings, the most that its weighted gains can still come to. Where any of these
   falls short of what a wanted package needs, the node is dropped. Bounds are whole numbers held in doubles and below
   2^53, so sums and comparisons are exact.

   Nodes met before with the same gains, depth and open rows are dropped too, as far as `seen` remembers them: a table that
   forgets the older of two nodes that fall on one place.

   Nodes lie in slots; `slots` first lists those of the stack, bottom to top, then the free ones. A step takes up to
   `width` nodes of equal depth from the top, makes their children, drops what is not wanted or what another child beats
   whatever follows, and puts the rest back with the most promising on top. The stack can never overflow: a step takes
   no more nodes than the free slots divided by the rows of all variables still to be settled.

   A complete package whose product of gains falls short of `goal` is dropped here. This file is long because a search has
   many arrays, and each is checked before anything is read.

   The numpy twin is `descend` in `../branching/stepping.py`. Sources: Held & Karp 1971, Mathematical Programming 1, 6-25 (bounds from
   weightings); Villarreal & Karwan 1981, Mathematical Programming 21, 204-223 (dominance among partial solutions). */
#include "buffers.h"
#include "speed.h"

typedef int64_t i64;
typedef uint64_t u64;
typedef int32_t i32;

enum { LANES = 8, BLOCK = 24, FIRST = 16, NEAR = 16 };

typedef struct {
    i64 variables, sides, cuts, words;
    const i64 *starts, *units;
    const double *costs;
    const u64 *keys;
    const i64 *pair_starts, *pair_with, *pair_at, *pair_units;
    const double *pair_costs;
    const i64 *open_starts, *open;
    const double *need, *scale, *goal;
    i64 capacity;
    i64 *slots, *scratch;
    i32 *depth, *rows;
    i64 *gains;
    double *bounds, *rank;
    i64 places, ties;
    i32 *seen_depth, *seen_rows;
    i64 *seen_gains;
} Search;

/* Whether all bounds of a child are still enough; writes no more of them than it has to look at. */
SPEED
static int bound(i64 cuts, const double *from, const double *cost, const double *need, double *to)
{
    for (i64 first = 0; first < cuts; first += BLOCK) {
        i64 last = first + BLOCK < cuts ? first + BLOCK : cuts;
        double least[LANES] = {0};
        for (i64 l = first; l < last; l += LANES)
            for (int i = 0; i < LANES; i++) {
                double left = from[l + i] - cost[l + i];
                double spare = left - need[l + i];
                to[l + i] = left;
                least[i] = spare < least[i] ? spare : least[i];
            }
        for (int i = 1; i < LANES; i++)
            least[0] = least[i] < least[0] ? least[i] : least[0];
        if (least[0] < 0)
            return 0;
    }
    return 1;
}

/* How promising a node is: the least of its scaled bounds, and so the most its value can come to. */
SPEED
static double promise(i64 cuts, const double *bounds, const double *need, const double *scale)
{
    double least[LANES];
    for (int i = 0; i < LANES; i++)
        least[i] = 1e300;
    for (i64 l = 0; l < cuts; l += LANES)
        for (int i = 0; i < LANES; i++) {
            double value = (bounds[l + i] - need[l + i]) * scale[l + i];
            least[i] = value < least[i] ? value : least[i];
        }
    for (int i = 1; i < LANES; i++)
        least[0] = least[i] < least[0] ? least[i] : least[0];
    return least[0];
}

/* Whether the package of one node comes before that of another in file order. */
static int before(const Search *s, const i32 *rows, const i32 *others, i64 settled)
{
    for (i64 w = 0; w < s->words; w++) {
        u64 key = 0, other = 0;
        for (i64 v = 0; v < settled; v++) {
            key |= s->keys[rows[v] * s->words + w];
            other |= s->keys[others[v] * s->words + w];
        }
        if (key != other)
            return key < other;
    }
    return 1;
}

/* Whether nodes with the same rows here have the same pairs to come. */
static int alike(const Search *s, const i32 *rows, const i32 *others, i64 settled)
{
    for (i64 o = s->open_starts[settled]; o < s->open_starts[settled + 1]; o++)
        if (rows[s->open[o]] != others[s->open[o]])
            return 0;
    return 1;
}

/* Whether a node with the same gains and the same to come was met before; if not, this one is remembered. Where ties
   count, one that comes earlier in file order than the one remembered is new. */
static int met(const Search *s, i64 slot)
{
    const i64 *gains = s->gains + slot * s->sides, settled = s->depth[slot];
    const i32 *rows = s->rows + slot * s->variables;
    u64 place = (u64)settled;
    for (i64 i = 0; i < s->sides; i++) {
        place = (place ^ (u64)gains[i]) * 0x9E3779B97F4A7C15u;
        place ^= place >> 32;
    }
    place %= (u64)s->places;
    i32 *seen = s->seen_rows + place * s->variables;
    if (s->seen_depth[place] == settled &&
        !memcmp(s->seen_gains + place * s->sides, gains, (size_t)s->sides * sizeof(i64)) &&
        alike(s, rows, seen, settled) && (!s->ties || before(s, seen, rows, settled)))
        return 1;
    s->seen_depth[place] = (i32)settled;
    memcpy(s->seen_gains + place * s->sides, gains, (size_t)s->sides * sizeof(i64));
    memcpy(seen, rows, (size_t)settled * sizeof(i32));
    return 0;
}

/* Whether the product of the gains comes to the goal; it is kept below 2^64 on the way. */
static int reaches(const Search *s, const i64 *gains)
{
    static const double powers[] = {0x1p-128, 0x1p-64, 1, 0x1p64, 0x1p128};
    double product = 1, times = 0;
    if (s->goal[0] == 0)
        return 1;
    for (i64 i = 0; i < s->sides; i++) {
        if (gains[i] <= 0)
            return 0;
        product *= (double)gains[i];
        if (product >= 0x1p64) {
            product *= 0x1p-64;
            times++;
        }
    }
    double more = times - s->goal[1];
    more = more < -2 ? -2 : more > 2 ? 2 : more;
    return product * powers[(int)more + 2] >= s->goal[0];
}

/* Makes the child of a node by one row; 0 where it is not wanted. */
static int child(const Search *s, i64 parent, i64 variable, i64 row, i64 slot)
{
    double *bounds = s->bounds + slot * s->cuts;
    if (!bound(s->cuts, s->bounds + parent * s->cuts, s->costs + row * s->cuts, s->need, bounds))
        return 0;
    const i32 *rows = s->rows + parent * s->variables;
    i64 *gains = s->gains + slot * s->sides;
    const i64 *from = s->gains + parent * s->sides, *units = s->units + row * s->sides;
    for (i64 i = 0; i < s->sides; i++)
        gains[i] = from[i] + units[i];
    i64 options = s->starts[variable + 1] - s->starts[variable];
    for (i64 p = s->pair_starts[variable]; p < s->pair_starts[variable + 1]; p++) {
        i64 with = s->pair_with[p];
        i64 cell = s->pair_at[p] + (rows[with] - s->starts[with]) * options + row - s->starts[variable];
        if (!bound(s->cuts, bounds, s->pair_costs + cell * s->cuts, s->need, bounds))
            return 0;
        for (i64 i = 0; i < s->sides; i++)
            gains[i] += s->pair_units[cell * s->sides + i];
    }
    if (variable + 1 == s->variables && !reaches(s, gains))
        return 0;
    memcpy(s->rows + slot * s->variables, rows, (size_t)variable * sizeof(i32));
    s->rows[slot * s->variables + variable] = (i32)row;
    s->depth[slot] = (i32)variable + 1;
    if (met(s, slot))
        return 0;
    s->rank[slot] = promise(s->cuts, bounds, s->need, s->scale);
    return 1;
}

/* Sorts slots by rank, least first; equal ones keep their order. */
static void sort(const double *rank, i64 *slots, i64 *scratch, i64 count)
{
    i64 *from = slots, *to = scratch;
    for (i64 run = 1; run < count; run *= 2) {
        for (i64 low = 0; low < count; low += 2 * run) {
            i64 middle = low + run < count ? low + run : count, high = low + 2 * run < count ? low + 2 * run : count;
            for (i64 a = low, b = middle, k = low; k < high; k++)
                to[k] = b >= high || (a < middle && rank[from[a]] <= rank[from[b]]) ? from[a++] : from[b++];
        }
        i64 *swap = from;
        from = to;
        to = swap;
    }
    if (from != slots)
        memcpy(slots, from, (size_t)count * sizeof(i64));
}

/* Drops (its depth turns negative) the one of two nodes that the other beats whatever follows, if any. */
static inline void settle(const Search *s, i64 a, i64 b)
{
    const i64 *x = s->gains + a * s->sides, *y = s->gains + b * s->sides;
    int more = 1, less = 1;
    for (i64 i = 0; i < s->sides && (more || less); i++) {
        more &= x[i] >= y[i];
        less &= x[i] <= y[i];
    }
    if (!more && !less)
        return;
    const i32 *rows = s->rows + a * s->variables, *others = s->rows + b * s->variables;
    i64 settled = s->depth[a] > 0 ? s->depth[a] : -s->depth[a];
    if (!alike(s, rows, others, settled))
        return;
    if (more && less)
        less = !before(s, rows, others, settled);
    i64 beaten = more && !less ? b : a;
    if (s->depth[beaten] > 0)
        s->depth[beaten] = -s->depth[beaten];
}

/* Compares every child with the most promising ones and with its neighbours in rank; keeps the order. */
static i64 beat(const Search *s, i64 *slots, i64 count)
{
    for (i64 p = 0; p < count; p++) {
        i64 far = p + NEAR + 1 > count - FIRST ? p + NEAR + 1 : count - FIRST;
        for (i64 q = p + 1; q < count && q <= p + NEAR; q++)
            settle(s, slots[p], slots[q]);
        for (i64 q = far; q < count; q++)
            settle(s, slots[p], slots[q]);
    }
    i64 kept = 0;
    for (i64 p = 0; p < count; p++)
        if (s->depth[slots[p]] > 0) {
            i64 slot = slots[p];
            slots[p] = slots[kept];
            slots[kept++] = slot;
        }
    return kept;
}

/* Whether a slot exists and the rows of its node belong to their tables. */
static int known(const Search *s, i64 slot)
{
    if (slot < 0 || slot >= s->capacity)
        return 0;
    for (i64 v = 0; v < s->depth[slot]; v++)
        if (s->rows[slot * s->variables + v] < s->starts[v] || s->rows[slot * s->variables + v] >= s->starts[v + 1])
            return 0;
    return 1;
}

/* One step from a stack of `count` nodes; gives the new count, -1 where the buffers make no sense. */
static i64 step(const Search *s, i64 count, i64 width, i64 *made)
{
    i64 top = s->slots[count - 1];
    if (!known(s, top))
        return -1;
    i64 variable = s->depth[top], options = s->starts[variable + 1] - s->starts[variable];
    i64 room = (s->capacity - count) / (s->starts[s->variables] - s->starts[variable]);
    width = room < width ? room : width;
    i64 first = count, next = count;
    while (first > 0 && count - first < width && known(s, s->slots[first - 1]) &&
           s->depth[s->slots[first - 1]] == variable)
        first--;
    if (first == count)
        return -1;
    for (i64 k = count; k < count + (count - first) * options; k++)
        if (s->slots[k] < 0 || s->slots[k] >= s->capacity)
            return -1;
    for (i64 p = count; p-- > first;)
        for (i64 row = s->starts[variable]; row < s->starts[variable + 1]; row++)
            next += child(s, s->slots[p], variable, row, s->slots[next]);
    *made += (count - first) * options;
    sort(s->rank, s->slots + count, s->scratch, next - count);
    i64 kept = beat(s, s->slots + count, next - count);
    for (i64 k = 0; k < kept; k++) { /* survivors change places with their parents */
        i64 slot = s->slots[first + k];
        s->slots[first + k] = s->slots[count + k];
        s->slots[count + k] = slot;
    }
    return first + kept;
}

/* Whether offsets ascend from 0 to `end` (or to no more than it). */
static int ascending(const i64 *offsets, i64 count, i64 end)
{
    if (offsets[0] != 0 || offsets[count] > end)
        return 0;
    for (i64 k = 0; k < count; k++)
        if (offsets[k + 1] < offsets[k])
            return 0;
    return 1;
}

/* Whether every offset stays inside its array, so that nothing below can read or write past one. */
static int sound(const Search *s, i64 rows, i64 pairs, i64 cells, i64 opens, i64 count)
{
    if (!ascending(s->starts, s->variables, rows) || !ascending(s->pair_starts, s->variables, pairs) ||
        !ascending(s->open_starts, s->variables + 1, opens) || count < 0 || count > s->capacity)
        return 0;
    for (i64 v = 0; v < s->variables; v++) /* a step divides by the rows that are still to come */
        if (s->starts[v] == s->starts[v + 1])
            return 0;
    for (i64 v = 0; v < s->variables; v++)
        for (i64 p = s->pair_starts[v]; p < s->pair_starts[v + 1]; p++) {
            i64 with = s->pair_with[p];
            if (with < 0 || with >= v)
                return 0;
            i64 size = (s->starts[with + 1] - s->starts[with]) * (s->starts[v + 1] - s->starts[v]);
            if (s->pair_at[p] < 0 || s->pair_at[p] + size > cells)
                return 0;
        }
    for (i64 d = 0; d <= s->variables; d++)
        for (i64 o = s->open_starts[d]; o < s->open_starts[d + 1]; o++)
            if (s->open[o] < 0 || s->open[o] >= d)
                return 0;
    for (i64 k = 0; k < count; k++)
        if (s->slots[k] < 0 || s->slots[k] >= s->capacity || s->depth[s->slots[k]] < 0 ||
            s->depth[s->slots[k]] > s->variables)
            return 0;
    return 1;
}

enum { STATE, STARTS, UNITS, COSTS, KEYS, PAIR_STARTS, PAIR_WITH, PAIR_AT, PAIR_UNITS, PAIR_COSTS, OPEN_STARTS, OPEN,
       NEED, SCALE, GOAL, SLOTS, SCRATCH, DEPTH, ROWS, GAINS, BOUNDS, RANK,
       SEEN_DEPTH, SEEN_ROWS, SEEN_GAINS, ARRAYS };

static const char *const NAMES[ARRAYS] = {
    "state", "starts", "units", "costs", "keys", "pair_starts", "pair_with", "pair_at", "pair_units", "pair_costs",
    "open_starts", "open", "need", "scale", "goal", "slots", "scratch", "depth", "rows", "gains", "bounds", "rank",
    "seen_depth", "seen_rows", "seen_gains"};

static const char KINDS[] = "iiifuiiiifiifffiiiiiffiii";

/* Takes hold of every array and fills in the search; 0 with an error set where one does not fit. */
static int take_all(PyObject *const *objects, Array *a, Search *s, i64 sides)
{
    for (int k = 0; k < ARRAYS; k++) {
        Py_ssize_t size = k == DEPTH || k == ROWS || k == SEEN_DEPTH || k == SEEN_ROWS ? 4 : 8;
        if (!take(objects[k], &a[k], KINDS[k], size, k == STATE ? 5 : -1, k == STATE || k >= SLOTS, NAMES[k]))
            return 0;
    }
    i64 rows, cells, n = s->variables = items_of(&a[STARTS]) - 1;
    s->sides = sides;
    s->cuts = items_of(&a[NEED]);
    rows = sides > 0 ? items_of(&a[UNITS]) / sides : 0;
    cells = sides > 0 ? items_of(&a[PAIR_UNITS]) / sides : 0;
    s->words = rows > 0 ? items_of(&a[KEYS]) / rows : 0;
    s->capacity = items_of(&a[SLOTS]);
    const i64 c = s->capacity, t = items_of(&a[SEEN_DEPTH]), pairs = items_of(&a[PAIR_WITH]);
    const i64 sizes[ARRAYS] = {5, n + 1, rows * sides, rows * s->cuts, rows * s->words, n + 1, pairs, pairs,
                               cells * sides, cells * s->cuts, n + 2, items_of(&a[OPEN]), s->cuts, s->cuts, 2, c, c, c,
                               c * n, c * sides, c * s->cuts, c, t, t * n, t * sides};
    int fits = n > 0 && sides > 0 && s->cuts > 0 && s->cuts % LANES == 0 && rows > 0 && t > 0;
    for (int k = 0; k < ARRAYS && fits; k++)
        fits = items_of(&a[k]) == sizes[k];
    s->starts = a[STARTS].view.buf, s->units = a[UNITS].view.buf, s->costs = a[COSTS].view.buf;
    s->keys = a[KEYS].view.buf, s->pair_starts = a[PAIR_STARTS].view.buf, s->pair_with = a[PAIR_WITH].view.buf;
    s->pair_at = a[PAIR_AT].view.buf, s->pair_units = a[PAIR_UNITS].view.buf, s->pair_costs = a[PAIR_COSTS].view.buf;
    s->open_starts = a[OPEN_STARTS].view.buf, s->open = a[OPEN].view.buf, s->need = a[NEED].view.buf;
    s->scale = a[SCALE].view.buf, s->goal = a[GOAL].view.buf, s->slots = a[SLOTS].view.buf, s->scratch = a[SCRATCH].view.buf;
    s->depth = a[DEPTH].view.buf, s->rows = a[ROWS].view.buf, s->gains = a[GAINS].view.buf;
    s->bounds = a[BOUNDS].view.buf, s->rank = a[RANK].view.buf;
    s->seen_depth = a[SEEN_DEPTH].view.buf, s->seen_rows = a[SEEN_ROWS].view.buf;
    s->seen_gains = a[SEEN_GAINS].view.buf, s->places = t, s->ties = ((i64 *)a[STATE].view.buf)[4];
    if (fits && sound(s, rows, pairs, cells, items_of(&a[OPEN]), ((i64 *)a[STATE].view.buf)[0]))
        return 1;
    PyErr_SetString(PyExc_ValueError, "the arrays of a search do not fit one another");
    return 0;
}

static PyObject *descend(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *objects[ARRAYS];
    i64 sides = 0;
    if (PyTuple_Size(args) != ARRAYS + 1) {
        PyErr_Format(PyExc_ValueError, "descend takes %d arguments", ARRAYS + 1);
        return NULL;
    }
    for (int k = 0; k < ARRAYS; k++)
        objects[k] = PyTuple_GetItem(args, k);
    sides = PyLong_AsLongLong(PyTuple_GetItem(args, ARRAYS));
    if (sides == -1 && PyErr_Occurred())
        return NULL;
    Array arrays[ARRAYS];
    memset(arrays, 0, sizeof arrays);
    Search s;
    int ok = take_all(objects, arrays, &s, sides);
    if (ok) {
        i64 *state = arrays[STATE].view.buf, count = state[0], made = 0;
        Py_BEGIN_ALLOW_THREADS
        while (count > 0 && made < state[2] && s.depth[s.slots[count - 1]] < s.variables) {
            i64 after = step(&s, count, state[3], &made);
            if (after < 0) {
                ok = 0;
                break;
            }
            count = after;
        }
        Py_END_ALLOW_THREADS
        state[0] = count;
        state[1] += made;
        if (!ok)
            PyErr_SetString(PyExc_ValueError, "there are too few slots for a search");
    }
    for (int k = 0; k < ARRAYS; k++)
        drop(&arrays[k]);
    if (!ok)
        return NULL;
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"descend", descend, METH_VARARGS, "Settle variables of the most promising partial packages; see stepping.descend."},
    {NULL, NULL, 0, NULL}};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "branch", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_branch(void)
{
    return PyModule_Create(&module);
}
