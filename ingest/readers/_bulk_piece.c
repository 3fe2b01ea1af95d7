/* The part of _bulk.c that makes pieces, as pdf_pieces.py and pdf_filled.py make them: of lines without wide gaps,
   of those whose wide gaps surely part columns, and of words that Python put together. */

#include "_bulk.h"
#include <structmember.h>

enum { TEXT, X0, TOP, X1, BOTTOM, SIZE, BOLD, FIRST, LAST, SPACE, UPRIGHT, SEAMS, APART, FIELDS };
static const char *const names[FIELDS] = {"text", "x0",   "top",   "x1",      "bottom", "size", "bold",
                                          "first", "last", "space", "upright", "seams",  "apart"};

#define MOST_CUTS 16 /* of a line: one with more is left to Python */

/* Piece, where its fields are in it, and pdf_pieces.py's figures, all times the type size */
static struct made {
    PyTypeObject *type;
    Py_ssize_t at[FIELDS];
    double ascent, descent, usual, glued, seam, wide, unlike_edges, near_edge, other_line;
} made;

/* make(Piece, figures): what lines() makes its pieces of, the figures in the order above */
PyObject *bulk_make(PyObject *module, PyObject *args)
{
    struct made new;
    if (!PyArg_ParseTuple(args, "O!(ddddddddd)", &PyType_Type, &new.type, &new.ascent, &new.descent, &new.usual, &new.glued,
                          &new.seam, &new.wide, &new.unlike_edges, &new.near_edge, &new.other_line))
        return NULL;
    for (int i = 0; i < FIELDS; i++) {
        PyObject *slot = PyObject_GetAttrString((PyObject *)new.type, names[i]);
        if (!slot)
            return NULL;
        int good = Py_IS_TYPE(slot, &PyMemberDescr_Type) &&
                   ((PyMemberDescrObject *)slot)->d_member->type == T_OBJECT_EX;
        new.at[i] = good ? ((PyMemberDescrObject *)slot)->d_member->offset : 0;
        Py_DECREF(slot);
        if (!good) {
            PyErr_SetString(PyExc_TypeError, "a class with slots");
            return NULL;
        }
    }
    PyTypeObject *before = made.type;
    Py_INCREF(new.type);
    made = new;
    Py_XDECREF(before);
    Py_RETURN_NONE;
}

static double gap_before(const Rectangle *r) { return r->left - r[-1].right; }

/* Whether no gap of a line may part columns by itself. */
static int is_plain(const Line *line, const Rectangle *own, int count)
{
    for (int i = 1; i < count; i++)
        if (gap_before(own + i) > made.wide * line->size)
            return 0;
    return 1;
}

/* Whether a line's fonts tell whether they are bold. */
static int has_names(const Line *line) { return PyBytes_GET_SIZE(line->fonts[0]) && PyBytes_GET_SIZE(line->fonts[1]); }

/* Puts a new object into a piece; 0 if there is none. */
static int set(PyObject *piece, int field, PyObject *value)
{
    *(PyObject **)((char *)piece + made.at[field]) = value;
    return value != NULL;
}

static int set_number(PyObject *piece, int field, double value)
{
    return set(piece, field, PyFloat_FromDouble(value));
}

/* Whether a character's font is bold; -1 if that cannot be told. */
static int is_bold(const Page *page, PyObject *name, int index)
{
    PyObject *known = PyDict_GetItemWithError(page->fonts, name);
    if (known || PyErr_Occurred())
        return known ? PyObject_IsTrue(known) : -1;
    known = PyObject_CallFunction(page->bold_by, "Oi", name, index);
    int bold = known ? PyObject_IsTrue(known) : -1;
    Py_XDECREF(known);
    return bold;
}

/* A line's text, whose last sign may be that of a hyphen. */
static PyObject *text_of(PyObject *characters, const Line *line)
{
    if (PyUnicode_READ_CHAR(characters, line->end - 1) != HYPHEN)
        return PyUnicode_Substring(characters, line->start, line->end);
    PyObject *before = PyUnicode_Substring(characters, line->start, line->end - 1);
    PyObject *text = before ? PyUnicode_FromFormat("%U-", before) : NULL;
    Py_XDECREF(before);
    return text;
}

/* Where text begins after the wider gaps. */
static PyObject *seams_of(const Page *page, const Line *line, const Rectangle *own, int count)
{
    PyObject *list = PyList_New(0), *seams = NULL;
    int good = list != NULL;
    for (int i = 1; good && i < count; i++)
        if (gap_before(own + i) > made.seam * line->size) {
            PyObject *at = PyFloat_FromDouble(own[i].left - page->left);
            good = at && PyList_Append(list, at) == 0;
            Py_XDECREF(at);
        }
    if (good)
        seams = PyList_AsTuple(list);
    Py_XDECREF(list);
    return seams;
}

/* A line, or part of one, that ends at right, as a piece; its seams are given away. */
static PyObject *piece_of(const Page *page, const Line *line, double right, double space, PyObject *seams, int apart)
{
    double base = page->top - line->y, above = made.ascent * line->size, below = made.descent * line->size;
    int bold = seams ? is_bold(page, line->fonts[0], line->start) : -1;
    if (bold > 0 && line->fonts[0] != line->fonts[1])
        bold = is_bold(page, line->fonts[1], line->end - 1);
    PyObject *piece = bold < 0 ? NULL : made.type->tp_alloc(made.type, 0);
    if (!piece) {
        Py_XDECREF(seams);
        return NULL;
    }
    set(piece, SEAMS, seams);
    if (!(set(piece, TEXT, text_of(page->characters, line)) && set_number(piece, X0, line->x - page->left) &&
          set_number(piece, TOP, base - above) && set_number(piece, X1, right - page->left) &&
          set_number(piece, BOTTOM, base + below) && set_number(piece, SIZE, line->size) &&
          set(piece, BOLD, PyBool_FromLong(bold)) && set(piece, FIRST, PyLong_FromLong(line->start)) &&
          set(piece, LAST, PyLong_FromLong(line->end)) && set_number(piece, SPACE, space) &&
          set(piece, UPRIGHT, Py_NewRef(Py_True)) && set(piece, APART, PyBool_FromLong(apart))))
        Py_CLEAR(piece);
    return piece;
}

/* The rectangles that begin after gaps that surely part columns; 0 if none do, or others are like them. */
static int cuts_of(const Line *line, const Rectangle *own, int count, int *cuts)
{
    int many = 0;
    for (int i = 1; i < count; i++) {
        double gap = gap_before(own + i);
        if (gap <= made.seam * line->size && count > 2)
            continue;
        if (gap <= made.wide * line->size || many == MOST_CUTS)
            return 0;
        for (int k = 0; k < many; k++)
            if (fabs(gap - gap_before(own + cuts[k])) < made.unlike_edges * line->size)
                return 0;
        cuts[many++] = i;
    }
    return many;
}

/* The index of the character that begins a word at that place; -1 if none does after a space. */
static int word_at(const Page *page, const Line *line, int from, double edge, double *y)
{
    double x = 0, near = made.near_edge * line->size;
    for (Py_ssize_t space = from; (space = PyUnicode_FindChar(page->characters, ' ', space, line->end, 1)) >= 0;) {
        if (PyUnicode_READ_CHAR(page->characters, ++space) == ' ')
            continue;
        pdfium.get_origin(page->text, (int)space, &x, y);
        if (-near < x - edge && x - edge < near)
            return (int)space;
    }
    return -1;
}

/* The pieces of a line that its cuts part; None if one of them is not found in the text. */
static PyObject *parted(const Page *page, const Line *line, const Rectangle *own, const int *cuts, int many)
{
    Line parts[MOST_CUTS + 1];
    double usual = made.usual * line->size;
    int begin = line->start;
    for (int k = 0; k <= many; k++) {
        int after = line->end;
        parts[k].start = begin;
        if (k < many) {
            double y = 0;
            after = word_at(page, line, begin, own[cuts[k]].left, &y);
            if (after < 0 || fabs(y - line->y) > made.other_line * line->size)
                Py_RETURN_NONE;
        }
        begin = parts[k].end = after;
        while (k < many && PyUnicode_READ_CHAR(page->characters, parts[k].end - 1) == ' ')
            parts[k].end--;
        if (!bulk_look(page->text, parts + k, page->names))
            return NULL;
        if (!has_names(parts + k))
            Py_RETURN_NONE;
        parts[k].size = line->size;
    }
    PyObject *found = PyList_New(many + 1);
    for (int k = 0; found && k <= many; k++) {
        const Rectangle *next = own + (k < many ? cuts[k] : 0);
        double right = k < many ? next->left - gap_before(next) : own[line->after - line->first - 1].right;
        PyObject *one = piece_of(page, parts + k, right, usual, PyTuple_New(0), k > 0);
        if (one)
            PyList_SET_ITEM(found, k, one);
        else
            Py_CLEAR(found);
    }
    return found;
}

/* A line of a clean page as a piece or a list of pieces; None if that takes another look at it. */
PyObject *bulk_pieces(const Page *page, const Line *line, const Rectangle *all)
{
    const Rectangle *own = all + line->first;
    int count = line->after - line->first, cuts[MOST_CUTS], many = 0;
    if (!made.type || !has_names(line))
        Py_RETURN_NONE;
    if (is_plain(line, own, count))
        return piece_of(page, line, own[count - 1].right, made.usual * line->size, seams_of(page, line, own, count), 0);
    many = cuts_of(line, own, count, cuts);
    if (many)
        return parted(page, line, own, cuts, many);
    Py_RETURN_NONE;
}

/* Fills in a page from (left, top, fonts, bold_by, samples); 0 if that is something else. */
int bulk_page(PyObject *given, Page *page, int *samples)
{
    if (!PyTuple_Check(given)) {
        PyErr_SetString(PyExc_TypeError, "a tuple");
        return 0;
    }
    return PyArg_ParseTuple(given, "ddO!Oi", &page->left, &page->top, &PyDict_Type, &page->fonts, &page->bold_by,
                            samples);
}

/* The type size of upright text, or that of the text before it; 0 if it is slanted. */
static double type_size(const Line *line, double before)
{
    if (line->numbers[3] != 0)
        return 0;
    double size = fabs(line->numbers[0] * line->numbers[4]);
    return size != 0 ? size : before;
}

static double least_space(const Line *line, const Rectangle *own, int count)
{
    double least = -1;
    for (int i = 1; i < count; i++) {
        double gap = gap_before(own + i);
        if (gap > made.glued * line->size && (least < 0 || gap < least))
            least = gap;
    }
    return least < 0 ? made.usual * line->size : least;
}

/* Adds the pieces of a line that are made of these inks: runs(), below. */
static PyObject *runs_of(Page *page, PyObject *spans, PyObject *lasts, const Rectangle *inks, Py_ssize_t count)
{
    PyObject *found = PyList_New(0);
    Line line = {0}, before;
    Py_ssize_t first = 0;
    for (Py_ssize_t i = 0; found && i < PyList_GET_SIZE(spans); i++) {
        Py_ssize_t last = PyLong_AsSsize_t(PyList_GET_ITEM(lasts, i));
        before = line;
        if (!PyArg_ParseTuple(PyList_GET_ITEM(spans, i), "ii", &line.start, &line.end) || PyErr_Occurred() ||
            !bulk_look(page->text, &line, page->names))
            Py_CLEAR(found);
        else if (last < first || last >= count) {
            PyErr_SetString(PyExc_ValueError, "inks one after another");
            Py_CLEAR(found);
        } else {
            const Rectangle *own = inks + first;
            int many = (int)(last - first) + 1;
            line.size = type_size(&line, before.size);
            if (line.size == 0 || !has_names(&line)) {
                Py_DECREF(found);
                Py_RETURN_NONE;
            }
            int apart = i > 0 && gap_before(own) > 0 && fabs(line.y - before.y) <= made.other_line * before.size;
            PyObject *seams = seams_of(page, &line, own, many);
            PyObject *one = piece_of(page, &line, own[many - 1].right, least_space(&line, own, many), seams, apart);
            if (!one || PyList_Append(found, one) < 0)
                Py_CLEAR(found);
            Py_XDECREF(one);
            first = last + 1;
        }
    }
    return found;
}

/* runs(text page, characters, [(first, end)], [last ink], lefts, rights, page) -> [piece], those of a line of which
   each has the inks after the last one before it up to its own; None if that takes another look at it */
PyObject *bulk_runs(PyObject *module, PyObject *args)
{
    unsigned long long text;
    int samples;
    PyObject *spans, *lasts, *lefts, *rights, *given, *found = NULL;
    Page page;
    if (!PyArg_ParseTuple(args, "KUO!O!O!O!O", &text, &page.characters, &PyList_Type, &spans, &PyList_Type, &lasts,
                          &PyList_Type, &lefts, &PyList_Type, &rights, &given) ||
        !bulk_page(given, &page, &samples))
        return NULL;
    Py_ssize_t count = PyList_GET_SIZE(lefts);
    if (count != PyList_GET_SIZE(rights) || PyList_GET_SIZE(spans) != PyList_GET_SIZE(lasts) || !made.type) {
        PyErr_SetString(PyExc_ValueError, "a last ink for each span, a right end for each left");
        return NULL;
    }
    Rectangle *inks = PyMem_New(Rectangle, count ? count : 1);
    page.text = (Handle)text;
    page.names = inks ? PyList_New(0) : PyErr_NoMemory();
    for (Py_ssize_t i = 0; page.names && i < count; i++) {
        inks[i].left = PyFloat_AsDouble(PyList_GET_ITEM(lefts, i));
        inks[i].right = PyFloat_AsDouble(PyList_GET_ITEM(rights, i));
    }
    if (page.names && !PyErr_Occurred())
        found = runs_of(&page, spans, lasts, inks, count);
    Py_XDECREF(page.names);
    PyMem_Free(inks);
    return found;
}
