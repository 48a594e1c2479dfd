/* Counting the zone and drawing from it: the innermost loops, in reading order, each with its checks of what comes in
   (the file is long because of these). Twins, in ../counting: counting_table.py (layer, choose), halves.py (beneath,
   pick) and estimate.py (weigh). Whole numbers of any size are limbs of `bits` bits in 64-bit words, the lowest first, so
   that many can be added before a carry is due. */
#include "buffers.h"
#include "speed.h"
#include <math.h>

#if defined(__GNUC__)
#define ALWAYS static inline __attribute__((always_inline)) /* into both copies of what SPEED doubles */
#else
#define ALWAYS static inline
#endif

typedef uint64_t u64;
typedef int64_t i64;

enum { MOST_AXES = 64, MOST_LIMBS = 4096, MOST_DEPTH = 48, MOST_LEAF = 256 };
static const i64 FAR = (i64)1 << 61;

/* What `layer` and `choose` know of the rows of one table and of the box below it. */
typedef struct {
    i64 axes, rows, limbs, bits;
    const i64 *shape, *shifts;
    const u64 *times, *below;
} Rows;

/* The place of a cell of the box below, over the first `axes` axes: those past its end stand at its end. -1: none. */
ALWAYS i64 place_of(const Rows *rows, const i64 *from, const i64 *shift, i64 axes)
{
    i64 place = 0;
    for (i64 a = 0; a < axes; a++) {
        i64 at = from[a] + shift[a];
        if (at < 0)
            return -1;
        if (at >= rows->shape[a])
            at = rows->shape[a] - 1;
        place = place * rows->shape[a] + at;
    }
    return place;
}

ALWAYS void add_words(u64 *restrict to, const u64 *restrict from, i64 words, u64 times)
{
    if (times == 1)
        for (i64 w = 0; w < words; w++)
            to[w] += from[w];
    else
        for (i64 w = 0; w < words; w++)
            to[w] += from[w] * times;
}

/* Adds one row to one line of cells: shifted, and past the end of the line below its last cell again and again. */
ALWAYS void add_row(u64 *to, i64 cells, const u64 *from, i64 below, i64 shift, i64 limbs, u64 times)
{
    i64 start = shift < 0 ? -shift : 0, end = below - shift < cells ? below - shift : cells;
    if (start < end)
        add_words(to + start * limbs, from + (start + shift) * limbs, (end - start) * limbs, times);
    const u64 *last = from + (below - 1) * limbs;
    for (i64 cell = end > start ? end : start; cell < cells; cell++)
        add_words(to + cell * limbs, last, limbs, times);
}

/* Brings the limbs of a line below 2**bits; what is carried out of a highest limb, if anything. */
ALWAYS u64 carry_line(u64 *line, i64 cells, i64 limbs, i64 bits)
{
    u64 mask = ((u64)1 << bits) - 1, lost = 0;
    if (limbs == 1) {
        for (i64 cell = 0; cell < cells; cell++)
            lost |= line[cell] >> bits;
        return lost;
    }
    for (i64 cell = 0; cell < cells; cell++) {
        u64 carry = 0;
        for (i64 l = 0; l < limbs; l++) {
            u64 word = line[cell * limbs + l] + carry;
            line[cell * limbs + l] = word & mask;
            carry = word >> bits;
        }
        lost |= carry;
    }
    return lost;
}

/* The lines from `first` to `last` of the box above. */
SPEED static u64 lines(const Rows *rows, u64 *above, const i64 *shape, i64 first, i64 last)
{
    i64 outer = rows->axes - 1, cells = shape[outer], below = rows->shape[outer], index[MOST_AXES], rest = first;
    u64 lost = 0;
    for (i64 a = outer - 1; a >= 0; a--) {
        index[a] = rest % shape[a];
        rest /= shape[a];
    }
    for (i64 number = first; number < last; number++) {
        u64 *line = above + number * cells * rows->limbs;
        memset(line, 0, (size_t)(cells * rows->limbs) * 8);
        for (i64 r = 0; r < rows->rows; r++) {
            const i64 *shift = rows->shifts + r * rows->axes;
            i64 place = place_of(rows, index, shift, outer);
            if (place >= 0 && shift[outer] > -cells)
                add_row(line, cells, rows->below + place * below * rows->limbs, below, shift[outer], rows->limbs,
                        rows->times[r]);
        }
        lost |= carry_line(line, cells, rows->limbs, rows->bits);
        for (i64 a = outer - 1; a >= 0 && ++index[a] == shape[a]; a--)
            index[a] = 0;
    }
    return lost;
}

/* How many cells a box has; -1 where it has none or more than 2**48. */
static i64 cells_of(const i64 *shape, i64 axes)
{
    i64 cells = 1;
    for (i64 a = 0; a < axes; a++) {
        if (shape[a] < 1 || shape[a] > ((i64)1 << 48) / cells)
            return -1;
        cells *= shape[a];
    }
    return cells;
}

static int near(const Array *array)
{
    const i64 *numbers = array->view.buf;
    for (i64 i = 0; i < items_of(array); i++)
        if (numbers[i] <= -FAR || numbers[i] >= FAR)
            return 0;
    return 1;
}

/* Reads the rows out of the arrays; 0 where these do not belong together. */
static int rows_of(Rows *rows, const Array *below, const Array *shape, const Array *shifts, const Array *times,
                   i64 limbs, i64 bits)
{
    u64 sum = 0;
    *rows = (Rows){items_of(shape), items_of(times), limbs,           bits, shape->view.buf, shifts->view.buf,
                   times->view.buf, below->view.buf};
    if (rows->axes < 1 || rows->axes > MOST_AXES || limbs < 1 || limbs > MOST_LIMBS || bits < 1 || bits > 62)
        return 0;
    i64 cells = cells_of(rows->shape, rows->axes);
    if (cells < 0 || cells * limbs != items_of(below) || items_of(shifts) != rows->rows * rows->axes || !near(shifts))
        return 0;
    for (i64 r = 0; r < rows->rows; r++) {
        if (rows->times[r] >> 62 || (sum += rows->times[r]) >> (63 - bits))
            return 0;
    }
    return 1;
}

static PyObject *wrong(const char *what)
{
    PyErr_SetString(PyExc_ValueError, what);
    return NULL;
}

static PyObject *layer(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *o[6], *answer = NULL;
    Array a[6] = {{.held = 0}};
    long long limbs, bits, first, last;
    Rows rows;
    if (!PyArg_ParseTuple(args, "OOOOOOLLLL", &o[0], &o[1], &o[2], &o[3], &o[4], &o[5], &limbs, &bits, &first, &last))
        return NULL;
    static const char *names[] = {"below", "above", "below_shape", "above_shape", "shifts", "times"};
    for (int i = 0; i < 6; i++)
        if (!take(o[i], &a[i], "uuiiiu"[i], 8, -1, i == 1, names[i]))
            goto out;
    const i64 *shape = a[3].view.buf;
    i64 axes = items_of(&a[2]), cells = items_of(&a[3]) == axes ? cells_of(shape, axes) : -1;
    if (!rows_of(&rows, &a[0], &a[2], &a[4], &a[5], limbs, bits) || cells < 0 || cells * limbs != items_of(&a[1]) ||
        first < 0 || first > last || last > cells / shape[axes - 1]) {
        wrong("the arrays do not belong together, or sums might pass 64 bits");
        goto out;
    }
    u64 lost;
    Py_BEGIN_ALLOW_THREADS
    lost = lines(&rows, a[1].view.buf, shape, first, last);
    Py_END_ALLOW_THREADS
    answer = lost ? wrong("a sum does not fit its limbs") : Py_NewRef(Py_None);
out:
    for (int i = 0; i < 6; i++)
        drop(&a[i]);
    return answer;
}

/* The product of a cell and a number, as so many limbs; what does not fit is lost. */
static inline void product(u64 *to, i64 limbs, const u64 *cell, const Rows *rows, u64 times)
{
    u64 carry = 0, mask = ((u64)1 << rows->bits) - 1;
    for (i64 l = 0; l < limbs; l++) {
        u64 word = (l < rows->limbs ? cell[l] * times : 0) + carry;
        to[l] = word & mask;
        carry = word >> rows->bits;
    }
}

static inline int reaches(const u64 *one, const u64 *other, i64 limbs)
{
    for (i64 l = limbs - 1; l >= 0; l--)
        if (one[l] != other[l])
            return one[l] > other[l];
    return 1;
}

/* Whether a number reaches a cell, which may have fewer limbs. */
static inline int reaches_cell(const u64 *number, i64 all, const u64 *cell, i64 limbs)
{
    for (i64 l = limbs; l < all; l++)
        if (number[l])
            return 1;
    return reaches(number, cell, limbs);
}

static inline void subtract_cell(u64 *from, i64 all, const u64 *cell, i64 limbs, i64 bits)
{
    u64 borrow = 0;
    for (i64 l = 0; l < all && (l < limbs || borrow); l++) {
        u64 word = from[l] - (l < limbs ? cell[l] : 0) - borrow;
        borrow = word >> 63;
        from[l] = word + (borrow << bits);
    }
}

/* Which of the equal rows: the greatest number of cells that `left` reaches, taken off it. */
static u64 copy_of(const Rows *rows, u64 *left, i64 limbs, const u64 *cell, u64 times, u64 *room)
{
    u64 low = 0, high = times; /* low cells are reached, high are not */
    while (high - low > 1) {
        u64 middle = low + (high - low) / 2;
        product(room, limbs, cell, rows, middle);
        if (reaches(left, room, limbs))
            low = middle;
        else
            high = middle;
    }
    product(room, limbs, cell, rows, low);
    subtract_cell(left, limbs, room, limbs, rows->bits);
    return low;
}

/* One step of one draw: the row, equal rows counted apart; -1 where `left` is more than all rows have. */
static i64 choose_one(const Rows *rows, i64 *state, u64 *left, i64 limbs, u64 *room)
{
    u64 before = 0;
    for (i64 r = 0; r < rows->rows; before += rows->times[r++]) {
        const i64 *shift = rows->shifts + r * rows->axes;
        i64 place = place_of(rows, state, shift, rows->axes);
        if (place < 0)
            continue;
        const u64 *cell = rows->below + place * rows->limbs;
        const u64 *cells = cell;
        i64 size = rows->limbs;
        if (rows->times[r] != 1) {
            product(room, limbs, cell, rows, rows->times[r]);
            cells = room;
            size = limbs;
        }
        if (reaches_cell(left, limbs, cells, size)) {
            subtract_cell(left, limbs, cells, size, rows->bits);
            continue;
        }
        for (i64 a = 0; a < rows->axes; a++) {
            i64 at = state[a] + shift[a];
            state[a] = at < rows->shape[a] ? at : rows->shape[a] - 1;
        }
        return (i64)(before + (rows->times[r] > 1 ? copy_of(rows, left, limbs, cell, rows->times[r], room) : 0));
    }
    return -1;
}

static PyObject *choose(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *o[7], *answer = NULL;
    Array a[7] = {{.held = 0}};
    long long limbs, bits;
    Rows rows;
    if (!PyArg_ParseTuple(args, "OOOOOOOLL", &o[0], &o[1], &o[2], &o[3], &o[4], &o[5], &o[6], &limbs, &bits))
        return NULL;
    static const char *names[] = {"below", "below_shape", "shifts", "times", "states", "left", "places"};
    for (int i = 0; i < 7; i++)
        if (!take(o[i], &a[i], "uiiuiui"[i], 8, -1, i >= 4, names[i]))
            goto out;
    i64 draws = items_of(&a[6]), all = draws ? items_of(&a[5]) / draws : limbs, missed = 0;
    if (!rows_of(&rows, &a[0], &a[1], &a[2], &a[3], limbs, bits) || items_of(&a[4]) != draws * rows.axes ||
        items_of(&a[5]) != draws * all || all < limbs || all > MOST_LIMBS || !near(&a[4])) {
        wrong("the arrays do not belong together");
        goto out;
    }
    i64 *states = a[4].view.buf, *places = a[6].view.buf;
    u64 *left = a[5].view.buf;
    Py_BEGIN_ALLOW_THREADS
    u64 room[MOST_LIMBS];
    for (i64 i = 0; i < draws; i++) {
        places[i] = choose_one(&rows, states + i * rows.axes, left + i * all, all, room);
        missed |= places[i] < 0;
    }
    Py_END_ALLOW_THREADS
    answer = missed ? wrong("there are not so many packages") : Py_NewRef(Py_None);
out:
    for (int i = 0; i < 7; i++)
        drop(&a[i]);
    return answer;
}

/* Points in a balanced tree: a node covers the points from `start` to `end` and halves them down to exactly `leaf`
   points; its children are the nodes 2i + 1 and 2i + 2. */
typedef struct {
    i64 axes, points, leaf, nodes;
    const i64 *at, *low, *high;
    const u64 *weights, *sums;
} Tree;

typedef struct {
    i64 node, start, end;
} Node;

ALWAYS int all_within(const i64 *point, const i64 *limit, i64 axes)
{
    for (i64 a = 0; a < axes; a++)
        if (point[a] > limit[a])
            return 0;
    return 1;
}

/* The weight of those points of a leaf that are within a limit; a leaf has its points axis by axis. */
ALWAYS u64 leaf_weight(const Tree *tree, i64 start, i64 points, const i64 *limit)
{
    const i64 *at = tree->at + start * tree->axes;
    u64 sum = 0, held[MOST_LEAF];
    for (i64 p = 0; p < points; p++)
        held[p] = 0 - (u64)(at[p] <= limit[0]);
    for (i64 a = 1; a < tree->axes; a++)
        for (i64 p = 0; p < points; p++)
            held[p] &= 0 - (u64)(at[a * points + p] <= limit[a]);
    for (i64 p = 0; p < points; p++)
        sum += tree->weights[start + p] & held[p];
    return sum;
}

/* The point of a leaf at which the weights within a limit pass `number`; what was passed before it is added. */
static i64 point_of(const Tree *tree, i64 start, i64 points, const i64 *limit, u64 number, u64 *before)
{
    const i64 *at = tree->at + start * tree->axes;
    for (i64 p = 0; p < points; p++) {
        int held = 1;
        for (i64 a = 0; a < tree->axes; a++)
            held &= at[a * points + p] <= limit[a];
        if (held && tree->weights[start + p] > number - *before)
            return start + p;
        *before += held ? tree->weights[start + p] : 0;
    }
    return -1;
}

/* Goes through the points within a limit, in order. The place of the one at which the weights so far pass `number`, or
   -1; `before` has the weight passed before it, or all of it. */
SPEED static i64 walk(const Tree *tree, const i64 *limit, u64 number, u64 *before)
{
    Node stack[2 * MOST_DEPTH] = {{0, 0, tree->points}};
    int depth = 1;
    u64 sum = 0;
    i64 found = -1;
    while (depth && found < 0) {
        Node here = stack[--depth];
        i64 points = here.end - here.start;
        if (!all_within(tree->low + here.node * tree->axes, limit, tree->axes))
            continue;
        u64 weight = tree->sums[here.node];
        if (weight <= number - sum && all_within(tree->high + here.node * tree->axes, limit, tree->axes)) {
            sum += weight;
        } else if (points <= tree->leaf) {
            weight = leaf_weight(tree, here.start, points, limit);
            if (weight > number - sum)
                found = point_of(tree, here.start, points, limit, number, &sum);
            else
                sum += weight;
        } else {
            stack[depth++] = (Node){2 * here.node + 2, here.start + points / 2, here.end};
            stack[depth++] = (Node){2 * here.node + 1, here.start, here.start + points / 2};
        }
    }
    *before = sum;
    return found;
}

/* Whether every node that a walk can reach is there, and no weights pass 2**62. */
static int tree_of(Tree *tree, const Array *a, i64 axes, i64 leaf)
{
    *tree = (Tree){axes, items_of(&a[1]), leaf, items_of(&a[4]), a[0].view.buf, a[2].view.buf, a[3].view.buf,
                   a[1].view.buf, a[4].view.buf};
    if (axes < 1 || axes > MOST_AXES || leaf < 1 || leaf > MOST_LEAF || tree->points < 1 || items_of(&a[0]) != tree->points * axes ||
        items_of(&a[2]) != tree->nodes * axes || items_of(&a[3]) != tree->nodes * axes)
        return 0;
    i64 levels = 0;
    while (levels < MOST_DEPTH && leaf << levels < tree->points)
        levels++;
    if (leaf << levels != tree->points || tree->nodes != ((i64)2 << levels) - 1)
        return 0;
    u64 sum = 0;
    for (i64 p = 0; p < tree->points; p++)
        if (tree->weights[p] >> 62 || (sum += tree->weights[p]) >> 62)
            return 0;
    return 1;
}

enum { TREE = 5 };
static const char *tree_names[] = {"points", "weights", "low", "high", "sums", "limits", "numbers", "found"};
static const char TREE_KINDS[] = "iuiiuiui";

static PyObject *beneath(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *o[7], *answer = NULL;
    Array a[7] = {{.held = 0}};
    long long axes, leaf;
    Tree tree;
    if (!PyArg_ParseTuple(args, "OOOOOOOLL", &o[0], &o[1], &o[2], &o[3], &o[4], &o[5], &o[6], &axes, &leaf))
        return NULL;
    for (int i = 0; i < 7; i++)
        if (!take(o[i], &a[i], TREE_KINDS[i], 8, -1, i == 6, tree_names[i]))
            goto out;
    i64 asked = items_of(&a[6]);
    if (!tree_of(&tree, a, axes, leaf) || items_of(&a[5]) != asked * axes) {
        wrong("the arrays do not belong together");
        goto out;
    }
    Py_BEGIN_ALLOW_THREADS
    for (i64 i = 0; i < asked; i++)
        walk(&tree, (const i64 *)a[5].view.buf + i * axes, (u64)1 << 63, (u64 *)a[6].view.buf + i);
    Py_END_ALLOW_THREADS
    answer = Py_NewRef(Py_None);
out:
    for (int i = 0; i < 7; i++)
        drop(&a[i]);
    return answer;
}

static PyObject *pick(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *o[8], *answer = NULL;
    Array a[8] = {{.held = 0}};
    long long axes, leaf;
    Tree tree;
    if (!PyArg_ParseTuple(args, "OOOOOOOOLL", &o[0], &o[1], &o[2], &o[3], &o[4], &o[5], &o[6], &o[7], &axes, &leaf))
        return NULL;
    for (int i = 0; i < 8; i++)
        if (!take(o[i], &a[i], TREE_KINDS[i], 8, -1, i >= 6, tree_names[i]))
            goto out;
    i64 asked = items_of(&a[7]), missed = 0;
    if (!tree_of(&tree, a, axes, leaf) || items_of(&a[5]) != asked * axes || items_of(&a[6]) != asked) {
        wrong("the arrays do not belong together");
        goto out;
    }
    u64 *numbers = a[6].view.buf;
    i64 *found = a[7].view.buf;
    Py_BEGIN_ALLOW_THREADS
    for (i64 i = 0; i < asked; i++) {
        u64 before = 0;
        found[i] = walk(&tree, (const i64 *)a[5].view.buf + i * axes, numbers[i], &before);
        missed |= found[i] < 0;
        numbers[i] -= before;
    }
    Py_END_ALLOW_THREADS
    answer = missed ? wrong("there are not so many points") : Py_NewRef(Py_None);
out:
    for (int i = 0; i < 8; i++)
        drop(&a[i]);
    return answer;
}

/* Tables to draw rows from: each has 2**k columns of 2**(32 - k) tickets; the first `keep` of a column are for the
   first of its two `rows`, the others for the second. What is not drawn is in a box: `rest` has for every state the
   logarithm of the ways to settle it, and more to spare than `shape` is as good as its end. */
typedef struct {
    i64 tables, axes;
    u64 start;
    const i64 *starts, *shifts, *losses, *caps, *shape;
    const uint32_t *keep;
    const int32_t *rows;
    const double *logs, *rest;
} Urns;

ALWAYS u64 mixed(u64 word) /* SplitMix64 */
{
    word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9u;
    word = (word ^ (word >> 27)) * 0x94D049BB133111EBu;
    return word ^ (word >> 31);
}

/* The row that a draw takes of table `t`; `word` has the tickets of two tables. */
ALWAYS i64 row_taken(const Urns *urns, i64 t, u64 *counter, u64 *word)
{
    if (t % 2 == 0)
        *word = mixed(urns->start + ++*counter * 0x9E3779B97F4A7C15u);
    u64 ticket = t % 2 ? *word & 0xFFFFFFFFu : *word >> 32, shift = (u64)urns->shifts[t];
    i64 column = urns->starts[t] + (i64)(ticket >> shift);
    ticket &= ((u64)1 << shift) - 1;
    return urns->rows[2 * column + (ticket >= urns->keep[column])];
}

/* One draw over AXES axes, with its sums in registers where that is a constant. With many axes most draws are lost
   early, and now and then a look at that pays. */
#define DRAW(AXES, ROOM)                                                                                               \
    i64 lost[ROOM] = {0}, held = 1, place = 0;                                                                         \
    double log = 0;                                                                                                    \
    u64 counter = number * (u64)((urns->tables + 1) / 2), word = 0;                                                    \
    for (i64 t = 0; t < urns->tables; t++) {                                                                           \
        i64 row = row_taken(urns, t, &counter, &word);                                                                 \
        for (i64 a = 0; a < (AXES); a++)                                                                               \
            lost[a] += urns->losses[row * (AXES) + a];                                                                 \
        log += urns->logs[row];                                                                                        \
        if ((ROOM) == MOST_AXES && t % 4 == 3) {                                                                       \
            for (i64 a = 0; a < (AXES); a++)                                                                           \
                held &= lost[a] <= urns->caps[a];                                                                      \
            if (!held)                                                                                                 \
                break;                                                                                                 \
        }                                                                                                              \
    }                                                                                                                  \
    for (i64 a = 0; a < (AXES); a++) {                                                                                 \
        i64 left = urns->caps[a] - lost[a];                                                                            \
        held &= left >= 0;                                                                                             \
        left = left < 0 ? 0 : left;                                                                                    \
        place = place * urns->shape[a] + (left < urns->shape[a] ? left : urns->shape[a] - 1);                          \
    }                                                                                                                  \
    return held ? log + urns->rest[place] : -INFINITY;

ALWAYS double draw_4(const Urns *urns, u64 number) { DRAW(4, 4) }
ALWAYS double draw_8(const Urns *urns, u64 number) { DRAW(8, 8) }
ALWAYS double draw_any(const Urns *urns, u64 number) { DRAW(urns->axes, MOST_AXES) }

SPEED static void draw_all(const Urns *urns, u64 first, i64 draws, double *logs)
{
    for (i64 i = 0; i < draws; i++) {
        u64 number = first + (u64)i;
        logs[i] = urns->axes == 4 ? draw_4(urns, number) : urns->axes == 8 ? draw_8(urns, number) : draw_any(urns, number);
    }
}

enum { STARTS, SHIFTS, KEEP, ROWS, LOSSES, LOGS, CAPS, SHAPE, REST, FOUND, ARRAYS };

/* Whether every column lies in its table, every row in its arrays, and no sum of losses can pass 2**62. */
static int urns_of(Urns *urns, const Array *a, u64 start)
{
    i64 columns = items_of(&a[KEEP]), rows = items_of(&a[LOGS]);
    *urns = (Urns){items_of(&a[SHIFTS]), items_of(&a[CAPS]), start,
                   a[STARTS].view.buf,   a[SHIFTS].view.buf, a[LOSSES].view.buf, a[CAPS].view.buf, a[SHAPE].view.buf,
                   a[KEEP].view.buf,     a[ROWS].view.buf,   a[LOGS].view.buf,   a[REST].view.buf};
    if (urns->axes < 1 || urns->axes > MOST_AXES || items_of(&a[STARTS]) != urns->tables + 1 ||
        items_of(&a[ROWS]) != 2 * columns || items_of(&a[LOSSES]) != rows * urns->axes ||
        items_of(&a[SHAPE]) != urns->axes || cells_of(urns->shape, urns->axes) != items_of(&a[REST]) ||
        !near(&a[LOSSES]) || !near(&a[CAPS]) || urns->starts[0] != 0 || urns->starts[urns->tables] != columns)
        return 0;
    i64 most = 1;
    for (i64 i = 0; i < items_of(&a[LOSSES]); i++) {
        if (urns->losses[i] < 0)
            return 0;
        most = urns->losses[i] > most ? urns->losses[i] : most;
    }
    for (i64 t = 0; t < urns->tables; t++)
        if (urns->shifts[t] < 1 || urns->shifts[t] > 32 ||
            urns->starts[t + 1] - urns->starts[t] != (i64)1 << (32 - urns->shifts[t]))
            return 0;
    for (i64 c = 0; c < 2 * columns; c++)
        if (urns->rows[c] < 0 || urns->rows[c] >= rows)
            return 0;
    return most <= (FAR - 1) / (urns->tables ? urns->tables : 1);
}

static PyObject *weigh(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *o[ARRAYS], *answer = NULL;
    Array a[ARRAYS] = {{.held = 0}};
    unsigned long long start, first;
    Urns urns;
    if (!PyArg_ParseTuple(args, "KKOOOOOOOOOO", &start, &first, &o[0], &o[1], &o[2], &o[3], &o[4], &o[5], &o[6], &o[7],
                          &o[8], &o[9]))
        return NULL;
    static const char *names[] = {"starts", "shifts", "keep", "rows", "losses", "logs", "caps", "shape", "rest", "found"};
    for (int i = 0; i < ARRAYS; i++)
        if (!take(o[i], &a[i], "iiuiifiiff"[i], i == KEEP || i == ROWS ? 4 : 8, -1, i == FOUND, names[i]))
            goto out;
    if (!urns_of(&urns, a, start)) {
        wrong("the arrays do not belong together");
        goto out;
    }
    Py_BEGIN_ALLOW_THREADS
    draw_all(&urns, first, items_of(&a[FOUND]), a[FOUND].view.buf);
    Py_END_ALLOW_THREADS
    answer = Py_NewRef(Py_None);
out:
    for (int i = 0; i < ARRAYS; i++)
        drop(&a[i]);
    return answer;
}

static PyMethodDef functions[] = {
    {"layer", layer, METH_VARARGS,
     "layer(below, above, below_shape, above_shape, shifts, times, limbs, bits, first, last)\n--\n\n"
     "Fill lines of a box with sums over the box below; see counting_table.layer."},
    {"choose", choose, METH_VARARGS,
     "choose(below, below_shape, shifts, times, states, left, places, limbs, bits)\n--\n\n"
     "For each draw the row that a number leads to; see counting_table.choose."},
    {"beneath", beneath, METH_VARARGS,
     "beneath(points, weights, low, high, sums, limits, found, axes, leaf)\n--\n\n"
     "For each limit the weight of the points within it; see halves.beneath."},
    {"pick", pick, METH_VARARGS,
     "pick(points, weights, low, high, sums, limits, numbers, found, axes, leaf)\n--\n\n"
     "For each limit the point within it that a number leads to; see halves.pick."},
    {"weigh", weigh, METH_VARARGS,
     "weigh(start, first, starts, shifts, keep, rows, losses, logs, caps, shape, rest, found)\n--\n\n"
     "For each draw the logarithm of its weight; see estimate.weigh."},
    {NULL, NULL, 0, NULL}};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "counting", "The innermost loops of counting, drawing and estimating.", 0, functions, NULL,
    NULL,                  NULL,       NULL};

PyMODINIT_FUNC PyInit_counting(void)
{
    return PyModule_Create(&module);
}
