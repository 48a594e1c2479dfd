/* Search among bonuses: which terms can be earned together, for score vectors that reach a corner.

   A term is a box (some options of some issues) and what every package in it earns. Two terms are rivals when no
   package may count both. The search goes depth first over sets of terms without rivals. At each node what the
   candidates can still earn is bounded in two ways. A cover of them by groups of mutual rivals: of each group one term
   at most is earned, and a term's units may be split over several groups. And by issues: a term's units are shared out
   among the issues of its box, and on each issue one option is taken, which brings its terms' shares. Candidates that
   by either bound are too little by themselves are not branched on. Both bounds are formed for the weighted units, the
   cover for each side's own too.

   The twins, in ../bonuses, are `bonus_twin.search_in_python` and `bonus_shares.share_in_python`; `bonus_stack.py` and
   `bonus_terms.py` say what the arrays hold. This file is long because both bounds and the search stand on the same sets of
   bits, and every array is checked before anything is read. Sources: Babel 1994, Computing 52(1), 31-38 (covers that split weights); Globerson &
   Jaakkola 2007, NIPS 20, 553-560 (shares, one term after another); Carraghan & Pardalos 1990, Operations Research
   Letters 9(6), 375-382 (the branching); Ehrgott & Gandibleux 2007, TOP 15(1), 1-12 (bounds for several sides). */
#include "buffers.h"
#include "speed.h"

typedef int64_t i64;
typedef uint64_t u64;

enum { MOST_TERMS = 4096, MOST_WORDS = MOST_TERMS / 64, MOST_SIDES = 8, MOST_OPEN = 64, MOST_SLOTS = 256 };
enum { ENDED, FOUND, PAUSED, BROKEN };

typedef struct {
    i64 terms, columns, words, open_words, issues, musts, corners;
    const i64 *units;    /* (terms, columns): for each side, then the weighted units */
    const u64 *rivals;   /* (terms, words) */
    const u64 *boxes;    /* (terms, open_words) */
    const u64 *spans;    /* (issues, 3): the first word of an issue's options, how many words, the mask of the last */
    const u64 *musts_of; /* (musts, words) */
    const i64 *slots;    /* (terms + 1): where the issues that a term's box narrows start */
    const i64 *issue;    /* (slots) */
    const i64 *shares;   /* (slots): of a term's weighted units those of each of its issues */
    const i64 *corner;   /* (corners, columns) */
    i64 goal;
} Space;

/* A frame of the stack: candidates not to be branched on, those to be branched on, units earned, options still open. */
typedef struct {
    u64 *keep, *branch;
    i64 *value;
    u64 *open;
} Frame;

static inline Frame frame_at(const Space *s, u64 *frames, i64 depth)
{
    u64 *start = frames + depth * (2 * s->words + s->columns + s->open_words);
    Frame frame = {start, start + s->words, (i64 *)(start + 2 * s->words), start + 2 * s->words + s->columns};
    return frame;
}

#define EACH(term, word, bits) \
    for (u64 left_ = (bits); left_ && ((term) = (word)*64 + __builtin_ctzll(left_), 1); left_ &= left_ - 1)

/* Every option of an issue that is in a set; `word_` is the word that the set is asked for. */
#define EACH_OPTION(option, span, set)                                                                                 \
    for (u64 word_ = (span)[0]; word_ < (span)[0] + (span)[1]; word_++)                                                \
        for (u64 left_ = (set) & (word_ + 1 == (span)[0] + (span)[1] ? (span)[2] : ~(u64)0);                           \
             left_ && ((option) = (i64)(word_ * 64) + __builtin_ctzll(left_), 1); left_ &= left_ - 1)

/* ---- bounds ------------------------------------------------------------------------------------------------------ */

/* Whether candidates might earn `wanted` (more than 0) units in a column. `rest` gets those that a cover below `wanted`
   leaves out. */
static inline int may_earn(const Space *s, const int words, const u64 *candidates, i64 column, i64 wanted, u64 *rest)
{
    i64 left[MOST_TERMS], bound = 0, term;
    int group[MOST_TERMS];
    for (int w = 0; w < words; w++) {
        rest[w] = candidates[w];
        EACH(term, w, candidates[w])
        {
            left[term] = s->units[term * s->columns + column];
            if (!left[term])
                rest[w] &= ~((u64)1 << (term & 63));
        }
    }
    for (int from = 0;;) {
        u64 rivals[MOST_WORDS];
        int members = 0;
        i64 least = INT64_MAX;
        for (; from < words && !rest[from]; from++)
            ;
        for (int w = from; w < words; w++)
            rivals[w] = rest[w];
        for (int w = from; w < words; w++)
            while (rivals[w]) {
                term = (i64)w * 64 + __builtin_ctzll(rivals[w]);
                group[members++] = (int)term;
                if (left[term] < least)
                    least = left[term];
                rivals[w] &= rivals[w] - 1;
                for (int v = w; v < words; v++)
                    rivals[v] &= s->rivals[term * words + v];
            }
        if (!members)
            return 0;
        if (least >= wanted - bound)
            return 1;
        bound += least;
        for (int k = 0; k < members; k++) {
            left[group[k]] -= least;
            if (!left[group[k]])
                rest[group[k] >> 6] &= ~((u64)1 << (group[k] & 63));
        }
    }
}

/* Adds a term's shares to the options of its box that are open, or takes them away. */
static inline void bring(const Space *s, const u64 *open, i64 term, i64 sign, i64 *brought)
{
    const u64 *box = s->boxes + term * s->open_words;
    i64 option;
    for (i64 slot = s->slots[term]; slot < s->slots[term + 1]; slot++) {
        const u64 *span = s->spans + 3 * s->issue[slot];
        i64 share = sign * s->shares[slot];
        if (share)
            EACH_OPTION(option, span, open[word_] & box[word_])
            brought[option] += share;
    }
}

/* Adds a term's shares; by how much the best options then bring more. `was` gets what they brought before. */
static inline i64 brings(const Space *s, const u64 *open, i64 term, i64 *brought, i64 *best, i64 *was)
{
    const u64 *box = s->boxes + term * s->open_words;
    i64 first = s->slots[term], last = s->slots[term + 1], more = 0, option;
    if (first == last)
        return s->units[(term + 1) * s->columns - 1]; /* a box of all packages */
    bring(s, open, term, 1, brought);
    for (i64 slot = first; slot < last; slot++) {
        i64 *most = best + s->issue[slot];
        was[slot - first] = *most;
        EACH_OPTION(option, s->spans + 3 * s->issue[slot], open[word_] & box[word_])
        if (brought[option] > *most)
            *most = brought[option];
        more += *most - was[slot - first];
    }
    return more;
}

/* The same question as `may_earn`, answered issue by issue: one term after another is added as long as the best options
   bring less than is wanted. For the weighted column only, which has shares. */
static inline int may_bring(const Space *s, const int words, const Frame *f, i64 wanted, u64 *rest)
{
    i64 brought[64 * MOST_OPEN], best[64 * MOST_OPEN], was[MOST_SLOTS], bound = 0, term;
    int any = 0;
    memset(brought, 0, (size_t)s->open_words * 64 * 8);
    memset(best, 0, (size_t)s->issues * 8);
    for (int w = 0; w < words; w++) {
        rest[w] = 0;
        EACH(term, w, f->keep[w])
        {
            if (!s->units[(term + 1) * s->columns - 1])
                continue;
            i64 more = brings(s, f->open, term, brought, best, was);
            if (more < wanted - bound) {
                bound += more;
                continue;
            }
            any = 1;
            rest[w] |= (u64)1 << (term & 63);
            bring(s, f->open, term, -1, brought);
            for (i64 slot = s->slots[term]; slot < s->slots[term + 1]; slot++)
                best[s->issue[slot]] = was[slot - s->slots[term]];
        }
    }
    return any;
}

/* ---- what must hold ---------------------------------------------------------------------------------------------- */

/* Whether every package that is still open lies in the box of one of these terms. */
static int is_met(const Space *s, const u64 *must, const u64 *open)
{
    i64 term;
    for (i64 w = 0; w < s->words; w++)
        EACH(term, w, must[w])
        {
            const u64 *box = s->boxes + term * s->open_words;
            i64 outside = 0;
            while (outside < s->open_words && !(open[outside] & ~box[outside]))
                outside++;
            if (outside == s->open_words)
                return 1;
        }
    return 0;
}

/* The terms of one requirement that is not met yet: one with a single candidate, or, if `any`, with the fewest.
   -1: it has none; 0: nothing to branch on; 1: `branch` has them. */
static int unmet(const Space *s, const u64 *candidates, const u64 *open, int any, u64 *branch)
{
    i64 fewest = INT64_MAX;
    for (i64 m = 0; m < s->musts; m++) {
        const u64 *must = s->musts_of + m * s->words;
        i64 count = 0;
        for (i64 w = 0; w < s->words; w++)
            count += __builtin_popcountll(must[w] & candidates[w]);
        if (count >= fewest || (count > 1 && !any) || is_met(s, must, open))
            continue;
        if (!count)
            return -1;
        fewest = count;
        for (i64 w = 0; w < s->words; w++)
            branch[w] = must[w] & candidates[w];
    }
    return fewest < INT64_MAX;
}

/* Whether each issue has an option left. */
static int has_options(const Space *s, const u64 *open)
{
    for (i64 issue = 0; issue < s->issues; issue++) {
        const u64 *span = s->spans + 3 * issue;
        u64 any = open[span[0] + span[1] - 1] & span[2];
        for (u64 w = 0; w + 1 < span[1]; w++)
            any |= open[span[0] + w];
        if (!any)
            return 0;
    }
    return 1;
}

/* ---- a node ------------------------------------------------------------------------------------------------------ */

enum { CUT, BRANCHED, REACHED };

/* How a node stands to the corners: no corner can be reached even with every candidate; some can; one is reached, with
   the goal. `least` gets the least of each column over the corners that can be, and the goal where that is more. */
enum { BEYOND_REACH, WITHIN_REACH, AT_ONE };

static inline int reachable(const Space *s, const int words, const Frame *f, i64 *least)
{
    i64 sides = s->columns - 1, most[MOST_SIDES], term;
    int state = BEYOND_REACH;
    for (i64 k = 0; k < sides; k++)
        most[k] = f->value[k];
    for (int w = 0; w < words; w++)
        EACH(term, w, f->keep[w])
        for (i64 k = 0; k < sides; k++)
            most[k] += s->units[term * s->columns + k];
    for (i64 k = 0; k <= sides; k++)
        least[k] = INT64_MAX;
    for (i64 c = 0; c < s->corners; c++) {
        const i64 *corner = s->corner + c * s->columns;
        int open = 1, reached = f->value[sides] >= s->goal;
        for (i64 k = 0; k < sides; k++) {
            open &= corner[k] <= most[k];
            reached &= corner[k] <= f->value[k];
        }
        if (!open)
            continue;
        if (state != AT_ONE)
            state = reached ? AT_ONE : WITHIN_REACH;
        for (i64 k = 0; k <= sides; k++)
            if (corner[k] < least[k])
                least[k] = corner[k];
    }
    if (s->goal > least[sides])
        least[sides] = s->goal;
    return state;
}

static inline int size_of(const int words, const u64 *set)
{
    int size = 0;
    for (int w = 0; w < words; w++)
        size += __builtin_popcountll(set[w]);
    return size;
}

/* Drops the candidates of which some issue has no open option left. */
static inline void drop_closed(const Space *s, const int words, Frame *f)
{
    i64 term;
    for (int w = 0; w < words; w++)
        EACH(term, w, f->keep[w])
        for (i64 slot = s->slots[term]; slot < s->slots[term + 1]; slot++) {
            const u64 *span = s->spans + 3 * s->issue[slot], *box = s->boxes + term * s->open_words;
            u64 last = span[0] + span[1] - 1, any = f->open[last] & box[last] & span[2];
            for (u64 v = span[0]; v < last; v++)
                any |= f->open[v] & box[v];
            if (!any) {
                f->keep[w] &= ~((u64)1 << (term & 63));
                break;
            }
        }
}

/* By the bounds, one after another: 0 where one cuts the node off. Else the smallest set that one leaves to branch on
   is in `branch`, if `found` was 0; it is 0 still where no bound could be asked. */
static inline int bounded(const Space *s, const int words, Frame *f, const i64 *least, int by_issues, int *found)
{
    i64 sides = s->columns - 1, columns = sides > 1 ? sides + 1 : 1;
    u64 rest[MOST_WORDS];
    int given = *found;
    for (i64 turn = 0; turn < columns; turn++) {
        i64 column = turn ? turn - 1 : sides, wanted = least[column] - f->value[column]; /* the weighted units first */
        if (least[column] <= f->value[column])
            continue;
        for (int cover = turn || !by_issues; cover < 2; cover++) {
            if (!(cover ? may_earn(s, words, f->keep, column, wanted, rest) : may_bring(s, words, f, wanted, rest)))
                return 0;
            if (given || (*found && size_of(words, rest) >= size_of(words, f->branch)))
                continue;
            *found = 1;
            memcpy(f->branch, rest, (size_t)words * 8);
        }
    }
    return 1;
}

/* Looks at a new node, whose candidates all stand in `keep`: it is cut, reaches a corner, or has what to branch on. */
static inline int look(const Space *s, const int words, Frame *f)
{
    i64 least[MOST_SIDES + 1];
    int by_issues = s->slots[s->terms] > 0, found = 0;
    if (by_issues)
        drop_closed(s, words, f);
    int reached = reachable(s, words, f, least);
    if (reached == BEYOND_REACH)
        return CUT;
    if (s->musts)
        found = unmet(s, f->keep, f->open, reached == AT_ONE, f->branch);
    if (found < 0)
        return CUT;
    if (reached == AT_ONE && !found)
        return REACHED;
    if (reached == WITHIN_REACH && !bounded(s, words, f, least, by_issues, &found))
        return CUT;
    for (int w = 0; w < words; w++) {
        if (!found)
            f->branch[w] = f->keep[w]; /* several corners, and each is still short in another column */
        f->keep[w] &= ~f->branch[w];
    }
    return BRANCHED;
}

/* ---- the walk ---------------------------------------------------------------------------------------------------- */

/* at: frames in use, whether the top one is new, nodes looked at */
static inline int walk(const Space *s, const int words, u64 *frames, i64 *at, i64 nodes)
{
    while (at[0] > 0) {
        Frame f = frame_at(s, frames, at[0] - 1);
        if (at[1]) {
            if (nodes-- <= 0)
                return PAUSED;
            at[2]++;
            int state = look(s, words, &f);
            if (state == REACHED)
                return FOUND;
            at[1] = 0;
            if (state == CUT) {
                at[0]--;
                continue;
            }
        }
        int w = words - 1;
        while (w >= 0 && !f.branch[w])
            w--;
        if (w < 0) {
            at[0]--;
            continue;
        }
        i64 term = (i64)w * 64 + 63 - __builtin_clzll(f.branch[w]);
        if (at[0] > s->terms)
            return BROKEN;
        f.branch[w] &= ~((u64)1 << (term & 63));
        Frame child = frame_at(s, frames, at[0]);
        for (i64 k = 0; k < s->open_words; k++)
            child.open[k] = f.open[k] & s->boxes[term * s->open_words + k];
        for (int v = 0; v < words; v++) {
            child.keep[v] = f.keep[v] & ~s->rivals[term * words + v];
            child.branch[v] = 0;
        }
        for (i64 k = 0; k < s->columns; k++)
            child.value[k] = f.value[k] + s->units[term * s->columns + k];
        f.keep[w] |= (u64)1 << (term & 63);
        if (has_options(s, child.open)) {
            at[0]++;
            at[1] = 1;
        }
    }
    return ENDED;
}

SPEED static int walk_1(const Space *s, u64 *frames, i64 *at, i64 nodes) { return walk(s, 1, frames, at, nodes); }
SPEED static int walk_2(const Space *s, u64 *frames, i64 *at, i64 nodes) { return walk(s, 2, frames, at, nodes); }
SPEED static int walk_3(const Space *s, u64 *frames, i64 *at, i64 nodes) { return walk(s, 3, frames, at, nodes); }
SPEED static int walk_4(const Space *s, u64 *frames, i64 *at, i64 nodes) { return walk(s, 4, frames, at, nodes); }
SPEED static int walk_any(const Space *s, u64 *frames, i64 *at, i64 nodes)
{
    return walk(s, (int)s->words, frames, at, nodes);
}

/* ---- shares ------------------------------------------------------------------------------------------------------ */

/* How much more the options out of a term's box bring to an issue than those in it. */
static i64 room_for(const Space *s, i64 term, i64 issue, const i64 *brought)
{
    const u64 *span = s->spans + 3 * issue, *box = s->boxes + term * s->open_words;
    i64 in = 0, out = 0, option;
    EACH_OPTION(option, span, box[word_])
    if (brought[option] > in)
        in = brought[option];
    EACH_OPTION(option, span, ~box[word_])
    if (brought[option] > out)
        out = brought[option];
    return out - in;
}

/* Shares out so many units, to each place what its room is over or under one level, and none below 0. */
static void level_out(i64 units, const i64 *room, i64 places, i64 *shares)
{
    i64 sorted[MOST_SLOTS], level = 0, sum = 0;
    for (i64 k = 0; k < places; k++) {
        i64 at = k;
        for (; at > 0 && sorted[at - 1] < room[k]; at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = room[k];
    }
    for (i64 k = 1; k <= places; k++) {
        sum += sorted[k - 1];
        level = (units - sum) / k - ((units - sum) % k < 0); /* rounded down */
        if (k == places || sorted[k] + level <= 0)
            break;
    }
    for (i64 k = 0; k < places; k++) {
        shares[k] = room[k] + level > 0 ? room[k] + level : 0;
        units -= shares[k];
    }
    for (i64 k = 0; k < places && units > 0; k++)
        if (room[k] + level >= 0) {
            shares[k]++;
            units--;
        }
}

/* Term after term, forwards and backwards, its units are shared out anew so that its issues are as level as can be. */
static void even_out(const Space *s, i64 *shares, i64 sweeps)
{
    i64 brought[64 * MOST_OPEN], room[MOST_SLOTS], fresh[MOST_SLOTS];
    memset(brought, 0, (size_t)s->open_words * 64 * 8);
    for (i64 term = 0; term < s->terms; term++)
        bring(s, s->boxes + term * s->open_words, term, 1, brought);
    for (i64 k = 0; k < sweeps * s->terms; k++) {
        i64 term = k % s->terms;
        if (k / s->terms % 2)
            term = s->terms - 1 - term;
        i64 first = s->slots[term], places = s->slots[term + 1] - first;
        if (places < 2)
            continue;
        bring(s, s->boxes + term * s->open_words, term, -1, brought);
        for (i64 place = 0; place < places; place++)
            room[place] = room_for(s, term, s->issue[first + place], brought);
        level_out(s->units[(term + 1) * s->columns - 1], room, places, fresh);
        for (i64 place = 0; place < places; place++)
            shares[first + place] = fresh[place];
        bring(s, s->boxes + term * s->open_words, term, 1, brought);
    }
}

/* ---- the door ---------------------------------------------------------------------------------------------------- */

enum { UNITS, BOXES, SPANS, SLOTS, ISSUE, SHARES, SHARING };
enum { RIVALS = SHARING, MUSTS, CORNERS, FRAMES, AT, ARRAYS };

static const char *names[ARRAYS] = {"units",  "boxes", "spans",   "slots",  "issue", "shares",
                                    "rivals", "musts", "corners", "frames", "at"};
static const char KINDS[] = "iuuiiiuuiui";

/* Takes hold of the first so many arrays and checks that they belong together; false with an error set if not. */
static int hold(Space *s, PyObject **objects, Array *a, int many, int writable)
{
    if (s->terms < 1 || s->terms > MOST_TERMS || s->columns < 1 || s->columns > MOST_SIDES + 1 || s->open_words < 1 ||
        s->open_words > MOST_OPEN) {
        PyErr_SetString(PyExc_ValueError, "1 to 4096 terms, 1 to 8 sides and 1 to 64 words of options are needed");
        return 0;
    }
    s->words = (s->terms + 63) / 64;
    i64 frame = 2 * s->words + s->columns + s->open_words;
    i64 items[ARRAYS] = {s->terms * s->columns, s->terms * s->open_words, -1, s->terms + 1, -1, -1,
                         s->terms * s->words,   -1,                       -1, (s->terms + 1) * frame, 3};
    for (int i = 0; i < many; i++)
        if (!take(objects[i], &a[i], KINDS[i], 8, items[i], writable >> i & 1, names[i]))
            return 0;
    s->units = a[UNITS].view.buf;
    s->boxes = a[BOXES].view.buf;
    s->spans = a[SPANS].view.buf;
    s->slots = a[SLOTS].view.buf;
    s->issue = a[ISSUE].view.buf;
    s->shares = a[SHARES].view.buf;
    s->issues = items_of(&a[SPANS]) / 3;
    i64 slots = items_of(&a[ISSUE]), all = s->open_words;
    int fits = items_of(&a[SPANS]) == s->issues * 3 && items_of(&a[SHARES]) == slots && s->issues <= 64 * MOST_OPEN;
    fits = fits && s->slots[0] == 0 && s->slots[s->terms] == slots;
    for (i64 k = 0; fits && k < s->issues; k++) {
        u64 first = s->spans[3 * k], words = s->spans[3 * k + 1];
        fits = words >= 1 && words <= (u64)all && first <= (u64)all - words;
    }
    for (i64 k = 0; fits && k < s->terms; k++)
        fits = s->slots[k + 1] >= s->slots[k] && s->slots[k + 1] - s->slots[k] <= MOST_SLOTS;
    for (i64 k = 0; fits && k < slots; k++)
        fits = s->issue[k] >= 0 && s->issue[k] < s->issues;
    if (!fits)
        PyErr_SetString(PyExc_ValueError, "the arrays do not belong together");
    return fits;
}

/* Whether the frames and the requirements name no term that is none. */
static int names_terms(const Space *s, u64 *frames, const i64 *at)
{
    u64 beyond = s->terms & 63 ? ~(u64)0 << (s->terms & 63) : 0;
    if (at[0] < 0 || at[0] > s->terms + 1)
        return 0;
    for (i64 depth = 0; depth < at[0]; depth++) {
        Frame f = frame_at(s, frames, depth);
        if ((f.keep[s->words - 1] | f.branch[s->words - 1]) & beyond)
            return 0;
    }
    for (i64 m = 0; m < s->musts; m++)
        if (s->musts_of[(m + 1) * s->words - 1] & beyond)
            return 0;
    return 1;
}

static void let_go(Array *a)
{
    for (int i = 0; i < ARRAYS; i++)
        drop(&a[i]);
}

static PyObject *search(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *o[ARRAYS], *answer = NULL;
    Array a[ARRAYS];
    Space s;
    long long goal, nodes;
    Py_ssize_t terms, columns, open_words;
    memset(a, 0, sizeof a);
    memset(&s, 0, sizeof s);
    if (!PyArg_ParseTuple(args, "nnnOOOOOOOOOOOLL", &terms, &columns, &open_words, &o[0], &o[1], &o[2], &o[3], &o[4],
                          &o[5], &o[6], &o[7], &o[8], &o[9], &o[10], &goal, &nodes))
        return NULL;
    s.terms = terms;
    s.columns = columns;
    s.open_words = open_words;
    s.goal = goal;
    if (!hold(&s, o, a, ARRAYS, 1 << FRAMES | 1 << AT))
        goto out;
    s.rivals = a[RIVALS].view.buf;
    s.musts_of = a[MUSTS].view.buf;
    s.musts = items_of(&a[MUSTS]) / s.words;
    s.corner = a[CORNERS].view.buf;
    s.corners = items_of(&a[CORNERS]) / columns;
    u64 *frames = a[FRAMES].view.buf;
    i64 *at = a[AT].view.buf;
    if (columns < 2 || items_of(&a[MUSTS]) != s.musts * s.words || items_of(&a[CORNERS]) != s.corners * columns ||
        !names_terms(&s, frames, at)) {
        PyErr_SetString(PyExc_ValueError, "the arrays do not belong together");
        goto out;
    }
    int state;
    Py_BEGIN_ALLOW_THREADS;
    switch (s.words) {
    case 1: state = walk_1(&s, frames, at, nodes); break;
    case 2: state = walk_2(&s, frames, at, nodes); break;
    case 3: state = walk_3(&s, frames, at, nodes); break;
    case 4: state = walk_4(&s, frames, at, nodes); break;
    default: state = walk_any(&s, frames, at, nodes);
    }
    Py_END_ALLOW_THREADS;
    if (state == BROKEN)
        PyErr_SetString(PyExc_ValueError, "the stack is deeper than there are terms");
    else
        answer = PyLong_FromLong(state);
out:
    let_go(a);
    return answer;
}

static PyObject *share(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *o[SHARING], *answer = NULL;
    Array a[ARRAYS];
    Space s;
    Py_ssize_t terms, columns, open_words, sweeps;
    memset(a, 0, sizeof a);
    memset(&s, 0, sizeof s);
    if (!PyArg_ParseTuple(args, "nnnOOOOOOn", &terms, &columns, &open_words, &o[0], &o[1], &o[2], &o[3], &o[4], &o[5],
                          &sweeps))
        return NULL;
    s.terms = terms;
    s.columns = columns;
    s.open_words = open_words;
    if (!hold(&s, o, a, SHARING, 1 << SHARES))
        goto out;
    Py_BEGIN_ALLOW_THREADS;
    even_out(&s, a[SHARES].view.buf, sweeps);
    Py_END_ALLOW_THREADS;
    answer = Py_NewRef(Py_None);
out:
    let_go(a);
    return answer;
}

static PyMethodDef functions[] = {
    {"search", search, METH_VARARGS,
     "search(terms, columns, open_words, units, boxes, spans, slots, issue, shares, rivals, musts, corners, frames, "
     "at, goal, nodes)\n--\n\nGoes on with a search among bonuses: 0 ended, 1 found, 2 paused; see bonuses.search."},
    {"share", share, METH_VARARGS,
     "share(terms, columns, open_words, units, boxes, spans, slots, issue, shares, sweeps)\n--\n\n"
     "Shares the units of terms out among their issues, in place; see bonus_shares.share."},
    {NULL, NULL, 0, NULL}};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "bonuses", "The search among bonuses.", 0,
                                    functions,             NULL,      NULL,                         NULL,
                                    NULL};

PyMODINIT_FUNC PyInit_bonuses(void)
{
    return PyModule_Create(&module);
}
