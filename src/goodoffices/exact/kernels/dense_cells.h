/* The two inner loops of dense.c for one type of cell. Included once for each: CELL is the type, OF(name) the name of
   a function for it. */

/* sums[i] = min(sums[i], min(from[i], most) + loss), for whole blocks. With most + loss the mark of what cannot be
   reached, nothing passes that mark, and so nothing wraps. */
static inline void OF(lower)(CELL *restrict sums, const CELL *restrict from, i64 blocks, CELL loss, CELL most)
{
    for (i64 block = 0; block < blocks; block++, sums += BLOCK, from += BLOCK)
        for (int i = 0; i < BLOCK; i++) {
            CELL sum = (CELL)((from[i] < most ? from[i] : most) + loss);
            sums[i] = sum < sums[i] ? sum : sums[i];
        }
}

/* The planes `first` to before `last` of the layer `to` (its cells begin with the plane `first`). `bases`: room for one
   number a step, `sources` for one pointer a step, `losses` for one loss a step. */
SPEED static void OF(add)(const CELL *from, const Form *old, CELL *to, const Form *new, const i64 *steps, i64 count,
                          CELL unreached, i64 first, i64 last, i64 *bases, const CELL **sources, CELL *losses)
{
    CELL sums[PART];
    const i64 *extent = new->extent, *held = old->extent;
    i64 width = extent[4];
    for (i64 a = first; a < last; a++)
        for (i64 b = 0; b < extent[1]; b++)
            for (i64 c = 0; c < extent[2]; c++) {
                for (i64 k = 0; k < count; k++) {
                    const i64 *step = steps + k * FIELDS;
                    i64 x = a - step[0], y = b - step[1], z = c - step[2];
                    bases[k] = x < 0 || y < 0 || z < 0
                                   ? -1
                                   : ((least(x, held[0] - 1) * held[1] + least(y, held[1] - 1)) * held[2] +
                                      least(z, held[2] - 1)) *
                                         held[3];
                }
                for (i64 d = 0; d < extent[3]; d++, to += new->stride) {
                    i64 ready = 0;
                    for (i64 k = 0; k < count; k++) {
                        const i64 *step = steps + k * FIELDS;
                        i64 w = d - step[3];
                        if (bases[k] < 0 || w < 0)
                            continue;
                        sources[ready] =
                            from + (bases[k] + least(w, held[3] - 1)) * old->stride + old->lead - step[4];
                        losses[ready++] = (CELL)step[5];
                    }
                    for (i64 e = 0; e < new->lead; e++)
                        to[e] = unreached;
                    CELL *row = to + new->lead;
                    for (i64 start = 0; start < width; start += PART) {
                        i64 wide = least(PART, width - start), blocks = (wide + BLOCK - 1) / BLOCK;
                        for (i64 e = 0; e < blocks * BLOCK; e++)
                            sums[e] = unreached;
                        for (i64 k = 0; k < ready; k++)
                            OF(lower)(sums, sources[k] + start, blocks, losses[k], (CELL)(unreached - losses[k]));
                        memcpy(row + start, sums, (size_t)wide * sizeof(CELL));
                    }
                    for (i64 e = width; e < new->stride - new->lead; e++)
                        row[e] = row[width - 1];
                }
            }
}

static inline void OF(compare)(uint8_t *restrict less, const CELL *restrict row, const CELL *restrict other)
{
    for (int i = 0; i < 64; i++)
        less[i] &= row[i] < other[i];
}

/* One bit for each of 64 cells of a row: whether the cell is less than the one before it and than those in the rows
   `below`, one step nearer on one axis each. */
static inline u64 OF(marks)(const CELL *row, const CELL *const *below, int count, i64 start)
{
    uint8_t less[64];
    memset(less, 1, sizeof less);
    OF(compare)(less, row, row - 1);
    for (int k = 0; k < count; k++)
        OF(compare)(less, row, below[k] + start);
    u64 bits = 0;
    for (int group = 0; group < 64; group += 8) {
        u64 any;
        memcpy(&any, less + group, 8);
        for (int i = group; any && i < group + 8; i++)
            bits |= (u64)less[i] << i;
    }
    return bits;
}

/* Marks the undominated cells of the planes `first` to before `last`; `cells` begins with the plane `origin`. */
SPEED static void OF(undominated)(const CELL *cells, const Form *form, i64 origin, i64 first, i64 last, u64 *bits)
{
    const i64 *extent = form->extent;
    i64 apart[4] = {extent[1] * extent[2] * extent[3], extent[2] * extent[3], extent[3], 1};
    for (i64 a = first; a < last; a++)
        for (i64 b = 0; b < extent[1]; b++)
            for (i64 c = 0; c < extent[2]; c++)
                for (i64 d = 0; d < extent[3]; d++) {
                    const CELL *row = cells + ((((a - origin) * extent[1] + b) * extent[2] + c) * extent[3] + d) *
                                                  form->stride + form->lead;
                    const CELL *below[4];
                    i64 at[4] = {a, b, c, d};
                    int ready = 0;
                    for (int axis = 0; axis < 4; axis++)
                        if (at[axis])
                            below[ready++] = row - apart[axis] * form->stride;
                    for (i64 start = 0; start < extent[4]; start += 64)
                        *bits++ = OF(marks)(row + start, below, ready, start) & within(extent[4] - start);
                }
}
