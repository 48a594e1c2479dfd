/* Spreading: worth moved between rows and pairs in turn, so that the sum of the best rows and cells falls.

   All in whole numbers of 64 bits: the numpy twin, `spreading.sweep`, comes to the same. Sums are taken without a sign, so
   that they could at worst wrap around as numpy's do; the caller sees to it that they stay far below that.

   Source: Werner 2007, IEEE Transactions on Pattern Analysis and Machine Intelligence 29(7), 1165-1179 (diffusion). */
#include "buffers.h"
#include "speed.h"

typedef int64_t i64;
typedef uint64_t u64;

typedef struct {
    i64 variables, cuts;
    const i64 *starts, *beside_starts, *beside;
    i64 *worth, *cells, *scratch;
} Spread;

enum { AT, BY_OWN, OTHERS, BY_OTHER, COLUMNS };

/* Moves the best of each row's cells of one pair to the row. */
SPEED
static void gather(const Spread *s, const i64 *pair, i64 *worth, i64 rows)
{
    i64 cuts = s->cuts, *best = s->scratch;
    for (i64 row = 0; row < rows; row++, worth += cuts) {
        i64 *cells = s->cells + (pair[AT] + row * pair[BY_OWN]) * cuts, step = pair[BY_OTHER] * cuts;
        memcpy(best, cells, (size_t)cuts * sizeof(i64));
        for (i64 k = 1; k < pair[OTHERS]; k++)
            for (i64 l = 0; l < cuts; l++)
                best[l] = cells[k * step + l] > best[l] ? cells[k * step + l] : best[l];
        for (i64 l = 0; l < cuts; l++)
            worth[l] = (i64)((u64)worth[l] + (u64)best[l]);
        for (i64 k = 0; k < pair[OTHERS]; k++)
            for (i64 l = 0; l < cuts; l++)
                cells[k * step + l] = (i64)((u64)cells[k * step + l] - (u64)best[l]);
    }
}

/* Shares each row's worth out evenly among its pairs; what does not divide stays. */
SPEED
static void share(const Spread *s, const i64 *pairs, i64 count, i64 *worth, i64 rows)
{
    i64 cuts = s->cuts, *each = s->scratch;
    for (i64 row = 0; row < rows; row++, worth += cuts) {
        for (i64 l = 0; l < cuts; l++) {
            i64 left = worth[l] % count;
            left += left < 0 ? count : 0;
            each[l] = (i64)((u64)worth[l] - (u64)left) / count;
            worth[l] = left;
        }
        for (const i64 *pair = pairs; pair < pairs + count * COLUMNS; pair += COLUMNS)
            for (i64 k = 0; k < pair[OTHERS]; k++) {
                i64 *cells = s->cells + (pair[AT] + row * pair[BY_OWN] + k * pair[BY_OTHER]) * cuts;
                for (i64 l = 0; l < cuts; l++)
                    cells[l] = (i64)((u64)cells[l] + (u64)each[l]);
            }
    }
}

/* One variable's turn; in the last sweep nothing is shared out. */
static void turn(const Spread *s, i64 variable, int last)
{
    i64 first = s->beside_starts[variable], count = s->beside_starts[variable + 1] - first;
    i64 rows = s->starts[variable + 1] - s->starts[variable], *worth = s->worth + s->starts[variable] * s->cuts;
    const i64 *pairs = s->beside + first * COLUMNS;
    for (i64 p = 0; p < count; p++)
        gather(s, pairs + p * COLUMNS, worth, rows);
    if (count && !last)
        share(s, pairs, count, worth, rows);
}

/* Whether every offset and cell stays inside its array. */
static int sound(const Spread *s, i64 rows, i64 cells, i64 besides)
{
    if (s->starts[0] != 0 || s->beside_starts[0] != 0)
        return 0;
    for (i64 v = 0; v < s->variables; v++)
        if (s->starts[v + 1] < s->starts[v] || s->starts[v + 1] > rows ||
            s->beside_starts[v + 1] < s->beside_starts[v] || s->beside_starts[v + 1] > besides)
            return 0;
    for (i64 v = 0; v < s->variables; v++)
        for (i64 b = s->beside_starts[v]; b < s->beside_starts[v + 1]; b++) {
            const i64 *pair = s->beside + b * COLUMNS;
            for (int k = 0; k < COLUMNS; k++)
                if (pair[k] < 0 || pair[k] > cells)
                    return 0;
            if (pair[OTHERS] < 1 || pair[AT] + (s->starts[v + 1] - s->starts[v] - 1) * pair[BY_OWN] +
                                            (pair[OTHERS] - 1) * pair[BY_OTHER] >= cells)
                return 0;
        }
    return 1;
}

enum { STARTS, BESIDE_STARTS, BESIDE, WORTH, CELLS, SCRATCH, ARRAYS };

static const char *const NAMES[ARRAYS] = {"starts", "beside_starts", "beside", "worth", "cells", "scratch"};

/* Fills in the arrays; 0 with an error set where one does not fit. */
static int take_all(PyObject *args, Array *a, Spread *s)
{
    for (int k = 0; k < ARRAYS; k++)
        if (!take(PyTuple_GetItem(args, k), &a[k], 'i', 8, -1, k >= WORTH, NAMES[k]))
            return 0;
    i64 n = s->variables = items_of(&a[STARTS]) - 1, c = s->cuts = items_of(&a[SCRATCH]);
    i64 rows = c > 0 ? items_of(&a[WORTH]) / c : 0, cells = c > 0 ? items_of(&a[CELLS]) / c : 0;
    i64 besides = items_of(&a[BESIDE]) / COLUMNS;
    s->starts = a[STARTS].view.buf, s->beside_starts = a[BESIDE_STARTS].view.buf, s->beside = a[BESIDE].view.buf;
    s->worth = a[WORTH].view.buf, s->cells = a[CELLS].view.buf, s->scratch = a[SCRATCH].view.buf;
    if (n > 0 && c > 0 && items_of(&a[BESIDE_STARTS]) == n + 1 && items_of(&a[BESIDE]) == besides * COLUMNS &&
        items_of(&a[WORTH]) == rows * c && items_of(&a[CELLS]) == cells * c && sound(s, rows, cells, besides))
        return 1;
    PyErr_SetString(PyExc_ValueError, "the arrays to spread worth over do not fit one another");
    return 0;
}

static PyObject *sweep(PyObject *self, PyObject *args)
{
    (void)self;
    if (PyTuple_Size(args) != ARRAYS + 1) {
        PyErr_Format(PyExc_ValueError, "sweep takes %d arguments", ARRAYS + 1);
        return NULL;
    }
    Array arrays[ARRAYS];
    memset(arrays, 0, sizeof arrays);
    Spread s;
    i64 sweeps = PyLong_AsLongLong(PyTuple_GetItem(args, ARRAYS));
    int ok = !PyErr_Occurred() && take_all(args, arrays, &s);
    if (ok) {
        Py_BEGIN_ALLOW_THREADS
        for (i64 k = 0; k <= sweeps; k++)
            for (i64 v = 0; v < s.variables; v++)
                turn(&s, k % 2 ? v : s.variables - 1 - v, k == sweeps);
        Py_END_ALLOW_THREADS
    }
    for (int k = 0; k < ARRAYS; k++)
        drop(&arrays[k]);
    if (!ok)
        return NULL;
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"sweep", sweep, METH_VARARGS, "Move worth between rows and pairs; see spreading.sweep."}, {NULL, NULL, 0, NULL}};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "spreading", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_spreading(void)
{
    return PyModule_Create(&module);
}
