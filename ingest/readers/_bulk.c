/* What pdf_bulk.py asks of pdfium, asked in one call for a whole page: a call through ctypes takes longer than
   pdfium's answer, and a page takes hundreds. What is done with the answers is as there, with the same names. The
   functions' addresses come from Python, nothing is linked. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define VERSION 4 /* of what Python sees; as in pdf_bulk.py */
#define FONT_NAME 96
#define INVISIBLE 3
#define CLIPPING 7

PyObject *bulk_is_clean(PyObject *, PyObject *); /* _bulk_text.c */
PyObject *bulk_spans(PyObject *, PyObject *);

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
    int (*count_rects)(Handle, int, int);
    int (*get_loose_box)(Handle, int, float *);
} pdfium;

static struct {
    double least_size, loose, low, high;
    int mixed;
} limits;

/* use(addresses, limits): the functions and limits above, in that order */
static PyObject *use(PyObject *module, PyObject *args)
{
    void *place[sizeof pdfium / sizeof(void *)];
    size_t count = sizeof place / sizeof *place;
    PyObject *addresses;
    if (!PyArg_ParseTuple(args, "O!(ddddi)", &PyTuple_Type, &addresses, &limits.least_size, &limits.loose,
                          &limits.low, &limits.high, &limits.mixed))
        return NULL;
    if ((size_t)PyTuple_GET_SIZE(addresses) != count) {
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

/* A line: what of it the lines below need; its rectangles are those from first up to after. */
typedef struct {
    int start, end, first, after, how;
    double size, x, y;
    int upright;
} Line;

typedef struct {
    double left, top, right, bottom;
} Rectangle;

enum { UNLIKE, ALIKE, MIXED };

/* A start as in pdf_bulk.py, of a line whose start and end are known; what it says goes into the line too. */
static PyObject *start_of(Handle text, Line *line, PyObject **last_font_name)
{
    float m[6] = {0};
    PyObject *one = PyTuple_New(9);
    if (!one)
        return NULL;
    pdfium.get_char_matrix(text, line->start, m);
    line->x = line->y = 0;
    pdfium.get_origin(text, line->start, &line->x, &line->y);
    double size = pdfium.get_font_size(text, line->start);
    line->size = size * m[3];
    line->upright = m[2] == 0.0f && m[0] > 0.0f && line->size >= limits.least_size;
    const double numbers[] = {size, m[0], m[1], m[2], m[3], line->x, line->y};
    PyObject *first_font = font_name(text, line->start, last_font_name);
    PyObject *last_font = first_font ? font_name(text, line->end - 1, last_font_name) : NULL;
    PyTuple_SET_ITEM(one, 7, first_font);
    PyTuple_SET_ITEM(one, 8, last_font);
    if (!last_font || !put(one, 0, numbers, 7))
        Py_CLEAR(one);
    return one;
}

static int span_of(PyObject *spans, Py_ssize_t at, Line *line)
{
    return PyArg_ParseTuple(PyList_GET_ITEM(spans, at), "ii", &line->start, &line->end);
}

/* starts(text page, [(first, end)]) -> [start] */
static PyObject *starts(PyObject *module, PyObject *args)
{
    unsigned long long text;
    PyObject *spans, *last = NULL;
    if (!PyArg_ParseTuple(args, "KO!", &text, &PyList_Type, &spans))
        return NULL;
    Py_ssize_t count = PyList_GET_SIZE(spans);
    PyObject *found = PyList_New(count);
    for (Py_ssize_t i = 0; found && i < count; i++) {
        Line line;
        PyObject *one = span_of(spans, i, &line) ? start_of((Handle)text, &line, &last) : NULL;
        if (!one)
            Py_CLEAR(found);
        else
            PyList_SET_ITEM(found, i, one);
    }
    Py_XDECREF(last);
    return found;
}

/* gaps(text page, [(first blank, character after it)]) -> [(right end before it, x and y after it)] */
static PyObject *gaps(PyObject *module, PyObject *args)
{
    unsigned long long text;
    PyObject *blanks;
    if (!PyArg_ParseTuple(args, "KO!", &text, &PyList_Type, &blanks))
        return NULL;
    Py_ssize_t count = PyList_GET_SIZE(blanks);
    PyObject *found = PyList_New(count);
    for (Py_ssize_t i = 0; found && i < count; i++) {
        Line blank;
        float corners[4] = {0}; /* left, top, right, bottom */
        double x = 0, y = 0;
        PyObject *one = NULL;
        if (span_of(blanks, i, &blank)) {
            pdfium.get_loose_box((Handle)text, blank.start - 1, corners);
            pdfium.get_origin((Handle)text, blank.end, &x, &y);
            one = Py_BuildValue("(ddd)", corners[2], x, y);
        }
        if (!one)
            Py_CLEAR(found);
        else
            PyList_SET_ITEM(found, i, one);
    }
    return found;
}

/* The index of the first rectangle after those of a line, as pdfium counts them. */
static int after_of(Handle text, const Line *line, int count)
{
    int own = pdfium.count_rects(text, line->start, line->end - line->start);
    int after = line->first + (own > 0 ? own : 0);
    return after < count ? after : count;
}

/* Whether a line's first rectangle may be this. */
static int begins(const Line *line, const Rectangle *r)
{
    double near = 0.5 * line->size, away = r->left - line->x;
    return -near < away && away < near && r->bottom > line->y - near && r->top < line->y + 3 * near;
}

/* The index of the first rectangle that is not after the one before it on the line's base line. */
static int alike(const Line *line, const Rectangle *all, int count)
{
    int after = line->first + 1;
    for (; after < count; after++) {
        const Rectangle *r = all + after;
        if (r->left <= r[-1].right - 0.5 * line->size || r->top < line->y || r->bottom > line->y + line->size)
            break;
    }
    return after;
}

/* Finds out which rectangles are whose line's. */
static void assign(Handle text, PyObject *characters, Line *lines, Py_ssize_t many, const Rectangle *all, int count)
{
    int index = 0, mixed = 0;
    Line *before = NULL;
    for (Line *line = lines; line < lines + many; line++) {
        int here = line->upright && index < count && begins(line, all + index);
        if (line->upright && !here && before) { /* the line before has more of them than it seemed */
            index = before->after = after_of(text, before, count);
            before->how = UNLIKE;
            mixed++;
            here = index < count && begins(line, all + index);
        }
        before = here ? line : NULL;
        line->first = index;
        line->how = here ? ALIKE : UNLIKE;
        index = line->after = here ? alike(line, all, count) : after_of(text, line, count);
        if (here && mixed > limits.mixed && PyUnicode_FindChar(characters, ' ', line->start, line->end, 1) >= 0) {
            int after = after_of(text, line, count);
            if (after > line->first + 1) {
                line->how = after == index ? MIXED : UNLIKE;
                index = line->after = after;
                before = NULL;
            }
        }
    }
    if (before && index != count) {
        before->after = after_of(text, before, count);
        before->how = UNLIKE;
    }
}

/* Whether there is much room for each character, or a sign that does not stand on the base line. */
static int is_odd(const Line *line, const Rectangle *all)
{
    const Rectangle *r = all + line->first;
    if (r->right - r->left > limits.loose * line->size * (line->end - line->start))
        return 1;
    for (r++; r < all + line->after; r++) {
        double stands = r->bottom - line->y;
        if (!(limits.low * line->size < stands && stands < limits.high * line->size))
            return 1;
    }
    return 0;
}

/* The rectangles' left, right and lower ends and the gaps between them, as four lists. */
static PyObject *inks(const Rectangle *own, int count)
{
    PyObject *lists[4];
    int good = 1;
    for (int k = 0; k < 4; k++)
        good &= (lists[k] = PyList_New(k < 3 ? count : count ? count - 1 : 0)) != NULL;
    for (int i = 0; good && i < count; i++) {
        const double numbers[] = {own[i].left, own[i].right, own[i].bottom, i ? own[i].left - own[i - 1].right : 0};
        for (int k = 0; good && k < (i ? 4 : 3); k++) {
            PyObject *number = PyFloat_FromDouble(numbers[k]);
            good = number != NULL;
            PyList_SET_ITEM(lists[k], k < 3 ? i : i - 1, number);
        }
    }
    if (good)
        return Py_BuildValue("(NNNN)", lists[0], lists[1], lists[2], lists[3]);
    for (int k = 0; k < 4; k++)
        Py_XDECREF(lists[k]);
    return NULL;
}

/* lines(text page, characters, [(first, end)]) -> [(start, how, odd, right, inks)] */
static PyObject *lines(PyObject *module, PyObject *args)
{
    unsigned long long page;
    PyObject *characters, *spans, *last = NULL;
    if (!PyArg_ParseTuple(args, "KUO!", &page, &characters, &PyList_Type, &spans))
        return NULL;
    Handle text = (Handle)page;
    Py_ssize_t many = PyList_GET_SIZE(spans);
    int count = pdfium.count_rects(text, 0, -1);
    count = count > 0 ? count : 0;
    Line *all = PyMem_New(Line, many ? many : 1);
    Rectangle *rectangles = PyMem_New(Rectangle, count ? count : 1);
    PyObject *found = PyList_New(many);
    if (!all || !rectangles) {
        Py_CLEAR(found);
        PyErr_NoMemory();
    }
    for (Py_ssize_t i = 0; found && i < many; i++) {
        PyObject *one = PyTuple_New(5);
        PyObject *start = one && span_of(spans, i, all + i) ? start_of(text, all + i, &last) : NULL;
        if (start) {
            PyTuple_SET_ITEM(one, 0, start);
            PyList_SET_ITEM(found, i, one);
        } else {
            Py_XDECREF(one);
            Py_CLEAR(found);
        }
    }
    if (found) {
        for (int i = 0; i < count; i++) {
            Rectangle *r = rectangles + i;
            *r = (Rectangle){0, 0, 0, 0};
            pdfium.get_rect(text, i, &r->left, &r->top, &r->right, &r->bottom);
        }
        assign(text, characters, all, many, rectangles, count);
    }
    for (Py_ssize_t i = 0; found && i < many; i++) {
        const Line *line = all + i;
        PyObject *one = PyList_GET_ITEM(found, i);
        int own = line->after - line->first, like = line->how != UNLIKE;
        PyObject *four = like && own == 1 ? Py_NewRef(Py_None) : inks(rectangles + line->first, own);
        PyTuple_SET_ITEM(one, 1, PyLong_FromLong(line->how));
        PyTuple_SET_ITEM(one, 2, PyBool_FromLong(like && is_odd(line, rectangles)));
        PyTuple_SET_ITEM(one, 3, PyFloat_FromDouble(like ? rectangles[line->after - 1].right : 0.0));
        PyTuple_SET_ITEM(one, 4, four);
        if (!four || !PyTuple_GET_ITEM(one, 1) || !PyTuple_GET_ITEM(one, 3))
            Py_CLEAR(found);
    }
    Py_XDECREF(last);
    PyMem_Free(all);
    PyMem_Free(rectangles);
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
    {"use", use, METH_VARARGS, NULL},
    {"is_clean", bulk_is_clean, METH_O, NULL},
    {"spans", bulk_spans, METH_O, NULL},
    {"gaps", gaps, METH_VARARGS, NULL},
    {"lines", lines, METH_VARARGS, NULL},
    {"starts", starts, METH_VARARGS, NULL},
    {"objects", objects, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "_bulk", "pdfium asked for a page at once.", -1, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__bulk(void)
{
    PyObject *module = PyModule_Create(&definition);
    if (module && PyModule_AddIntMacro(module, VERSION) < 0)
        Py_CLEAR(module);
    return module;
}
