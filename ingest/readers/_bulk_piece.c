/* The part of _bulk.c that makes pieces of lines of which nothing else is to be asked, as pdf_pieces.py makes them. */

#include "_bulk.h"
#include <structmember.h>

enum { TEXT, X0, TOP, X1, BOTTOM, SIZE, BOLD, FIRST, LAST, SPACE, UPRIGHT, SEAMS, APART, FIELDS };
static const char *const names[FIELDS] = {"text", "x0",   "top",   "x1",      "bottom", "size", "bold",
                                          "first", "last", "space", "upright", "seams",  "apart"};

/* Piece, where its fields are in it, and times the type size the extent of a line and the widths of gaps */
static struct made {
    PyTypeObject *type;
    Py_ssize_t at[FIELDS];
    double ascent, descent, usual, seam, wide;
} made;

/* make(Piece, (ASCENT, DESCENT, USUAL, SEAM, WIDE)): what lines() makes its pieces of */
PyObject *bulk_make(PyObject *module, PyObject *args)
{
    struct made new;
    if (!PyArg_ParseTuple(args, "O!(ddddd)", &PyType_Type, &new.type, &new.ascent, &new.descent, &new.usual, &new.seam,
                          &new.wide))
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

static double widest(const Rectangle *own, int count)
{
    double most = 0;
    for (int i = 1; i < count; i++)
        if (own[i].left - own[i - 1].right > most)
            most = own[i].left - own[i - 1].right;
    return most;
}

/* Whether no gap of a line may part columns by itself, and its fonts' names tell whether they are bold. */
int bulk_is_plain(const Line *line, const Rectangle *all)
{
    return made.type && PyBytes_GET_SIZE(line->fonts[0]) && PyBytes_GET_SIZE(line->fonts[1]) &&
           widest(all + line->first, line->after - line->first) <= made.wide * line->size;
}

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
    double seam = made.seam * line->size;
    PyObject *list = PyList_New(0), *seams = NULL;
    int good = list != NULL;
    for (int i = 1; good && i < count; i++)
        if (own[i].left - own[i - 1].right > seam) {
            PyObject *at = PyFloat_FromDouble(own[i].left - page->left);
            good = at && PyList_Append(list, at) == 0;
            Py_XDECREF(at);
        }
    if (good)
        seams = PyList_AsTuple(list);
    Py_XDECREF(list);
    return seams;
}

/* A plain line of a clean page as a piece. */
PyObject *bulk_piece(const Page *page, PyObject *characters, const Line *line, const Rectangle *all)
{
    int count = line->after - line->first;
    const Rectangle *own = all + line->first;
    double base = page->top - line->y, above = made.ascent * line->size, below = made.descent * line->size;
    int bold = is_bold(page, line->fonts[0], line->start);
    if (bold > 0 && line->fonts[0] != line->fonts[1])
        bold = is_bold(page, line->fonts[1], line->end - 1);
    PyObject *piece = bold < 0 ? NULL : made.type->tp_alloc(made.type, 0);
    if (piece && !(set(piece, TEXT, text_of(characters, line)) && set_number(piece, X0, line->x - page->left) &&
                   set_number(piece, TOP, base - above) && set_number(piece, X1, own[count - 1].right - page->left) &&
                   set_number(piece, BOTTOM, base + below) && set_number(piece, SIZE, line->size) &&
                   set(piece, BOLD, PyBool_FromLong(bold)) && set(piece, FIRST, PyLong_FromLong(line->start)) &&
                   set(piece, LAST, PyLong_FromLong(line->end)) && set_number(piece, SPACE, made.usual * line->size) &&
                   set(piece, UPRIGHT, Py_NewRef(Py_True)) && set(piece, SEAMS, seams_of(page, line, own, count)) &&
                   set(piece, APART, Py_NewRef(Py_False))))
        Py_CLEAR(piece);
    return piece;
}
