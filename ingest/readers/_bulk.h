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

/* A page whose plain lines are made pieces: its upper left corner and which fonts are bold. */
typedef struct {
    double left, top;
    PyObject *fonts, *bold_by; /* {name: bool}, and (name, index) -> bool for others */
} Page;

/* _bulk_text.c */
PyObject *bulk_is_clean(PyObject *, PyObject *);
PyObject *bulk_spans(PyObject *, PyObject *);

/* _bulk_piece.c */
PyObject *bulk_make(PyObject *, PyObject *);
int bulk_is_plain(const Line *, const Rectangle *);
PyObject *bulk_piece(const Page *, PyObject *, const Line *, const Rectangle *);

/* _bulk_objects.c */
PyObject *bulk_objects(PyObject *, PyObject *);

#endif
