/* The part of _bulk.c that looks at a page's text only. */

#include "_bulk.h"

#define LIGATURES 0xfb00
#define LAST_LIGATURE 0xfb06

static int is_blank(Py_UCS4 sign) { return sign == ' ' || sign == 0; }

static int ends_line(Py_UCS4 sign) { return sign == '\r' || sign == '\n' || sign == HYPHEN; }

/* Makes sure that an argument is text; 0 if it is not. */
static int is_text(PyObject *given)
{
    if (PyUnicode_Check(given))
        return PyUnicode_READY(given) == 0;
    PyErr_SetString(PyExc_TypeError, "text");
    return 0;
}

/* is_clean(characters) -> bool */
PyObject *bulk_is_clean(PyObject *module, PyObject *text)
{
    if (!is_text(text))
        return NULL;
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    Py_UCS4 before = 0;
    for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(text); i++) {
        Py_UCS4 sign = PyUnicode_READ(kind, data, i);
        if (ends_line(sign))
            continue;
        if ((sign == ' ' && before == ' ') || (sign >= LIGATURES && sign <= LAST_LIGATURE) ||
            !Py_UNICODE_ISPRINTABLE(sign))
            Py_RETURN_FALSE;
        before = sign;
    }
    Py_RETURN_TRUE;
}

/* spans(characters) -> [(first, end)] */
PyObject *bulk_spans(PyObject *module, PyObject *text)
{
    if (!is_text(text))
        return NULL;
    Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    int kind = PyUnicode_KIND(text), good = 1;
    const void *data = PyUnicode_DATA(text);
    PyObject *found = PyList_New(0);
    for (Py_ssize_t start = 0, end; found && good && start < length; start = end + 1) {
        for (end = start; end < length && !ends_line(PyUnicode_READ(kind, data, end)); end++)
            ;
        /* a hyphen that ends a line is part of it, if it is not all of it */
        Py_ssize_t first = start, after = end;
        if (start < end && end < length && PyUnicode_READ(kind, data, end) == HYPHEN)
            after++;
        while (first < after && is_blank(PyUnicode_READ(kind, data, first)))
            first++;
        while (first < after && is_blank(PyUnicode_READ(kind, data, after - 1)))
            after--;
        if (first < after) {
            PyObject *one = Py_BuildValue("(nn)", first, after);
            good = one && PyList_Append(found, one) == 0;
            Py_XDECREF(one);
        }
    }
    if (!good)
        Py_CLEAR(found);
    return found;
}
