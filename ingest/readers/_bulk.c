/* What pdf_bulk.py asks of pdfium, asked in one call for a whole page: a call through ctypes takes longer than
   pdfium's answer, and a page takes hundreds. What is done with the answers is as there, with the same names. The
   functions' addresses come from Python, nothing is linked. */

#include "_bulk.h"

#define VERSION 8 /* of what Python sees; as in pdf_bulk.py */
#define FONT_NAME 96

struct pdfium pdfium;

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

/* The name of a character's font, borrowed from a list of names; the last of them most often is the same. */
static PyObject *font_name(Handle text, int index, PyObject *names)
{
    char name[FONT_NAME] = "";
    int flags = 0;
    pdfium.get_font_info(text, index, name, FONT_NAME - 1, &flags);
    name[FONT_NAME - 1] = 0;
    Py_ssize_t count = PyList_GET_SIZE(names);
    PyObject *last = count ? PyList_GET_ITEM(names, count - 1) : NULL;
    if (last && !strcmp(PyBytes_AS_STRING(last), name))
        return last;
    PyObject *made = PyBytes_FromString(name);
    int kept = made && PyList_Append(names, made) == 0;
    Py_XDECREF(made);
    return kept ? made : NULL;
}

int bulk_look(Handle text, Line *line, PyObject *names)
{
    float m[6] = {0};
    double x = 0, y = 0;
    pdfium.get_char_matrix(text, line->start, m);
    pdfium.get_origin(text, line->start, &x, &y);
    double size = pdfium.get_font_size(text, line->start);
    line->x = x;
    line->y = y;
    line->size = size * m[3];
    line->upright = m[2] == 0.0f && m[0] > 0.0f && line->size >= limits.least_size;
    memcpy(line->numbers, (double[]){size, m[0], m[1], m[2], m[3], x, y}, sizeof line->numbers);
    line->fonts[0] = font_name(text, line->start, names);
    line->fonts[1] = line->fonts[0] ? font_name(text, line->end - 1, names) : NULL;
    return line->fonts[1] != NULL;
}

/* A start as in pdf_bulk.py */
static PyObject *start_of(const Line *line)
{
    PyObject *one = PyTuple_New(9);
    if (!one || !put(one, 0, line->numbers, 7)) {
        Py_XDECREF(one);
        return NULL;
    }
    PyTuple_SET_ITEM(one, 7, Py_NewRef(line->fonts[0]));
    PyTuple_SET_ITEM(one, 8, Py_NewRef(line->fonts[1]));
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
    PyObject *spans;
    if (!PyArg_ParseTuple(args, "KO!", &text, &PyList_Type, &spans))
        return NULL;
    Py_ssize_t count = PyList_GET_SIZE(spans);
    PyObject *found = PyList_New(count), *names = PyList_New(0);
    for (Py_ssize_t i = 0; found && names && i < count; i++) {
        Line line;
        PyObject *one = span_of(spans, i, &line) && bulk_look((Handle)text, &line, names) ? start_of(&line) : NULL;
        if (!one)
            Py_CLEAR(found);
        else
            PyList_SET_ITEM(found, i, one);
    }
    if (!names)
        Py_CLEAR(found);
    Py_XDECREF(names);
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

static int has_space(PyObject *characters, const Line *line)
{
    return PyUnicode_FindChar(characters, ' ', line->start, line->end, 1) >= 0;
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
        if (here && mixed > limits.mixed && has_space(characters, line)) {
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

/* A line as in pdf_bulk.py */
static PyObject *line_of(const Line *line, const Rectangle *all, int odd)
{
    int own = line->after - line->first, like = line->how != UNLIKE;
    PyObject *start = start_of(line);
    PyObject *four = like && own == 1 ? Py_NewRef(Py_None) : inks(all + line->first, own);
    if (start && four)
        return Py_BuildValue("NiNdN", start, line->how, PyBool_FromLong(odd), like ? all[line->after - 1].right : 0.0,
                             four);
    Py_XDECREF(start);
    Py_XDECREF(four);
    return NULL;
}

/* lines(text page, characters, [(first, end)][, page]) -> [(start, how, odd, right, inks), piece or [piece]]; the page is
   (left, top, fonts, bold_by, samples), see Page and pdf_pieces.py */
static PyObject *lines(PyObject *module, PyObject *args)
{
    unsigned long long address;
    PyObject *characters, *spans, *wanted = Py_None;
    Page page;
    int samples = 0;
    if (!PyArg_ParseTuple(args, "KUO!|O", &address, &characters, &PyList_Type, &spans, &wanted))
        return NULL;
    if (wanted != Py_None && !bulk_page(wanted, &page, &samples))
        return NULL;
    Handle text = (Handle)address;
    Py_ssize_t many = PyList_GET_SIZE(spans);
    int count = pdfium.count_rects(text, 0, -1), good = 1;
    count = count > 0 ? count : 0;
    Line *all = PyMem_New(Line, many ? many : 1);
    Rectangle *rectangles = PyMem_New(Rectangle, count ? count : 1);
    PyObject *found = PyList_New(many), *names = PyList_New(0);
    page.text = text;
    page.characters = characters;
    page.names = names;
    if (!all || !rectangles || !found || !names) {
        PyErr_NoMemory();
        good = 0;
    }
    for (Py_ssize_t i = 0; good && i < many; i++)
        good = span_of(spans, i, all + i) && bulk_look(text, all + i, names);
    if (good) {
        for (int i = 0; i < count; i++) {
            Rectangle *r = rectangles + i;
            *r = (Rectangle){0, 0, 0, 0};
            pdfium.get_rect(text, i, &r->left, &r->top, &r->right, &r->bottom);
        }
        assign(text, characters, all, many, rectangles, count);
    }
    for (Py_ssize_t i = 0; good && i < many; i++) {
        const Line *line = all + i;
        int odd = line->how != UNLIKE && is_odd(line, rectangles), plain = wanted != Py_None && line->how == ALIKE && !odd;
        if (samples && line->how == ALIKE && line->after == line->first + 1 && has_space(characters, line)) {
            samples--; /* whose spaces are looked at */
            plain = 0;
        }
        PyObject *one = plain ? bulk_pieces(&page, line, rectangles) : Py_NewRef(Py_None);
        if (one == Py_None)
            Py_SETREF(one, line_of(line, rectangles, odd));
        good = one != NULL;
        PyList_SET_ITEM(found, i, one);
    }
    if (!good)
        Py_CLEAR(found);
    Py_XDECREF(names);
    PyMem_Free(all);
    PyMem_Free(rectangles);
    return found;
}

static PyMethodDef methods[] = {
    {"use", use, METH_VARARGS, NULL},
    {"is_clean", bulk_is_clean, METH_O, NULL},
    {"spans", bulk_spans, METH_O, NULL},
    {"gaps", gaps, METH_VARARGS, NULL},
    {"lines", lines, METH_VARARGS, NULL},
    {"starts", starts, METH_VARARGS, NULL},
    {"objects", bulk_objects, METH_VARARGS, NULL},
    {"make", bulk_make, METH_VARARGS, NULL},
    {"runs", bulk_runs, METH_VARARGS, NULL},
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
