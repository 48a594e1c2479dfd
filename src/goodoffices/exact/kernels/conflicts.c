/* The innermost loops of conflicts and repairs: the exchanges of a mixture of packages, the best rows under weights
   (both steer, in floating point), and the search among rows for which there is room (which decides, in whole numbers).

   The twins, in ../conflicts, are `settle` and `best` in mixtures.py and marked_tables.py, `advance` in row_search.py.
   Sums are taken one term after another in the order of the twins, so that kernel and twin go the same way to the last
   bit. */
#include "buffers.h"
#include "speed.h"

typedef int64_t i64;

/* Whether no weights leave less room than the row needs. Differences fit: the caller keeps both below 2^61 in size. */
static inline int fits(const i64 *short_of, const i64 *left, Py_ssize_t weights)
{
    i64 signs = 0;
    for (Py_ssize_t j = 0; j < weights; j++)
        signs |= left[j] - short_of[j];
    return signs >= 0;
}

/* Depth first from where `taken` stands, one row of each table, until every table has one (1), or nothing is left or
   the looks are used up (0). `state`: the table whose row is to be changed (-1: nothing is left), and looks left. */
SPEED static int walk(const i64 *short_of, const i64 *starts, i64 *left, i64 *taken, i64 *state, Py_ssize_t tables,
                      Py_ssize_t weights)
{
    i64 table = state[0], looks = state[1];
    int found = 0;
    while (table >= 0 && looks > 0) {
        i64 row = taken[table] + 1, end = starts[table + 1];
        const i64 *here = left + table * weights;
        while (row < end && looks > 0 && !fits(short_of + row * weights, here, weights)) {
            row++;
            looks--;
        }
        if (row == end) {
            table--;
            continue;
        }
        if (looks == 0) {
            taken[table] = row - 1;
            break;
        }
        looks--;
        taken[table] = row;
        for (Py_ssize_t j = 0; j < weights; j++)
            left[(table + 1) * weights + j] = here[j] - short_of[row * weights + j];
        if (table + 1 == tables) {
            found = 1;
            break;
        }
        table++;
        taken[table] = starts[table] - 1;
    }
    state[0] = table;
    state[1] = looks;
    return found;
}

/* Whether rows and tables are where the arrays say. */
static int belongs(const i64 *starts, const i64 *taken, const i64 *state, Py_ssize_t tables, Py_ssize_t rows)
{
    if (state[0] < -1 || state[0] >= tables || starts[0] != 0 || starts[tables] != rows)
        return 0;
    for (Py_ssize_t t = 0; t < tables; t++)
        if (starts[t + 1] < starts[t])
            return 0;
    for (i64 t = 0; t <= state[0]; t++)
        if (taken[t] < starts[t] - 1 || taken[t] >= starts[t + 1])
            return 0;
    return 1;
}

static PyObject *advance(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *o[5], *answer = NULL;
    Array a[5] = {{.held = 0}};
    if (!PyArg_ParseTuple(args, "OOOOO", &o[0], &o[1], &o[2], &o[3], &o[4]))
        return NULL;
    static const char *names[] = {"short", "starts", "left", "taken", "state"};
    for (int i = 0; i < 5; i++)
        if (!take(o[i], &a[i], 'i', 8, i == 4 ? 2 : -1, i > 1, names[i]))
            goto out;
    Py_ssize_t tables = items_of(&a[1]) - 1;
    Py_ssize_t weights = tables > 0 ? items_of(&a[2]) / (tables + 1) : 0;
    const i64 *starts = a[1].view.buf;
    if (tables < 1 || weights < 1 || items_of(&a[2]) != weights * (tables + 1) || items_of(&a[3]) != tables ||
        items_of(&a[0]) % weights ||
        !belongs(starts, a[3].view.buf, a[4].view.buf, tables, items_of(&a[0]) / weights)) {
        PyErr_SetString(PyExc_ValueError, "the arrays do not belong together");
        goto out;
    }
    int found;
    Py_BEGIN_ALLOW_THREADS
    found = walk(a[0].view.buf, starts, a[2].view.buf, a[3].view.buf, a[4].view.buf, tables, weights);
    Py_END_ALLOW_THREADS
    answer = PyBool_FromLong(found);
out:
    for (int i = 0; i < 5; i++)
        drop(&a[i]);
    return answer;
}

/* sums[i] = the sum over j of columns[j][i] * factors[j], one j after another. */
static inline void combine(const double *columns, Py_ssize_t width, Py_ssize_t count, const double *factors,
                           Py_ssize_t terms, double *sums)
{
    for (Py_ssize_t i = 0; i < count; i++)
        sums[i] = 0.0;
    for (Py_ssize_t j = 0; j < terms; j++)
        for (Py_ssize_t i = 0; i < count; i++)
            sums[i] += columns[j * width + i] * factors[j];
}

/* Exchanges until the weights favour no package and no gain is above for nothing; how many exchanges it took. */
SPEED static i64 exchange(const double *columns, Py_ssize_t width, Py_ssize_t count, double *inverse,
                          const double *right, i64 *basis, double *work, Py_ssize_t rows, double near, double zero,
                          i64 most)
{
    double *favour = work, *first = favour + count, *along = first + rows, *held = along + rows;
    for (i64 step = 0; step < most; step++) {
        for (Py_ssize_t j = 0; j < rows; j++)
            first[j] = inverse[j * rows];
        combine(columns, width, count, first, rows, favour);
        Py_ssize_t place = 0, side = 0, leaving = -1;
        for (Py_ssize_t i = 1; i < count; i++)
            if (favour[i] < favour[place])
                place = i;
        if (favour[place] < -near) {
            for (Py_ssize_t i = 0; i < rows; i++)
                along[i] = 0.0;
            for (Py_ssize_t j = 0; j < rows; j++)
                for (Py_ssize_t i = 0; i < rows; i++)
                    along[i] += inverse[j * rows + i] * columns[j * width + place];
        } else {
            for (Py_ssize_t j = 1; j < rows - 1; j++)
                if (first[j] > first[side])
                    side = j;
            if (first[side] <= zero)
                return step;
            for (Py_ssize_t i = 0; i < rows; i++)
                along[i] = -inverse[side * rows + i];
            place = -1 - side;
        }
        combine(inverse, rows, rows, right, rows, held);
        double steepest = 0.0, least = 0.0;
        for (Py_ssize_t i = 0; i < rows; i++) {
            double size = along[i] < 0.0 ? -along[i] : along[i];
            if (size > steepest)
                steepest = size;
        }
        for (Py_ssize_t i = 1; i < rows; i++)
            if (along[i] > 1e-12 * steepest && (leaving < 0 || held[i] / along[i] < least)) {
                leaving = i;
                least = held[i] / along[i];
            }
        if (leaving < 0)
            return step;
        for (Py_ssize_t j = 0; j < rows; j++) {
            double *column = inverse + j * rows, share = column[leaving] / along[leaving];
            for (Py_ssize_t i = 0; i < rows; i++)
                column[i] -= along[i] * share;
            column[leaving] = share;
        }
        basis[leaving - 1] = place;
    }
    return most;
}

static PyObject *settle(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *o[4], *answer = NULL;
    Array a[4] = {{.held = 0}};
    Py_ssize_t count;
    double near, zero, *work = NULL;
    long long most, steps;
    if (!PyArg_ParseTuple(args, "OnOOOddL", &o[0], &count, &o[1], &o[2], &o[3], &near, &zero, &most))
        return NULL;
    static const char *names[] = {"columns", "inverse", "right", "basis"};
    for (int i = 0; i < 4; i++)
        if (!take(o[i], &a[i], "fffi"[i], 8, -1, i == 1 || i == 3, names[i]))
            goto out;
    Py_ssize_t rows = items_of(&a[2]), width = rows ? items_of(&a[0]) / rows : 0;
    if (rows < 2 || rows > 1 << 20 || items_of(&a[0]) != rows * width || count < 1 || count > width ||
        items_of(&a[1]) != rows * rows || items_of(&a[3]) != rows - 1) {
        PyErr_SetString(PyExc_ValueError, "the arrays do not belong together");
        goto out;
    }
    work = PyMem_Malloc((size_t)(count + 3 * rows) * sizeof(double));
    if (!work) {
        PyErr_NoMemory();
        goto out;
    }
    Py_BEGIN_ALLOW_THREADS
    steps = exchange(a[0].view.buf, width, count, a[1].view.buf, a[2].view.buf, a[3].view.buf, work, rows, near, zero,
                     most);
    Py_END_ALLOW_THREADS
    answer = PyLong_FromLongLong(steps);
out:
    PyMem_Free(work);
    for (int i = 0; i < 4; i++)
        drop(&a[i]);
    return answer;
}

/* The first best row of each table, and the sum of what they are worth. */
SPEED static double pick(const double *columns, const double *weights, const i64 *starts, i64 *chosen, double *work,
                         Py_ssize_t rows, Py_ssize_t sides, Py_ssize_t tables)
{
    double total = 0.0;
    combine(columns, rows, rows, weights, sides, work);
    for (Py_ssize_t t = 0; t < tables; t++) {
        i64 end = t + 1 < tables ? starts[t + 1] : rows, at = starts[t];
        for (i64 row = at + 1; row < end; row++)
            if (work[row] > work[at])
                at = row;
        chosen[t] = at;
        total += work[at];
    }
    return total;
}

static PyObject *best(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *o[4], *answer = NULL;
    Array a[4] = {{.held = 0}};
    double *work = NULL, total;
    if (!PyArg_ParseTuple(args, "OOOO", &o[0], &o[1], &o[2], &o[3]))
        return NULL;
    static const char *names[] = {"columns", "weights", "starts", "chosen"};
    for (int i = 0; i < 4; i++)
        if (!take(o[i], &a[i], "ffii"[i], 8, -1, i == 3, names[i]))
            goto out;
    Py_ssize_t sides = items_of(&a[1]), rows = sides ? items_of(&a[0]) / sides : 0, tables = items_of(&a[2]);
    const i64 *starts = a[2].view.buf;
    int fits = sides > 0 && items_of(&a[0]) == rows * sides && items_of(&a[3]) == tables && tables > 0;
    for (Py_ssize_t t = 0; fits && t < tables; t++)  /* every table has a row */
        fits = starts[t] >= 0 && starts[t] < (t + 1 < tables ? starts[t + 1] : (i64)rows);
    if (!fits) {
        PyErr_SetString(PyExc_ValueError, "the arrays do not belong together");
        goto out;
    }
    work = PyMem_Malloc((size_t)rows * sizeof(double));
    if (!work) {
        PyErr_NoMemory();
        goto out;
    }
    Py_BEGIN_ALLOW_THREADS
    total = pick(a[0].view.buf, a[1].view.buf, starts, a[3].view.buf, work, rows, sides, tables);
    Py_END_ALLOW_THREADS
    answer = PyFloat_FromDouble(total);
out:
    PyMem_Free(work);
    for (int i = 0; i < 4; i++)
        drop(&a[i]);
    return answer;
}

static PyMethodDef functions[] = {
    {"advance", advance, METH_VARARGS,
     "advance(short, starts, left, taken, state)\n--\n\n"
     "Go on to the next package for which there is room; see row_search.advance."},
    {"settle", settle, METH_VARARGS,
     "settle(columns, count, inverse, right, basis, near, zero, most)\n--\n\n"
     "Exchange columns of a mixture until it is the best; see mixtures.settle."},
    {"best", best, METH_VARARGS,
     "best(columns, weights, starts, chosen)\n--\n\n"
     "The first best row of each table, and their worth; see marked_tables.best."},
    {NULL, NULL, 0, NULL}};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "conflicts", "The innermost loops of conflicts and repairs.", 0, functions, NULL, NULL, NULL,
    NULL};

PyMODINIT_FUNC PyInit_conflicts(void)
{
    return PyModule_Create(&module);
}
