/* Arrays as they come in from numpy, through the buffer protocol of the limited API.

   Every kernel takes its arrays with `take`, which checks that they are contiguous and of the expected kind and size of
   items, and lets go of them with `drop`. Nothing is copied and numpy's own C interface is not needed. */
#ifndef GOODOFFICES_BUFFERS_H
#define GOODOFFICES_BUFFERS_H

#ifndef Py_LIMITED_API
#define Py_LIMITED_API 0x030B0000
#endif
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

typedef struct {
    Py_buffer view;
    int held;
} Array;

/* The kind of an array's items, by its format as the module `struct` writes it: 'i' for whole numbers with a sign, 'u'
   for those without (and truths), 'f' for floating point, 0 for anything else, so also for another order of bytes. */
static inline char kind_of(const Py_buffer *view)
{
    const char *format = view->format ? view->format : "B";
    format += *format == '@';
    if (!*format || format[1])
        return 0;
    return strchr("bhilqn", *format) ? 'i' : strchr("BHILQN?", *format) ? 'u' : strchr("efd", *format) ? 'f' : 0;
}

/* Takes hold of an array. `kind` is what `kind_of` says of its items, `items` the number of them it must have, or -1 for
   any number. 0 with an error set if it does not fit. A writable array is asked for with `writable`. */
static inline int take(PyObject *object, Array *array, char kind, Py_ssize_t itemsize, Py_ssize_t items, int writable,
                       const char *name)
{
    array->held = 0;
    if (PyObject_GetBuffer(object, &array->view, PyBUF_C_CONTIGUOUS | PyBUF_FORMAT | (writable ? PyBUF_WRITABLE : 0)))
        return 0;
    array->held = 1;
    if (kind_of(&array->view) != kind) {
        PyErr_Format(PyExc_ValueError, "%s: items of the format '%s', where %s are needed", name,
                     array->view.format ? array->view.format : "B",
                     kind == 'f' ? "floating-point numbers" : kind == 'u' ? "whole numbers without sign" : "whole numbers");
        return 0;
    }
    if (array->view.itemsize != itemsize || (items >= 0 && array->view.len != items * itemsize)) {
        PyErr_Format(PyExc_ValueError, "%s: %zd items of %zd bytes, where %zd items of %zd bytes are needed", name,
                     array->view.itemsize ? array->view.len / array->view.itemsize : 0, array->view.itemsize, items,
                     itemsize);
        return 0;
    }
    return 1;
}

static inline void drop(Array *array)
{
    if (array->held)
        PyBuffer_Release(&array->view);
    array->held = 0;
}

static inline Py_ssize_t items_of(const Array *array)
{
    return array->view.itemsize ? array->view.len / array->view.itemsize : 0;
}

#endif
