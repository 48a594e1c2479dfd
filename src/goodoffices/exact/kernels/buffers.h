/* Arrays as they come in from numpy, through the buffer protocol of the limited API.

   Every kernel takes its arrays with `take`, which checks that they are contiguous and of the expected item size, and
   lets go of them with `drop`. Nothing is copied and numpy's own C interface is not needed. */
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

/* Takes hold of an array. `items` is the number of items it must have, or -1 for any number. 0 with an error set if it
   does not fit. A writable array is asked for with `writable`. */
static inline int take(PyObject *object, Array *array, Py_ssize_t itemsize, Py_ssize_t items, int writable,
                       const char *name)
{
    array->held = 0;
    if (PyObject_GetBuffer(object, &array->view, PyBUF_C_CONTIGUOUS | PyBUF_FORMAT | (writable ? PyBUF_WRITABLE : 0)))
        return 0;
    array->held = 1;
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
