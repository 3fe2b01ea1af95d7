/* The part of _bulk.c that looks at a page's objects. */

#include "_bulk.h"

#define PATH 2
#define INVISIBLE 3
#define CLIPPING 7

/* Appends a new object and lets it go; 0 if there is none or no memory. */
static int append(PyObject *list, PyObject *item)
{
    int done = item && PyList_Append(list, item) == 0;
    Py_XDECREF(item);
    return done;
}

/* An object that is no text, as in pdf_bulk.py */
static PyObject *other_of(int order, Handle thing)
{
    int kind = pdfium.object_type(thing), filled = 0, stroked = 0;
    float left = 0, bottom = 0, right = 0, top = 0;
    pdfium.object_bounds(thing, &left, &bottom, &right, &top);
    if (kind == PATH)
        pdfium.draw_mode(thing, &filled, &stroked);
    return Py_BuildValue("iNiiiffff", order, PyLong_FromVoidPtr(thing), kind, filled, stroked, left, bottom, right, top);
}

/* objects(page, count, pale, every) -> (order of the first text, other objects, texts that draw nothing, texts whose
   fill is paler than ``pale`` in every part, all texts that draw if ``every``) */
PyObject *bulk_objects(PyObject *module, PyObject *args)
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
            good = append(others, other_of(i, thing));
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
