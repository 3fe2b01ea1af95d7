/* What pdf_bulk.py asks of pdfium, asked in one call for a whole page: a call through ctypes takes longer than
   pdfium's answer, and a page takes hundreds. The functions' addresses come from Python, nothing is linked. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define FONT_NAME 96
#define INVISIBLE 3
#define CLIPPING 7

typedef void *Handle;

static struct {
    int (*get_rect)(Handle, int, double *, double *, double *, double *);
    int (*get_char_matrix)(Handle, int, float *);
    double (*get_font_size)(Handle, int);
    int (*get_origin)(Handle, int, double *, double *);
    unsigned long (*get_font_info)(Handle, int, void *, unsigned long, int *);
    Handle (*get_object)(Handle, int);
    int (*render_mode)(Handle);
    int (*fill_color)(Handle, unsigned *, unsigned *, unsigned *, unsigned *);
} pdfium;

/* use(addresses): the functions above, in that order */
static PyObject *use(PyObject *module, PyObject *addresses)
{
    void *place[sizeof pdfium / sizeof(void *)];
    size_t count = sizeof place / sizeof *place;
    if (!PyTuple_Check(addresses) || (size_t)PyTuple_GET_SIZE(addresses) != count) {
        PyErr_SetString(PyExc_ValueError, "an address for each function");
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        place[i] = PyLong_AsVoidPtr(PyTuple_GET_ITEM(addresses, i));
        if (!place[i]) {
            if (!PyErr_Occurred())
                PyErr_SetString(PyExc_ValueError, "no function has address 0");
            return NULL;
        }
    }
    memcpy(&pdfium, place, sizeof place);
    Py_RETURN_NONE;
}

/* Puts numbers into a new tuple from that place on; 0 if there is no memory. */
static int put(PyObject *tuple, Py_ssize_t at, const double *numbers, int count)
{
    for (int i = 0; i < count; i++) {
        PyObject *number = PyFloat_FromDouble(numbers[i]);
        if (!number)
            return 0;
        PyTuple_SET_ITEM(tuple, at + i, number);
    }
    return 1;
}

/* Appends a new object and lets it go; 0 if there is none or no memory. */
static int append(PyObject *list, PyObject *item)
{
    int done = item && PyList_Append(list, item) == 0;
    Py_XDECREF(item);
    return done;
}

/* rectangles(text page, count) -> [(left, top, right, bottom)] */
static PyObject *rectangles(PyObject *module, PyObject *args)
{
    unsigned long long text;
    int count;
    if (!PyArg_ParseTuple(args, "Ki", &text, &count))
        return NULL;
    PyObject *found = PyList_New(count > 0 ? count : 0);
    for (int i = 0; found && i < count; i++) {
        double left = 0, top = 0, right = 0, bottom = 0;
        pdfium.get_rect((Handle)text, i, &left, &top, &right, &bottom);
        const double numbers[] = {left, top, right, bottom};
        PyObject *one = PyTuple_New(4);
        if (!one || !put(one, 0, numbers, 4)) {
            Py_XDECREF(one);
            Py_CLEAR(found);
        } else
            PyList_SET_ITEM(found, i, one);
    }
    return found;
}

/* The name of a character's font; *last is the one before, which most often is the same. */
static PyObject *font_name(Handle text, int index, PyObject **last)
{
    char name[FONT_NAME] = "";
    int flags = 0;
    pdfium.get_font_info(text, index, name, FONT_NAME - 1, &flags);
    name[FONT_NAME - 1] = 0;
    if (!*last || strcmp(PyBytes_AS_STRING(*last), name)) {
        PyObject *made = PyBytes_FromString(name);
        if (!made)
            return NULL;
        Py_XSETREF(*last, made);
    }
    return Py_NewRef(*last);
}

/* starts(text page, [(first, end)]) -> [(font size, a, b, c, d, x, y, first character's font, last one's)] */
static PyObject *starts(PyObject *module, PyObject *args)
{
    unsigned long long page;
    PyObject *spans, *last = NULL;
    if (!PyArg_ParseTuple(args, "KO!", &page, &PyList_Type, &spans))
        return NULL;
    Handle text = (Handle)page;
    Py_ssize_t count = PyList_GET_SIZE(spans);
    PyObject *found = PyList_New(count);
    for (Py_ssize_t i = 0; found && i < count; i++) {
        int first, end;
        float m[6] = {0};
        double x = 0, y = 0;
        PyObject *one = NULL;
        if (PyArg_ParseTuple(PyList_GET_ITEM(spans, i), "ii", &first, &end) && (one = PyTuple_New(9))) {
            pdfium.get_char_matrix(text, first, m);
            pdfium.get_origin(text, first, &x, &y);
            const double numbers[] = {pdfium.get_font_size(text, first), m[0], m[1], m[2], m[3], x, y};
            PyObject *first_font = font_name(text, first, &last);
            PyObject *last_font = first_font ? font_name(text, end - 1, &last) : NULL;
            PyTuple_SET_ITEM(one, 7, first_font);
            PyTuple_SET_ITEM(one, 8, last_font);
            if (!last_font || !put(one, 0, numbers, 7))
                Py_CLEAR(one);
        }
        if (!one)
            Py_CLEAR(found);
        else
            PyList_SET_ITEM(found, i, one);
    }
    Py_XDECREF(last);
    return found;
}

/* objects(page, count, pale, every) -> (order of the first text, other objects as [(order, handle)], texts that
   draw nothing, texts whose fill is paler than ``pale`` in every part, all texts that draw if ``every``) */
static PyObject *objects(PyObject *module, PyObject *args)
{
    unsigned long long page;
    int count, every, first = -1;
    unsigned pale;
    if (!PyArg_ParseTuple(args, "KiIp", &page, &count, &pale, &every))
        return NULL;
    PyObject *others = PyList_New(0), *undrawn = PyList_New(0), *pales = PyList_New(0), *texts = PyList_New(0);
    int good = others && undrawn && pales && texts;
    for (int i = 0; good && i < count; i++) {
        Handle thing = pdfium.get_object((Handle)page, i);
        int mode = pdfium.render_mode(thing);
        if (mode < 0) {
            good = append(others, Py_BuildValue("(iN)", i, PyLong_FromVoidPtr(thing)));
            continue;
        }
        if (first < 0)
            first = i;
        if (mode == INVISIBLE || mode == CLIPPING) {
            good = append(undrawn, PyLong_FromVoidPtr(thing));
            continue;
        }
        unsigned red = 0, green = 0, blue = 0, alpha = 0;
        pdfium.fill_color(thing, &red, &green, &blue, &alpha);
        if (red > pale && green > pale && blue > pale)
            good = append(pales, PyLong_FromVoidPtr(thing));
        if (good && every)
            good = append(texts, PyLong_FromVoidPtr(thing));
    }
    if (good)
        return Py_BuildValue("(iNNNN)", first, others, undrawn, pales, texts);
    Py_XDECREF(others);
    Py_XDECREF(undrawn);
    Py_XDECREF(pales);
    Py_XDECREF(texts);
    return NULL;
}

static PyMethodDef methods[] = {
    {"use", use, METH_O, NULL},
    {"rectangles", rectangles, METH_VARARGS, NULL},
    {"starts", starts, METH_VARARGS, NULL},
    {"objects", objects, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "_bulk", "pdfium asked for a page at once.", -1, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__bulk(void) { return PyModule_Create(&definition); }
