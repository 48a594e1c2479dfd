/* The dense table: for every combination of losses of all sides but one, the least loss of that one side.

   A layer is a table of cells over five axes (fewer sides: axes of one place). Cell (a, b, c, d, e) has the least loss
   of the measured side over all partial packages in which the other sides lose at most a, b, c, d, e; `unreached` where
   there is none. The last axis lies in memory as a row: `lead` cells of `unreached`, one cell for each place, and after
   the last place the same value again up to `stride`; so a row can be read from any place before or after it, and
   adding a loss is reading the row from further left. A layer ends with SLACK cells more, which are read and never
   used. Past the end of the other axes the last place is read.

   The numpy twins are in `../dense/dense_arrays.py`, with the same names and arguments; `dense_table.py` says what for.
   The file is long because every call checks all its arrays; what is computed stands in `dense_cells.h` and the first third. */
#include "buffers.h"
#include "speed.h"
#include <stdlib.h>

typedef int64_t i64;
typedef uint64_t u64;

enum { AXES = 5, FIELDS = AXES + 1, BLOCK = 32, PART = 1024, SLACK = 64 };

/* How a layer lies in memory. */
typedef struct {
    i64 extent[AXES], lead, stride;
} Form;

static inline i64 least(i64 a, i64 b)
{
    return a < b ? a : b;
}

/* The lowest `count` bits, all 64 from there on. */
static inline u64 within(i64 count)
{
    return count >= 64 ? ~(u64)0 : ((u64)1 << count) - 1;
}

/* How many bits are set. */
static inline i64 ones(u64 word)
{
    word -= (word >> 1) & 0x5555555555555555u;
    word = (word & 0x3333333333333333u) + ((word >> 2) & 0x3333333333333333u);
    return (i64)((((word + (word >> 4)) & 0x0f0f0f0f0f0f0f0fu) * 0x0101010101010101u) >> 56);
}

#define CELL uint8_t
#define OF(name) name##_in_bytes
#include "dense_cells.h"
#undef CELL
#undef OF
#define CELL uint16_t
#define OF(name) name##_in_words
#include "dense_cells.h"
#undef CELL
#undef OF

/* For every 64 cells, how many marked cells come before them; the number of all. */
SPEED static i64 count_bits(const u64 *bits, i64 words, i64 *before)
{
    i64 total = 0;
    for (i64 word = 0; word < words; word++) {
        before[word] = total;
        total += ones(bits[word]);
    }
    return total;
}

/* The numbers of the marked cells, ascending; false where there are not exactly `room`. */
static int list_places(const u64 *bits, i64 words, i64 words_a_row, i64 width, i64 row, i64 *places, i64 room)
{
    i64 found = 0;
    for (i64 word = 0; word < words; word++) {
        i64 start = (row + word / words_a_row) * width + 64 * (word % words_a_row);
        for (u64 left = bits[word]; left; left &= left - 1) {
            if (found == room)
                return 0;
            places[found++] = start + ones((left & -left) - 1);
        }
    }
    return found == room;
}

/* What is known of the marked cells of a layer, in ascending order of the cells. */
typedef struct {
    const u64 *bits;
    const i64 *before;
    const uint16_t *losses;
    const u64 *keys;
    i64 size;
} Known;

/* The place of a cell among the marked cells of a layer, or -1. */
static inline i64 place_of(const Known *known, const i64 *extent, const i64 *at)
{
    i64 row = ((at[0] * extent[1] + at[1]) * extent[2] + at[2]) * extent[3] + at[3];
    i64 word = row * ((extent[4] + 63) / 64) + at[4] / 64;
    u64 bit = (u64)1 << (at[4] % 64);
    if (!(known->bits[word] & bit))
        return -1;
    i64 place = known->before[word] + ones(known->bits[word] & (bit - 1));
    return place < known->size ? place : -1;
}

/* For each of some marked cells of the new layer the least loss of the measured side and, of the ways to it, the least
   key; false where no way leads to a cell. */
SPEED static int carry_on(const i64 *cells, i64 many, const i64 *extent, const Known *known, const i64 *held,
                          const i64 *steps, const u64 *step_keys, i64 count, i64 words, uint16_t *losses, u64 *keys)
{
    for (i64 cell = 0; cell < many; cell++, keys += words) {
        i64 at[AXES], rest = cells[cell], best = UINT16_MAX + 1;
        for (int axis = AXES - 1; axis >= 0; axis--) {
            at[axis] = rest % extent[axis];
            rest /= extent[axis];
        }
        for (i64 k = 0; k < count; k++) {
            i64 back[AXES];
            int inside = 1;
            for (int axis = 0; axis < AXES; axis++) {
                back[axis] = at[axis] - steps[k * FIELDS + axis];
                inside &= back[axis] >= 0 && back[axis] < held[axis];
            }
            i64 place = inside ? place_of(known, held, back) : -1;
            if (place < 0)
                continue;
            i64 loss = known->losses[place] + steps[k * FIELDS + AXES];
            if (loss > best)
                continue;
            const u64 *one = known->keys + place * words, *other = step_keys + k * words;
            int better = loss < best;
            for (i64 word = 0; word < words && !better; word++) {
                if ((one[word] | other[word]) > keys[word])
                    break;
                better = (one[word] | other[word]) < keys[word];
            }
            if (!better)
                continue;
            best = loss;
            for (i64 word = 0; word < words; word++)
                keys[word] = one[word] | other[word];
        }
        if (best > UINT16_MAX)
            return 0;
        losses[cell] = (uint16_t)best;
    }
    return 1;
}

/* ---- checks ------------------------------------------------------------------------------------------------------ */

static int wrong(const char *what)
{
    PyErr_SetString(PyExc_ValueError, what);
    return 0;
}

/* The cells of `planes` planes of the first axis, or -1 where a form makes no sense or is too large for this. */
static i64 cells_of(const Form *form, i64 planes)
{
    i64 cells = form->stride;
    if (form->lead < 1 || form->extent[AXES - 1] < 1 || form->stride > (i64)1 << 40 ||
        form->lead > form->stride - form->extent[AXES - 1] || planes < 0 || planes > (i64)1 << 40)
        return -1;
    for (int axis = 0; axis < AXES - 1; axis++) {
        i64 many = axis ? form->extent[axis] : planes;
        if (form->extent[axis] < 1 || form->extent[axis] > (i64)1 << 40 || (many && cells > ((i64)1 << 50) / many))
            return -1;
        cells *= many;
    }
    return cells;
}

static int take_form(PyObject *object, Array *array, Form *form, const char *name)
{
    if (!take(object, array, 'i', 8, AXES + 2, 0, name))
        return 0;
    const i64 *given = array->view.buf;
    memcpy(form->extent, given, sizeof form->extent);
    form->lead = given[AXES];
    form->stride = given[AXES + 1];
    return cells_of(form, form->extent[0]) >= 0 || wrong("a layer's form makes no sense");
}

/* Cells of one or of two bytes that hold `planes` planes and the slack. */
static int take_cells(PyObject *object, Array *array, const Form *form, i64 planes, int writable, const char *name)
{
    array->held = 0;
    if (PyObject_GetBuffer(object, &array->view, PyBUF_C_CONTIGUOUS | PyBUF_FORMAT | (writable ? PyBUF_WRITABLE : 0)))
        return 0;
    array->held = 1;
    i64 needed = cells_of(form, planes);
    if (kind_of(&array->view) != 'u' || (array->view.itemsize != 1 && array->view.itemsize != 2))
        return wrong("cells are whole numbers without sign, of one or two bytes");
    return (needed >= 0 && items_of(array) - SLACK >= needed) || wrong(name);
}

/* No loss may be negative, on the last axis more than `lead`, or on the measured side more than `most`. */
static int steps_fit(const i64 *steps, i64 count, i64 lead, i64 most)
{
    for (i64 k = 0; k < count; k++) {
        for (int axis = 0; axis < FIELDS; axis++)
            if (steps[k * FIELDS + axis] < 0)
                return wrong("a loss is never negative");
        if (steps[k * FIELDS + AXES - 1] > lead || steps[k * FIELDS + AXES] > most)
            return wrong("a step reaches further than the table it starts from");
    }
    return 1;
}

/* ---- what Python calls ------------------------------------------------------------------------------------------- */

static int add_checked(const Array *from, const Form *old, const Array *to, const Form *new, const i64 *steps,
                       i64 count, i64 unreached, i64 first, i64 last)
{
    size_t item = (size_t)from->view.itemsize;
    i64 *bases = malloc((size_t)(count + 1) * sizeof *bases);
    void *sources = malloc((size_t)(count + 1) * sizeof(void *));
    void *losses = malloc((size_t)(count + 1) * item);
    int ready = bases && sources && losses;
    if (ready) {
        Py_BEGIN_ALLOW_THREADS
        if (item == 1)
            add_in_bytes(from->view.buf, old, to->view.buf, new, steps, count, (uint8_t)unreached, first, last, bases,
                         sources, losses);
        else
            add_in_words(from->view.buf, old, to->view.buf, new, steps, count, (uint16_t)unreached, first, last, bases,
                         sources, losses);
        Py_END_ALLOW_THREADS
    } else
        PyErr_NoMemory();
    free(bases);
    free(sources);
    free(losses);
    return ready;
}

static PyObject *add(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *from_, *old_, *to_, *new_, *steps_;
    long long unreached, first, last;
    Array from = {0}, to = {0}, steps = {0}, old_form = {0}, new_form = {0};
    Form old, new;
    int ok = 0;
    if (!PyArg_ParseTuple(args, "OOOOOLLL", &from_, &old_, &to_, &new_, &steps_, &unreached, &first, &last))
        return NULL;
    if (take_form(old_, &old_form, &old, "old") && take_form(new_, &new_form, &new, "new") &&
        take_cells(from_, &from, &old, old.extent[0], 0, "too few cells to start from") &&
        (first >= 0 || wrong("planes are counted from 0")) &&
        (last <= new.extent[0] || wrong("there are fewer planes")) &&
        take_cells(to_, &to, &new, last - first, 1, "too few cells to write to") &&
        take(steps_, &steps, 'i', 8, -1, 0, "steps")) {
        i64 count = items_of(&steps) / FIELDS, largest = from.view.itemsize == 1 ? UINT8_MAX : UINT16_MAX;
        if (items_of(&steps) % FIELDS || from.view.itemsize != to.view.itemsize || unreached < 1 || unreached > largest)
            wrong("steps have six numbers, layers one kind of cell, and unreached has to fit");
        else if (old.stride - old.lead < new.extent[AXES - 1])
            wrong("the rows to start from end too soon");
        else if (steps_fit(steps.view.buf, count, old.lead, unreached))
            ok = add_checked(&from, &old, &to, &new, steps.view.buf, count, unreached, first, last);
    }
    drop(&from), drop(&to), drop(&steps), drop(&old_form), drop(&new_form);
    if (!ok)
        return NULL;
    Py_RETURN_NONE;
}

static PyObject *undominated(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *cells_, *form_, *bits_;
    long long origin, first, last;
    Array cells = {0}, form_array = {0}, bits = {0};
    Form form;
    int ok = 0;
    if (!PyArg_ParseTuple(args, "OOLLLO", &cells_, &form_, &origin, &first, &last, &bits_))
        return NULL;
    if (take_form(form_, &form_array, &form, "form") &&
        ((origin >= 0 && origin <= first - (first > 0) && first <= last && last <= form.extent[0]) ||
         wrong("the cells must begin before the first plane")) &&
        take_cells(cells_, &cells, &form, last - origin, 0, "too few cells")) {
        i64 rows = cells_of(&form, last - first) / form.stride;
        if (take(bits_, &bits, 'u', 8, rows * ((form.extent[AXES - 1] + 63) / 64), 1, "bits")) {
            Py_BEGIN_ALLOW_THREADS
            if (cells.view.itemsize == 1)
                undominated_in_bytes(cells.view.buf, &form, origin, first, last, bits.view.buf);
            else
                undominated_in_words(cells.view.buf, &form, origin, first, last, bits.view.buf);
            Py_END_ALLOW_THREADS
            ok = 1;
        }
    }
    drop(&cells), drop(&form_array), drop(&bits);
    if (!ok)
        return NULL;
    Py_RETURN_NONE;
}

static PyObject *count(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *bits_, *before_;
    Array bits = {0}, before = {0};
    i64 total = -1;
    if (!PyArg_ParseTuple(args, "OO", &bits_, &before_))
        return NULL;
    if (take(bits_, &bits, 'u', 8, -1, 0, "bits") && take(before_, &before, 'i', 8, items_of(&bits), 1, "before")) {
        Py_BEGIN_ALLOW_THREADS
        total = count_bits(bits.view.buf, items_of(&bits), before.view.buf);
        Py_END_ALLOW_THREADS
    }
    drop(&bits), drop(&before);
    return total < 0 ? NULL : PyLong_FromLongLong(total);
}

static PyObject *places(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *bits_, *places_;
    long long width, row;
    Array bits = {0}, places = {0};
    int ok = 0;
    if (!PyArg_ParseTuple(args, "OLLO", &bits_, &width, &row, &places_))
        return NULL;
    if (take(bits_, &bits, 'u', 8, -1, 0, "bits") && take(places_, &places, 'i', 8, -1, 1, "places")) {
        i64 words = items_of(&bits), words_a_row = width < 1 || width > (i64)1 << 40 ? 0 : (width + 63) / 64;
        if (!words_a_row || words % words_a_row || row < 0 || row + words / words_a_row > ((i64)1 << 62) / width)
            wrong("the bits are not those of whole rows");
        else {
            Py_BEGIN_ALLOW_THREADS
            ok = list_places(bits.view.buf, words, words_a_row, width, row, places.view.buf, items_of(&places));
            Py_END_ALLOW_THREADS
            if (!ok)
                wrong("there are not as many marked cells as places");
        }
    }
    drop(&bits), drop(&places);
    if (!ok)
        return NULL;
    Py_RETURN_NONE;
}

static int cells_fit(const i64 *cells, i64 many, const Form *form)
{
    i64 all = cells_of(form, form->extent[0]) / form->stride * form->extent[AXES - 1];
    for (i64 cell = 0; cell < many; cell++)
        if (cells[cell] < 0 || cells[cell] >= all)
            return wrong("a cell is outside the layer");
    return 1;
}

static PyObject *carry(PyObject *module, PyObject *args)
{
    (void)module;
    enum { CELLS, NEW, BITS, BEFORE, LOSSES, KEYS, OLD, STEPS, STEP_KEYS, NEW_LOSSES, NEW_KEYS, ALL };
    PyObject *given[ALL];
    Array a[ALL];
    Form old, new;
    int ok = 0;
    memset(a, 0, sizeof a);
    if (!PyArg_ParseTuple(args, "OOOOOOOOOOO", &given[CELLS], &given[NEW], &given[BITS], &given[BEFORE], &given[LOSSES],
                          &given[KEYS], &given[OLD], &given[STEPS], &given[STEP_KEYS], &given[NEW_LOSSES],
                          &given[NEW_KEYS]))
        return NULL;
    if (take_form(given[NEW], &a[NEW], &new, "new") && take_form(given[OLD], &a[OLD], &old, "old") &&
        take(given[CELLS], &a[CELLS], 'i', 8, -1, 0, "cells") && take(given[STEPS], &a[STEPS], 'i', 8, -1, 0, "steps") &&
        take(given[BITS], &a[BITS], 'u', 8,
             cells_of(&old, old.extent[0]) / old.stride * ((old.extent[AXES - 1] + 63) / 64), 0, "bits") &&
        take(given[BEFORE], &a[BEFORE], 'i', 8, items_of(&a[BITS]), 0, "before") &&
        take(given[LOSSES], &a[LOSSES], 'u', 2, -1, 0, "losses") && take(given[KEYS], &a[KEYS], 'u', 8, -1, 0, "keys") &&
        take(given[STEP_KEYS], &a[STEP_KEYS], 'u', 8, -1, 0, "keys of the steps") &&
        take(given[NEW_LOSSES], &a[NEW_LOSSES], 'u', 2, items_of(&a[CELLS]), 1, "new losses") &&
        take(given[NEW_KEYS], &a[NEW_KEYS], 'u', 8, -1, 1, "new keys")) {
        i64 count = items_of(&a[STEPS]) / FIELDS, size = items_of(&a[LOSSES]), many = items_of(&a[CELLS]);
        i64 words = count ? items_of(&a[STEP_KEYS]) / count : 0;
        Known known = {a[BITS].view.buf, a[BEFORE].view.buf, a[LOSSES].view.buf, a[KEYS].view.buf, size};
        if (items_of(&a[STEPS]) != count * FIELDS || items_of(&a[STEP_KEYS]) != count * words ||
            items_of(&a[KEYS]) != size * words || items_of(&a[NEW_KEYS]) != many * words)
            wrong("steps have six numbers, and every key as many words");
        else if (cells_fit(a[CELLS].view.buf, many, &new) &&
                 steps_fit(a[STEPS].view.buf, count, INT64_MAX, UINT16_MAX)) {
            Py_BEGIN_ALLOW_THREADS
            ok = carry_on(a[CELLS].view.buf, many, new.extent, &known, old.extent, a[STEPS].view.buf,
                          a[STEP_KEYS].view.buf, count, words, a[NEW_LOSSES].view.buf, a[NEW_KEYS].view.buf);
            Py_END_ALLOW_THREADS
            if (!ok)
                wrong("no way leads to a marked cell");
        }
    }
    for (int k = 0; k < ALL; k++)
        drop(&a[k]);
    if (!ok)
        return NULL;
    Py_RETURN_NONE;
}

static PyMethodDef functions[] = {
    {"add", add, METH_VARARGS, "The next layer. See dense_arrays.add."},
    {"undominated", undominated, METH_VARARGS, "Mark the undominated cells. See dense_arrays.undominated."},
    {"count", count, METH_VARARGS, "Count marked cells. See dense_arrays.count."},
    {"places", places, METH_VARARGS, "List marked cells. See dense_arrays.places."},
    {"carry", carry, METH_VARARGS, "Losses and keys of marked cells. See dense_arrays.carry."},
    {NULL, NULL, 0, NULL}};

static PyModuleDef_Slot slots[] = {{0, NULL}};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "goodoffices.exact.kernels.dense",
                                        "The dense table; the numpy twins are in dense_arrays.",
                                        0, functions, slots, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_dense(void)
{
    return PyModuleDef_Init(&definition);
}
