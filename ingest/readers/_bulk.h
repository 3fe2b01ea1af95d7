/* What the sources of _bulk share. */

#ifndef PYKALA_BULK_H
#define PYKALA_BULK_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define HYPHEN 0xfffe /* pdfium's sign for one at a line's end */

typedef void *Handle;

/* pdfium's functions, in the order in which pdf_bulk.py gives their addresses */
struct pdfium {
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
    int (*object_type)(Handle);
    int (*object_bounds)(Handle, float *, float *, float *, float *);
    int (*draw_mode)(Handle, int *, int *);
};
extern struct pdfium pdfium;

typedef struct {
    double left, top, right, bottom;
} Rectangle;

/* A line: the characters from start up to end; what pdfium says of them, as Start in pdf_bulk.py; its rectangles,
   those from first up to after. */
typedef struct {
    int start, end, first, after, how, upright;
    double size, x, y;  /* the type size and where the first character stands */
    double numbers[7];  /* font size, a, b, c, d, x, y */
    PyObject *fonts[2]; /* names of the first and the last character's font, borrowed */
} Line;

enum { UNLIKE, ALIKE, MIXED };

/* A page whose lines are made pieces: its upper left corner and which fonts are bold. */
typedef struct {
    Handle text;
    PyObject *characters, *names; /* the page's, and a list of fonts' names */
    double left, top;
    PyObject *fonts, *bold_by; /* {name: bool}, and (name, index) -> bool for others */
} Page;

/* What pdfium says of a line whose start and end are known, names borrowed from a list; 0 if there is no memory. */
int bulk_look(Handle, Line *, PyObject *);

/* _bulk_text.c */
PyObject *bulk_is_clean(PyObject *, PyObject *);
PyObject *bulk_spans(PyObject *, PyObject *);

/* _bulk_piece.c */
PyObject *bulk_make(PyObject *, PyObject *);
PyObject *bulk_pieces(const Page *, const Line *, const Rectangle *);
PyObject *bulk_runs(PyObject *, PyObject *);
int bulk_page(PyObject *, Page *, int *);

/* _bulk_objects.c */
PyObject *bulk_objects(PyObject *, PyObject *);

#endif
