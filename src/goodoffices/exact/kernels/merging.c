/* One step of the issue merge: add every row of a table to every partial package, keep what nothing beats.

   A partial package is a vector of losses (what each side has given up so far, in units; less is better) and a key
   (its packed options). Vectors are packed into as few 64-bit words as will hold them, side 0 highest, so that adding
   vectors is adding words and comparing words compares vectors. Partial packages are kept sorted that way; the sums
   with one row are then sorted too, and a heap walks all rows' lists together in ascending order. Whatever comes later
   cannot beat what came earlier, so each vector is only asked whether an earlier one is at least as good in the other
   sides: for two sides the least loss so far answers, for three a staircase, for more a forest of k-d trees.

   Of equal vectors the one with the least key comes first and is kept: the first package in file order.

   The numpy twin is `add_in_arrays` in `../merging/merging.py`. This file is long because each number of sides has its own
   way to ask what was there before: least losses, staircases, and trees. Sources: Kung, Luccio & Preparata 1975, Journal of the ACM 22(4), 469-476 (the
   sweep and the staircase); Bentley 1975, Communications of the ACM 18(9), 509-517 (k-d trees); Bentley & Saxe 1980,
   Journal of Algorithms 1(4), 301-358 (a forest of static trees that grows). */
#include "buffers.h"
#include <stdlib.h>

typedef int64_t i64;
typedef uint64_t u64;

enum { MOST_SIDES = 8, CHUNK = 128, LEAF = 16, MOST_TREES = 48, BETWEEN_LOOKS = 1 << 16 };

/* ---- how vectors are packed --------------------------------------------------------------------------------------- */

typedef struct {
    int sides, words;      /* words of a packed vector */
    int keys;              /* words of a key */
    int word[MOST_SIDES];  /* where a side's field is */
    int shift[MOST_SIDES];
    u64 mask[MOST_SIDES];
    i64 cap[MOST_SIDES];   /* the greatest loss each side can still bear */
} Layout;

static inline i64 field(const Layout *at, const u64 *packed, int side)
{
    return (i64)((packed[at->word[side]] >> at->shift[side]) & at->mask[side]);
}

/* Fields are as wide as the greatest sum of all tables needs; false where one would need more than 63 bits. */
static int lay_out(Layout *at, const i64 *widest)
{
    int word = 0, used = 0;
    for (int side = 0; side < at->sides; side++) {
        int bits = 1;
        while (bits < 64 && (widest[side] >> bits))
            bits++;
        if (bits > 63)
            return 0;
        if (used + bits > 63) {
            word++;
            used = 0;
        }
        used += bits;
        at->word[side] = word;
        at->shift[side] = 63 - used;
        at->mask[side] = ((u64)1 << bits) - 1;
    }
    at->words = word + 1;
    return 1;
}

/* ---- two sides and fewer: the least loss so far; three: a staircase ------------------------------------------------- */

/* A staircase holds pairs (x, y) none of which has both x and y at least as great as another's: x ascends, y descends.
   It is cut into chunks, so that an insertion moves little. */
typedef struct {
    i64 x[CHUNK], y[CHUNK];
    int size;
} Chunk;

typedef struct {
    Chunk **chunks;
    i64 *first; /* the least x of each chunk */
    i64 size, room;
} Staircase;

static void staircase_free(Staircase *s)
{
    for (i64 i = 0; i < s->size; i++)
        free(s->chunks[i]);
    free(s->chunks);
    free(s->first);
}

/* The last place in ascending `from[0..size)` that is at most x, or -1. */
static inline i64 last_at_most(const i64 *from, i64 size, i64 x)
{
    i64 low = 0;
    while (size > 0) {
        i64 half = size >> 1;
        if (from[low + half] <= x) {
            low += half + 1;
            size -= half + 1;
        } else
            size = half;
    }
    return low - 1;
}

static int staircase_covers(const Staircase *s, i64 x, i64 y)
{
    i64 c = last_at_most(s->first, s->size, x);
    if (c < 0)
        return 0;
    const Chunk *chunk = s->chunks[c];
    return chunk->y[last_at_most(chunk->x, chunk->size, x)] <= y;
}

static void staircase_drop_chunks(Staircase *s, i64 from, i64 count)
{
    for (i64 i = from; i < from + count; i++)
        free(s->chunks[i]);
    memmove(s->chunks + from, s->chunks + from + count, (size_t)(s->size - from - count) * sizeof *s->chunks);
    memmove(s->first + from, s->first + from + count, (size_t)(s->size - from - count) * sizeof *s->first);
    s->size -= count;
}

/* Makes room for one more chunk at a place. */
static Chunk *staircase_new_chunk(Staircase *s, i64 place)
{
    if (s->size == s->room) {
        i64 room = s->room ? 2 * s->room : 16;
        Chunk **chunks = realloc(s->chunks, (size_t)room * sizeof *chunks);
        if (chunks)
            s->chunks = chunks;
        i64 *first = realloc(s->first, (size_t)room * sizeof *first);
        if (first)
            s->first = first;
        if (!chunks || !first)
            return NULL;
        s->room = room;
    }
    Chunk *chunk = malloc(sizeof *chunk);
    if (!chunk)
        return NULL;
    memmove(s->chunks + place + 1, s->chunks + place, (size_t)(s->size - place) * sizeof *s->chunks);
    memmove(s->first + place + 1, s->first + place, (size_t)(s->size - place) * sizeof *s->first);
    chunk->size = 0;
    s->chunks[place] = chunk;
    s->size++;
    return chunk;
}

/* Drops the entries of a chunk from `from` on that (.., y) covers; returns whether it reached the chunk's end. */
static int chunk_drop_covered(Chunk *chunk, int from, i64 y)
{
    int to = from;
    while (to < chunk->size && chunk->y[to] >= y)
        to++;
    int end = to == chunk->size;
    memmove(chunk->x + from, chunk->x + to, (size_t)(chunk->size - to) * sizeof(i64));
    memmove(chunk->y + from, chunk->y + to, (size_t)(chunk->size - to) * sizeof(i64));
    chunk->size -= to - from;
    return end;
}

/* Adds a pair that nothing covers, and drops what it covers. 0 where memory ran out. */
static int staircase_add(Staircase *s, i64 x, i64 y)
{
    i64 c = last_at_most(s->first, s->size, x);
    int place = 0;
    if (c >= 0) {
        place = (int)last_at_most(s->chunks[c]->x, s->chunks[c]->size, x) + 1;
        if (s->chunks[c]->x[place - 1] == x)
            place--; /* the same x with a greater y */
    } else
        c = 0;
    if (s->size && chunk_drop_covered(s->chunks[c], place, y)) {
        i64 next = c + 1;
        while (next < s->size && s->chunks[next]->y[s->chunks[next]->size - 1] >= y)
            next++;
        if (next < s->size) {
            chunk_drop_covered(s->chunks[next], 0, y);
            s->first[next] = s->chunks[next]->x[0];
        }
        if (next > c + 1)
            staircase_drop_chunks(s, c + 1, next - c - 1);
    }
    if (!s->size && !staircase_new_chunk(s, 0))
        return 0;
    Chunk *chunk = s->chunks[c];
    if (chunk->size == CHUNK) {
        Chunk *right = staircase_new_chunk(s, c + 1);
        if (!right)
            return 0;
        right->size = CHUNK / 2;
        chunk->size = CHUNK - CHUNK / 2;
        memcpy(right->x, chunk->x + chunk->size, sizeof(i64) * (CHUNK / 2));
        memcpy(right->y, chunk->y + chunk->size, sizeof(i64) * (CHUNK / 2));
        s->first[c + 1] = right->x[0];
        if (place > chunk->size) {
            place -= chunk->size;
            chunk = right;
            c++;
        }
    }
    memmove(chunk->x + place + 1, chunk->x + place, (size_t)(chunk->size - place) * sizeof(i64));
    memmove(chunk->y + place + 1, chunk->y + place, (size_t)(chunk->size - place) * sizeof(i64));
    chunk->x[place] = x;
    chunk->y[place] = y;
    chunk->size++;
    s->first[c] = chunk->x[0];
    return 1;
}

/* ---- four sides and more: a forest of k-d trees --------------------------------------------------------------------- */

/* A tree over points of `dims` losses, in order of its leaves; the node over [from, to) splits at the middle, and has
   the least of every loss among its points. Trees have LEAF * 2**k points, so nodes number themselves: node 1 is the
   root, node n has the children 2n and 2n + 1. */
typedef struct {
    i64 *points, *least;
    i64 size;
} Tree;

typedef struct {
    int dims;
    Tree trees[MOST_TREES];
    i64 *waiting; /* fewer than LEAF points, in no tree yet */
    int many;
    i64 last[MOST_SIDES]; /* the point that covered last: its neighbours are soon asked about */
    int has_last;
} Forest;

static void forest_free(Forest *f)
{
    for (int k = 0; k < MOST_TREES; k++) {
        free(f->trees[k].points);
        free(f->trees[k].least);
    }
    free(f->waiting);
}

static inline int at_most(const i64 *point, const i64 *than, int dims)
{
    int all = 1;
    for (int d = 0; d < dims; d++)
        all &= point[d] <= than[d];
    return all;
}

static const i64 *some_at_most(const i64 *points, i64 many, const i64 *than, int dims)
{
    for (i64 i = 0; i < many; i++)
        if (at_most(points + i * dims, than, dims))
            return points + i * dims;
    return NULL;
}

static const i64 *tree_covers(const Tree *t, const i64 *point, int dims)
{
    i64 stack[128];
    int depth = 0;
    i64 leaves = t->size / LEAF;
    stack[depth++] = 1;
    while (depth) {
        i64 node = stack[--depth];
        if (!at_most(t->least + node * dims, point, dims))
            continue;
        if (node >= leaves) {
            const i64 *found = some_at_most(t->points + (node - leaves) * LEAF * dims, LEAF, point, dims);
            if (found)
                return found;
        } else {
            stack[depth++] = 2 * node + 1;
            stack[depth++] = 2 * node;
        }
    }
    return NULL;
}

static int forest_covers(Forest *f, const i64 *point)
{
    if (f->has_last && at_most(f->last, point, f->dims))
        return 1;
    const i64 *found = some_at_most(f->waiting, f->many, point, f->dims);
    for (int k = MOST_TREES - 1; k >= 0 && !found; k--)
        if (f->trees[k].size)
            found = tree_covers(&f->trees[k], point, f->dims);
    if (!found)
        return 0;
    memcpy(f->last, found, (size_t)f->dims * sizeof(i64));
    f->has_last = 1;
    return 1;
}

static inline void swap_points(i64 *a, i64 *b, int dims)
{
    for (int d = 0; d < dims; d++) {
        i64 held = a[d];
        a[d] = b[d];
        b[d] = held;
    }
}

/* Puts the half with the smaller losses in dimension d first (Hoare's selection of the middle, pivots from the middle). */
static void halve(i64 *points, i64 size, int d, int dims)
{
    i64 low = 0, high = size - 1, middle = size / 2;
    while (low < high) {
        i64 pivot = points[(low + (high - low) / 2) * dims + d], i = low, j = high;
        while (i <= j) {
            while (points[i * dims + d] < pivot)
                i++;
            while (points[j * dims + d] > pivot)
                j--;
            if (i <= j) {
                swap_points(points + i * dims, points + j * dims, dims);
                i++;
                j--;
            }
        }
        if (middle <= j)
            high = j;
        else if (middle >= i)
            low = i;
        else
            return;
    }
}

static void grow(Tree *t, i64 node, i64 from, i64 size, int d, int dims)
{
    i64 *least = t->least + node * dims;
    if (size == LEAF) {
        memcpy(least, t->points + from * dims, (size_t)dims * sizeof(i64));
        for (i64 i = 1; i < size; i++)
            for (int e = 0; e < dims; e++)
                if (t->points[(from + i) * dims + e] < least[e])
                    least[e] = t->points[(from + i) * dims + e];
        return;
    }
    halve(t->points + from * dims, size, d, dims);
    grow(t, 2 * node, from, size / 2, (d + 1) % dims, dims);
    grow(t, 2 * node + 1, from + size / 2, size / 2, (d + 1) % dims, dims);
    for (int e = 0; e < dims; e++) {
        i64 a = t->least[2 * node * dims + e], b = t->least[(2 * node + 1) * dims + e];
        least[e] = a < b ? a : b;
    }
}

/* Adds a point. LEAF waiting points become a tree; two trees of one size become one of twice the size. */
static int forest_add(Forest *f, const i64 *point)
{
    size_t bytes = (size_t)f->dims * sizeof(i64);
    if (!f->waiting && !(f->waiting = malloc(LEAF * bytes)))
        return 0;
    memcpy(f->waiting + f->many++ * f->dims, point, bytes);
    if (f->many < LEAF)
        return 1;
    int k = 0;
    while (f->trees[k].size)
        k++;
    i64 size = (i64)LEAF << k, filled = LEAF;
    Tree tree = {malloc((size_t)size * bytes), malloc((size_t)(2 * (size / LEAF)) * bytes), size};
    if (!tree.points || !tree.least) {
        free(tree.points);
        free(tree.least);
        return 0;
    }
    memcpy(tree.points, f->waiting, LEAF * bytes);
    for (int j = 0; j < k; j++) {
        memcpy(tree.points + filled * f->dims, f->trees[j].points, (size_t)f->trees[j].size * bytes);
        filled += f->trees[j].size;
        free(f->trees[j].points);
        free(f->trees[j].least);
        f->trees[j] = (Tree){NULL, NULL, 0};
    }
    grow(&tree, 1, 0, size, 0, f->dims);
    f->trees[k] = tree;
    f->many = 0;
    return 1;
}

/* ---- the sweep ------------------------------------------------------------------------------------------------------ */

typedef struct {
    i64 least; /* two sides: the least loss of side 1 so far, or -1 */
    Staircase staircase;
    Forest forest;
    int any;
} Seen;

/* Whether an earlier vector is at least as good; if not, this one joins them. -1 where memory ran out. */
static int covered_or_added(Seen *seen, const i64 *losses, int sides)
{
    if (sides <= 1) {
        int covered = seen->any;
        seen->any = 1;
        return covered;
    }
    if (sides == 2) {
        if (seen->any && seen->least <= losses[1])
            return 1;
        seen->any = 1;
        seen->least = losses[1];
        return 0;
    }
    if (sides == 3) {
        if (staircase_covers(&seen->staircase, losses[1], losses[2]))
            return 1;
        return staircase_add(&seen->staircase, losses[1], losses[2]) ? 0 : -1;
    }
    if (forest_covers(&seen->forest, losses + 1))
        return 1;
    return forest_add(&seen->forest, losses + 1) ? 0 : -1;
}

/* Sorted vectors with their keys. */
typedef struct {
    u64 *vectors, *keys;
    i64 size, room;
} Set;

static void set_free(Set *set)
{
    free(set->vectors);
    free(set->keys);
    *set = (Set){NULL, NULL, 0, 0};
}

static int set_room(Set *set, const Layout *at, i64 room)
{
    if (room <= set->room)
        return 1;
    if (room < 2 * set->room)
        room = 2 * set->room;
    u64 *vectors = realloc(set->vectors, (size_t)room * (size_t)at->words * 8);
    if (vectors)
        set->vectors = vectors;
    u64 *keys = realloc(set->keys, (size_t)room * (size_t)at->keys * 8);
    if (keys)
        set->keys = keys;
    if (!vectors || !keys)
        return 0;
    set->room = room;
    return 1;
}

/* One list of the heap: the vectors of `many` from `place` on, each with the row's vector and key added. */
typedef struct {
    u64 head[MOST_SIDES];
    i64 row, place;
} List;

typedef struct {
    const Layout *at;
    const Set *rows, *many;
    List *lists;
    i64 size;
} Heap;

static int before(const Heap *h, const List *a, const List *b)
{
    for (int w = 0; w < h->at->words; w++)
        if (a->head[w] != b->head[w])
            return a->head[w] < b->head[w];
    int keys = h->at->keys;
    for (int w = 0; w < keys; w++) {
        u64 x = h->rows->keys[a->row * keys + w] | h->many->keys[a->place * keys + w];
        u64 y = h->rows->keys[b->row * keys + w] | h->many->keys[b->place * keys + w];
        if (x != y)
            return x < y;
    }
    return 0;
}

static void sift(Heap *h, i64 at)
{
    List moved = h->lists[at];
    for (;;) {
        i64 child = 2 * at + 1;
        if (child >= h->size)
            break;
        if (child + 1 < h->size && before(h, &h->lists[child + 1], &h->lists[child]))
            child++;
        if (!before(h, &h->lists[child], &moved))
            break;
        h->lists[at] = h->lists[child];
        at = child;
    }
    h->lists[at] = moved;
}

static inline void set_head(const Heap *h, List *list)
{
    for (int w = 0; w < h->at->words; w++)
        list->head[w] = h->rows->vectors[list->row * h->at->words + w] + h->many->vectors[list->place * h->at->words + w];
}

typedef enum { DONE, NO_MEMORY, STOPPED, TOO_MANY } State;

typedef struct {
    PyObject *go_on;
    PyThreadState *thread;
    i64 since;
    i64 most;
} Looks;

/* Now and then asks Python whether to go on; an error there (an interrupt, say) stops the work too. */
static int go_on(Looks *looks)
{
    if (++looks->since < BETWEEN_LOOKS)
        return 1;
    looks->since = 0;
    PyEval_RestoreThread(looks->thread);
    PyObject *answer = PyErr_CheckSignals() ? NULL : PyObject_CallNoArgs(looks->go_on);
    int yes = answer ? PyObject_IsTrue(answer) : 0;
    Py_XDECREF(answer);
    looks->thread = PyEval_SaveThread();
    return yes > 0;
}

/* The sums of two sets, without what the caps forbid and without what another beats: into `out`, sorted. Only `many` has
   to be sorted; the fewer the rows the better. */
static State merge(const Layout *at, const Set *rows, const Set *many, Set *out, Looks *looks)
{
    Heap heap = {at, rows, many, malloc((size_t)(rows->size ? rows->size : 1) * sizeof(List)), 0};
    Seen seen;
    memset(&seen, 0, sizeof seen);
    seen.forest.dims = at->sides - 1;
    State state = heap.lists ? DONE : NO_MEMORY;
    out->size = 0;
    if (state == DONE && many->size)
        for (i64 row = 0; row < rows->size; row++) {
            heap.lists[heap.size] = (List){.row = row, .place = 0};
            set_head(&heap, &heap.lists[heap.size++]);
        }
    for (i64 i = heap.size / 2 - 1; i >= 0; i--)
        sift(&heap, i);
    while (heap.size && state == DONE) {
        List *top = &heap.lists[0];
        i64 losses[MOST_SIDES];
        int fits = 1;
        for (int side = 0; side < at->sides; side++) {
            losses[side] = field(at, top->head, side);
            fits &= losses[side] <= at->cap[side];
        }
        int covered = fits ? covered_or_added(&seen, losses, at->sides) : 1;
        if (covered < 0)
            state = NO_MEMORY;
        if (!covered) {
            if (out->size >= looks->most)
                state = TOO_MANY;
            else if (!set_room(out, at, out->size + 1))
                state = NO_MEMORY;
            else {
                memcpy(out->vectors + out->size * at->words, top->head, (size_t)at->words * 8);
                for (int w = 0; w < at->keys; w++)
                    out->keys[out->size * at->keys + w] =
                        rows->keys[top->row * at->keys + w] | many->keys[top->place * at->keys + w];
                out->size++;
            }
        }
        if (losses[0] > at->cap[0] || ++top->place == many->size) /* the rest of this list only loses more */
            heap.lists[0] = heap.lists[--heap.size];
        else
            set_head(&heap, top);
        sift(&heap, 0);
        if (state == DONE && !go_on(looks))
            state = STOPPED;
    }
    free(heap.lists);
    staircase_free(&seen.staircase);
    forest_free(&seen.forest);
    return state;
}

/* Vectors and keys as they come in. Their losses fit the fields, since these are as wide as all tables together. */
static int fill(Set *set, const Layout *at, const i64 *losses, const u64 *keys, i64 size)
{
    if (!set_room(set, at, size ? size : 1))
        return 0;
    memset(set->vectors, 0, (size_t)size * (size_t)at->words * 8);
    for (i64 row = 0; row < size; row++)
        for (int side = 0; side < at->sides; side++)
            set->vectors[row * at->words + at->word[side]] |= (u64)losses[row * at->sides + side] << at->shift[side];
    memcpy(set->keys, keys, (size_t)size * (size_t)at->keys * 8);
    set->size = size;
    return 1;
}

/* Adds the tables to the partial packages in `done`, one after another. */
static State add_tables(const Layout *at, Set *done, const i64 *losses, const u64 *keys, const i64 *starts, i64 tables,
                        Looks *looks)
{
    Set nothing = {NULL, NULL, 0, 0}, table = nothing, rows = nothing, next = nothing;
    u64 no_key[64] = {0};
    i64 no_loss[MOST_SIDES] = {0};
    State state = fill(&nothing, at, no_loss, no_key, 1) ? DONE : NO_MEMORY;
    for (i64 t = 0; t < tables && state == DONE; t++) {
        i64 from = starts[t], size = starts[t + 1] - from;
        if (!fill(&table, at, losses + from * at->sides, keys + from * at->keys, size)) {
            state = NO_MEMORY;
            break;
        }
        state = merge(at, &table, &nothing, &rows, looks); /* sorted, undominated, the first of equal ones */
        if (state == DONE)
            state = rows.size <= done->size ? merge(at, &rows, done, &next, looks) : merge(at, done, &rows, &next, looks);
        Set held = *done;
        *done = next;
        next = held;
    }
    set_free(&nothing);
    set_free(&table);
    set_free(&rows);
    set_free(&next);
    return state;
}

/* The partial packages as Python objects: losses and keys, as bytes. */
static PyObject *handed_out(const Layout *at, const Set *set)
{
    PyObject *losses = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(set->size * at->sides * 8));
    PyObject *keys = PyBytes_FromStringAndSize((const char *)set->keys, (Py_ssize_t)(set->size * at->keys * 8));
    PyObject *both = losses && keys ? PyTuple_Pack(2, losses, keys) : NULL;
    if (both) {
        i64 *to = (i64 *)(void *)PyBytes_AsString(losses);
        for (i64 row = 0; row < set->size; row++)
            for (int side = 0; side < at->sides; side++)
                to[row * at->sides + side] = field(at, set->vectors + row * at->words, side);
    }
    Py_XDECREF(losses);
    Py_XDECREF(keys);
    return both;
}

enum { LOSSES, KEYS, ROW_LOSSES, ROW_KEYS, STARTS, WIDEST, CAPS, ARRAYS };

/* Checks what Python promised: tables within the rows, losses that are no less than 0, sums that fit their fields. */
static int as_promised(const Array *a, i64 tables, int sides)
{
    const i64 *starts = a[STARTS].view.buf, *row_losses = a[ROW_LOSSES].view.buf, *losses = a[LOSSES].view.buf;
    i64 rows = items_of(&a[ROW_LOSSES]) / sides, size = items_of(&a[LOSSES]) / sides, sum[MOST_SIDES] = {0};
    if (starts[0] < 0 || starts[tables] > rows)
        return 0;
    for (i64 t = 0; t < tables; t++) /* all of them, before a row is read */
        if (starts[t] > starts[t + 1])
            return 0;
    for (i64 i = 0; i < size; i++)
        for (int s = 0; s < sides; s++) {
            if (losses[i * sides + s] < 0)
                return 0;
            if (losses[i * sides + s] > sum[s])
                sum[s] = losses[i * sides + s];
        }
    for (i64 t = 0; t < tables; t++) {
        i64 most[MOST_SIDES] = {0};
        for (i64 i = starts[t]; i < starts[t + 1]; i++)
            for (int s = 0; s < sides; s++) {
                if (row_losses[i * sides + s] < 0)
                    return 0;
                if (row_losses[i * sides + s] > most[s])
                    most[s] = row_losses[i * sides + s];
            }
        for (int s = 0; s < sides; s++)
            if (__builtin_add_overflow(sum[s], most[s], &sum[s]))
                return 0;
    }
    for (int s = 0; s < sides; s++)
        if (sum[s] > ((const i64 *)a[WIDEST].view.buf)[s])
            return 0;
    return 1;
}

static PyObject *add(PyObject *self, PyObject *args)
{
    (void)self;
    static const char *names[ARRAYS] = {"losses", "keys", "row_losses", "row_keys", "starts", "widest", "caps"};
    PyObject *objects[ARRAYS], *answer = NULL;
    Looks looks = {NULL, NULL, 0, 0};
    Layout at;
    Array arrays[ARRAYS];
    memset(&at, 0, sizeof at);
    memset(arrays, 0, sizeof arrays);
    if (!PyArg_ParseTuple(args, "iiOOOOOOOLO", &at.sides, &at.keys, &objects[0], &objects[1], &objects[2], &objects[3],
                          &objects[4], &objects[5], &objects[6], &looks.most, &looks.go_on))
        return NULL;
    if (at.sides < 1 || at.sides > MOST_SIDES || at.keys < 1 || at.keys > 64) {
        PyErr_SetString(PyExc_ValueError, "1 to 8 sides and 1 to 64 words of keys are needed");
        return NULL;
    }
    for (int i = 0; i < ARRAYS; i++)
        if (!take(objects[i], &arrays[i], "iuiuiii"[i], 8, i >= WIDEST ? at.sides : -1, 0, names[i]))
            goto out;
    i64 size = items_of(&arrays[LOSSES]) / at.sides, rows = items_of(&arrays[ROW_LOSSES]) / at.sides;
    i64 tables = items_of(&arrays[STARTS]) - 1;
    if (tables < 0 || items_of(&arrays[LOSSES]) != size * at.sides || items_of(&arrays[KEYS]) != size * at.keys ||
        items_of(&arrays[ROW_LOSSES]) != rows * at.sides || items_of(&arrays[ROW_KEYS]) != rows * at.keys ||
        !as_promised(arrays, tables, at.sides) || !lay_out(&at, arrays[WIDEST].view.buf)) {
        PyErr_SetString(PyExc_ValueError, "the arrays do not belong together");
        goto out;
    }
    memcpy(at.cap, arrays[CAPS].view.buf, (size_t)at.sides * 8);
    Set done = {NULL, NULL, 0, 0};
    looks.thread = PyEval_SaveThread();
    State state = NO_MEMORY;
    if (fill(&done, &at, arrays[LOSSES].view.buf, arrays[KEYS].view.buf, size))
        state = add_tables(&at, &done, arrays[ROW_LOSSES].view.buf, arrays[ROW_KEYS].view.buf, arrays[STARTS].view.buf,
                           tables, &looks);
    PyEval_RestoreThread(looks.thread);
    if (PyErr_Occurred())
        answer = NULL;
    else if (state == DONE)
        answer = handed_out(&at, &done);
    else if (state == NO_MEMORY)
        PyErr_NoMemory();
    else
        answer = Py_NewRef(Py_None);
    set_free(&done);
out:
    for (int i = 0; i < ARRAYS; i++)
        drop(&arrays[i]);
    return answer;
}

static PyMethodDef functions[] = {
    {"add", add, METH_VARARGS,
     "add(sides, words, losses, keys, row_losses, row_keys, starts, widest, caps, most, go_on)\n--\n\n"
     "The undominated sums of partial packages and tables, as bytes of losses and of keys; see merging.add."},
    {NULL, NULL, 0, NULL}};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "merging", "The innermost loop of the issue merge.", 0,
                                    functions,             NULL,      NULL,                                     NULL,
                                    NULL};

PyMODINIT_FUNC PyInit_merging(void)
{
    return PyModule_Create(&module);
}
