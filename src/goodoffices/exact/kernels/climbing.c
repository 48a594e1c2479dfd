/* Climbing: many packages at once, each bettered one variable at a time until no change of a single variable betters it.

   What is found only has to be good, not right: a search then has to beat it. Gains are whole numbers; how good they are
   is a double, worked out in one order, so that the numpy twin, `climbing.climb_once`, comes to the same packages. */
#include "buffers.h"
#include "speed.h"

typedef int64_t i64;

typedef struct {
    i64 variables, sides, climbers, passes, product;
    const i64 *starts, *units, *zeros, *low, *beside_starts, *beside, *cells;
    const double *weigh, *slope;
    i64 *rows, *gains, *scratch;
} Climb;

enum { OTHER, AT, BY_OTHER, BY_OWN, COLUMNS };

#define SHORT 0x1p200 /* what a unit short of the least gains counts, against all else */

/* How good gains are: the product, or the least and a sum, of weighed gains; where gains fall short, by how much. */
static double merit(const Climb *c, const i64 *gains)
{
    double product = 1, least = 0, sum = 0, missing = 0;
    int any = 0;
    for (i64 i = 0; i < c->sides; i++) {
        double weighed = (double)gains[i] * c->weigh[i];
        missing += gains[i] < c->low[i] ? (double)(c->low[i] - gains[i]) : 0;
        product *= weighed;
        if (c->weigh[i] > 0 && (!any || weighed < least)) {
            least = weighed;
            any = 1;
        }
        sum += (double)gains[i] * c->slope[i];
    }
    return missing > 0 ? -SHORT * missing : c->product ? product : least + sum;
}

/* The cell of a pair for a row of the variable in hand. */
static const i64 *cell(const Climb *c, const i64 *beside, const i64 *rows, i64 row)
{
    return c->cells +
           (beside[AT] + (rows[beside[OTHER]] - c->starts[beside[OTHER]]) * beside[BY_OTHER] + row * beside[BY_OWN]) *
               c->sides;
}

/* Takes the best row of one variable, all others as they are; whether that is another row. */
SPEED
static int improve(const Climb *c, i64 variable, i64 *rows, i64 *gains)
{
    i64 *rest = c->scratch, *reached = c->scratch + c->sides;
    i64 first = c->starts[variable], now = rows[variable], best = now;
    const i64 *from = c->beside + c->beside_starts[variable] * COLUMNS;
    const i64 *until = c->beside + c->beside_starts[variable + 1] * COLUMNS;
    for (i64 i = 0; i < c->sides; i++)
        rest[i] = gains[i] - c->units[now * c->sides + i];
    for (const i64 *b = from; b < until; b += COLUMNS) {
        const i64 *added = cell(c, b, rows, now - first);
        for (i64 i = 0; i < c->sides; i++)
            rest[i] -= added[i];
    }
    double height = merit(c, gains);
    for (i64 row = first; row < c->starts[variable + 1]; row++) {
        for (i64 i = 0; i < c->sides; i++)
            reached[i] = rest[i] + c->units[row * c->sides + i];
        for (const i64 *b = from; b < until; b += COLUMNS) {
            const i64 *added = cell(c, b, rows, row - first);
            for (i64 i = 0; i < c->sides; i++)
                reached[i] += added[i];
        }
        double found = merit(c, reached);
        if (found > height) {
            height = found;
            best = row;
            memcpy(gains, reached, (size_t)c->sides * sizeof(i64));
        }
    }
    rows[variable] = best;
    return best != now;
}

/* What a climber gains as it stands. */
static void begin(const Climb *c, const i64 *rows, i64 *gains)
{
    for (i64 i = 0; i < c->sides; i++)
        gains[i] = -c->zeros[i];
    for (i64 v = 0; v < c->variables; v++) {
        for (i64 i = 0; i < c->sides; i++)
            gains[i] += c->units[rows[v] * c->sides + i];
        for (i64 b = c->beside_starts[v]; b < c->beside_starts[v + 1]; b++)
            if (c->beside[b * COLUMNS + OTHER] < v) {
                const i64 *added = cell(c, c->beside + b * COLUMNS, rows, rows[v] - c->starts[v]);
                for (i64 i = 0; i < c->sides; i++)
                    gains[i] += added[i];
            }
    }
}

static void climb(const Climb *c)
{
    for (i64 k = 0; k < c->climbers; k++) {
        i64 *rows = c->rows + k * c->variables, *gains = c->gains + k * c->sides;
        begin(c, rows, gains);
        for (i64 pass = 0, changed = 1; pass < c->passes && changed; pass++) {
            changed = 0;
            for (i64 v = 0; v < c->variables; v++)
                changed |= improve(c, v, rows, gains);
        }
    }
}

/* Whether every offset and row stays inside its array. */
static int sound(const Climb *c, i64 rows, i64 cells, i64 besides)
{
    if (c->starts[0] != 0 || c->starts[c->variables] != rows || c->beside_starts[0] != 0 ||
        c->beside_starts[c->variables] != besides)
        return 0;
    for (i64 v = 0; v < c->variables; v++)
        if (c->starts[v + 1] <= c->starts[v] || c->beside_starts[v + 1] < c->beside_starts[v] ||
            c->starts[v + 1] > rows || c->beside_starts[v + 1] > besides)
            return 0;
    for (i64 v = 0; v < c->variables; v++)
        for (i64 b = c->beside_starts[v]; b < c->beside_starts[v + 1]; b++) {
            const i64 *pair = c->beside + b * COLUMNS;
            if (pair[OTHER] < 0 || pair[OTHER] >= c->variables || pair[AT] < 0 || pair[AT] >= cells ||
                pair[BY_OTHER] < 0 || pair[BY_OTHER] > cells || pair[BY_OWN] < 0 || pair[BY_OWN] > cells)
                return 0;
            i64 others = c->starts[pair[OTHER] + 1] - c->starts[pair[OTHER]], own = c->starts[v + 1] - c->starts[v];
            if (pair[AT] + (others - 1) * pair[BY_OTHER] + (own - 1) * pair[BY_OWN] >= cells)
                return 0;
        }
    for (i64 k = 0; k < c->climbers * c->variables; k++) {
        i64 v = k % c->variables;
        if (c->rows[k] < c->starts[v] || c->rows[k] >= c->starts[v + 1])
            return 0;
    }
    return 1;
}

enum { STARTS, UNITS, ZEROS, LOW, BESIDE_STARTS, BESIDE, CELLS, WEIGH, SLOPE, ROWS, GAINS, SCRATCH, ARRAYS };

static const char *const NAMES[ARRAYS] = {"starts", "units", "zeros", "low", "beside_starts", "beside",
                                          "cells", "weigh", "slope", "rows", "gains", "scratch"};

static const char KINDS[] = "iiiiiiiffiii";

/* Fills in the climb from its arrays; 0 with an error set where one does not fit. */
static int take_all(PyObject *args, Array *a, Climb *c)
{
    for (int k = 0; k < ARRAYS; k++)
        if (!take(PyTuple_GetItem(args, k), &a[k], KINDS[k], 8, -1, k >= ROWS, NAMES[k]))
            return 0;
    i64 n = c->variables = items_of(&a[STARTS]) - 1, s = c->sides = items_of(&a[ZEROS]);
    c->climbers = s > 0 ? items_of(&a[GAINS]) / s : 0;
    i64 rows = s > 0 ? items_of(&a[UNITS]) / s : 0, cells = s > 0 ? items_of(&a[CELLS]) / s : 0;
    i64 besides = items_of(&a[BESIDE]) / COLUMNS;
    const i64 sizes[ARRAYS] = {n + 1, rows * s, s, s, n + 1, besides * COLUMNS, cells * s,
                               s, s, c->climbers * n, c->climbers * s, 2 * s};
    int fits = n > 0 && s > 0 && rows > 0;
    for (int k = 0; k < ARRAYS && fits; k++)
        fits = items_of(&a[k]) == sizes[k];
    c->starts = a[STARTS].view.buf, c->units = a[UNITS].view.buf, c->zeros = a[ZEROS].view.buf;
    c->low = a[LOW].view.buf, c->beside_starts = a[BESIDE_STARTS].view.buf, c->beside = a[BESIDE].view.buf;
    c->cells = a[CELLS].view.buf, c->weigh = a[WEIGH].view.buf, c->slope = a[SLOPE].view.buf;
    c->rows = a[ROWS].view.buf, c->gains = a[GAINS].view.buf, c->scratch = a[SCRATCH].view.buf;
    if (fits && sound(c, rows, cells, besides))
        return 1;
    PyErr_SetString(PyExc_ValueError, "the arrays of a climb do not fit one another");
    return 0;
}

static PyObject *climb_once(PyObject *self, PyObject *args)
{
    (void)self;
    if (PyTuple_Size(args) != ARRAYS + 2) {
        PyErr_Format(PyExc_ValueError, "climb_once takes %d arguments", ARRAYS + 2);
        return NULL;
    }
    Array arrays[ARRAYS];
    memset(arrays, 0, sizeof arrays);
    Climb c;
    c.product = PyLong_AsLongLong(PyTuple_GetItem(args, ARRAYS));
    c.passes = PyLong_AsLongLong(PyTuple_GetItem(args, ARRAYS + 1));
    int ok = !PyErr_Occurred() && take_all(args, arrays, &c);
    if (ok) {
        Py_BEGIN_ALLOW_THREADS
        climb(&c);
        Py_END_ALLOW_THREADS
    }
    for (int k = 0; k < ARRAYS; k++)
        drop(&arrays[k]);
    if (!ok)
        return NULL;
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"climb_once", climb_once, METH_VARARGS, "Better packages one variable at a time; see climbing.climb_once."},
    {NULL, NULL, 0, NULL}};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "climbing", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_climbing(void)
{
    return PyModule_Create(&module);
}
