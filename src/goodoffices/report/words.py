"""The words of a report: conditions, requirements, packages and points, said for a tired person at two in the morning.

Labels stand as the file has them; only a leading article or number word is written small inside a sentence. Points
keep their exact value up to four decimals, others are cut to two; what is *decided* is decided on the fractions,
never on what is printed here.

Read next: ``answer_words.py``, which makes the answer out of these.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor

from ..analysis.answers import Frontier, Size, Split
from ..talks import (
    AllOf,
    AnyOf,
    AtLeast,
    Choice,
    Condition,
    IfThen,
    Issue,
    Not,
    Option,
    Package,
    Party,
    Talks,
)

SMALL_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
SMALL_WORDS = frozenset(
    {*SMALL_NUMBERS, "a", "an", "the", "all", "any", "both", "each", "every", "either", "neither", "none", "some",
     "only", "full", "partial", "immediate", "permanent", "temporary"}
)  # fmt: skip
MOST_OPTIONS = 40
"""How many options of an issue a condition names one by one."""
MOST_DENOMINATOR = 99
"""Up to here a number that has no end as a decimal is written as a fraction."""
MINUS = "\N{MINUS SIGN}"
NO_BREAK = "\N{NO-BREAK SPACE}"


FOR_THE_MEDIATOR = "For the mediator only: this rests on what every side confided."
"""Under whatever was worked out from more than one party may see."""


def points_words(points: Fraction | int) -> str:
    """Points as a person reads them; alike in digits, so that they stand under one another.

    >>> points_words(Fraction(395, 6)), points_words(Fraction(12)), points_words(Fraction(-1, 2))
    ('65.83', '12', '−0.5')
    >>> points_words(Fraction(6031872)), points_words(Fraction(1, 3000))
    ('6,031,872', '0.0003')
    """
    exact = Fraction(points)
    places = _places(exact)
    scaled = abs(exact) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    digits = f"{whole // 10**places:,}"
    if places:
        digits += "." + f"{whole % 10**places:0{places}d}"
    return (MINUS if exact < 0 and whole else "") + digits


def _places(exact: Fraction) -> int:
    """How many decimals to print: all where four are enough, else two, or as many as show a first digit."""
    for places in range(5):
        if (exact * 10**places).denominator == 1:
            return places
    places = 2
    while places < 12 and abs(exact) * 10**places < 1:
        places += 1
    return places


def count_words(count: int) -> str:
    """A count: small ones in words, large ones in digits.

    >>> count_words(3), count_words(1944000), count_words(10**21)
    ('three', '1,944,000', '1,000,000,000,000,000,000,000')
    """
    return SMALL_NUMBERS[count] if 0 < count <= 10 else f"{count:,}"


def points_of(points: Fraction) -> str:
    """Points with their noun: ``1 point``, ``12 points``, ``0.5 points``."""
    return f"{points_words(points)} {'point' if abs(points) == 1 else 'points'}"


def exact_words(points: Fraction) -> str:
    r"""Points that something must reach or move by, never cut short: a fraction where decimals would have to be.

    >>> exact_words(Fraction(4)), exact_words(Fraction(10, 3)), exact_words(Fraction(-2, 3))
    ('4', '3\xa01/3', '−2/3')
    >>> exact_words(Fraction(1, 977))
    'about 0.001'
    """
    words = points_words(points)
    if Fraction(words.replace(",", "").replace(MINUS, "-")) == points:
        return words
    if points.denominator > MOST_DENOMINATOR:
        return f"about {words}"
    whole, rest = divmod(abs(points), 1)
    sign = MINUS if points < 0 else ""
    return f"{sign}{f'{whole:,}{NO_BREAK}' if whole else ''}{rest.numerator}/{rest.denominator}"


def reach_words(points: Fraction) -> str:
    """Points that something may reach: decimals that do not end are cut off, so that what is printed can be reached.

    >>> reach_words(Fraction(12)), reach_words(Fraction(209999, 3000)), reach_words(Fraction(-2, 3))
    ('12', '69.99', '−0.67')
    """
    scale = 10 ** _places(points)
    return points_words(Fraction(floor(points * scale), scale))


def fall_words(points: Fraction) -> str:
    r"""Points by which something has to move: a fraction where decimals would be cut off, and never less than it takes.

    >>> fall_words(Fraction(10, 3)), fall_words(Fraction(1201, 1001))
    ('3\xa01/3', '1.2')
    """
    if points.denominator <= MOST_DENOMINATOR:
        return exact_words(points)
    scale = 10 ** _places(points)
    return points_words(Fraction(ceil(points * scale), scale))


def say_list(items: Sequence[str], word: str = "and") -> str:
    """Items as one would say them.

    >>> say_list(["a pause"]), say_list(["a pause", "aid"]), say_list(["a", "b", "c"], "or")
    ('a pause', 'a pause and aid', 'a, b or c')
    """
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


def say_some(items: Sequence[str], word: str = "and", most: int = 8) -> str:
    """Items as one would say them; of a long list the first, and how many more there are.

    >>> say_some(["a", "b", "c", "d"], "or", most=2)
    'a, b or one of 2 more'
    >>> say_some(["a", "b", "c"], most=2)
    'a, b and 1 more'
    """
    if len(items) <= most:
        return say_list(items, word)
    more = len(items) - most
    return f"{', '.join(items[:most])} {word} {'one of ' if word == 'or' else ''}{more:,} more"


def inside(label: str) -> str:
    """A label inside a sentence: its first word small where that word can be no name.

    >>> inside("A permanent end of hostilities"), inside("Sinai, in two parts"), inside("Six weeks")
    ('a permanent end of hostilities', 'Sinai, in two parts', 'six weeks')
    """
    first = re.match(r"\w+", label)
    if first and first[0].lower() in SMALL_WORDS and first[0][1:] == first[0][1:].lower():
        return label[0].lower() + label[1:]
    return label


def all_inside(labels: Sequence[str]) -> list[str]:
    """Labels that stand in one list inside a sentence: all written small, or all as they are.

    >>> all_inside(["Six weeks", "None"]), all_inside(["Six weeks", "For good"])
    (['six weeks', 'none'], ['Six weeks', 'For good'])
    """
    small = [inside(label) for label in labels]
    return small if all(not label[:1].isupper() for label in small) else list(labels)


def start(words: str) -> str:
    """Words at the start of a sentence: the first letter large, all others as they are."""
    return words[:1].upper() + words[1:]


def whose(name: str) -> str:
    """The possessive: ``Arda's``, ``United States'``."""
    return f"{name}'" if name.endswith(("s", "S")) else f"{name}'s"


def apart(name: str) -> str:
    """A name that may stand next to a number: one written from right to left is kept in marks that no reader sees, so
    that the number stays on its own side of it.

    >>> apart("Arda"), len(apart("أردا"))
    ('Arda', 6)
    """
    return f"\u2068{name}\u2069" if _from_right(name) else name


def all_apart(names: Sequence[str]) -> list[str]:
    """Names that stand in one row: where one is written from right to left, every one is kept in marks."""
    plain = [name.strip("\u2068\u2069") for name in names]
    return [f"\u2068{name}\u2069" for name in plain] if any(map(_from_right, plain)) else plain


def _from_right(name: str) -> bool:
    return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in name)


def party_name(talks: Talks, party: str) -> str:
    """A party's name, kept apart from the writing direction of what stands around it."""
    return apart(talks.party(party).name)


def who(talks: Talks, party: str) -> str:
    """A party's name inside a sentence, where its article is written small.

    >>> who(Talks("A well", (Party("esk", "The Esk council"),), (Issue("h", "H", (Option("low", "Low"),)),)), "esk")
    'the Esk council'
    """
    name = talks.party(party).name
    return apart(f"the {name[4:]}" if name.startswith("The ") else name)


def signatories(talks: Talks) -> tuple[Party, ...]:
    """The parties whose yes counts, as nouns, in file order."""
    return tuple(party for party in talks.parties if party.id in talks.signatories)


def option_words(issue: Issue, option: str) -> str:
    """An option as a reader knows it: its label, or a range's number with its unit."""
    return _words_of(issue, issue.option(option))


def label(issue: Issue, place: int) -> str:
    """The same of the option at a place, without a search through all options."""
    return _words_of(issue, issue.options[place])


def _words_of(issue: Issue, chosen: Option) -> str:
    if chosen.value is None:
        return apart(chosen.label)
    return apart(f"{points_words(chosen.value)} {issue.unit}") if issue.unit else points_words(chosen.value)


def package_words(package: Package, talks: Talks) -> str:
    """A package on one line: each issue in file order, with its option."""
    settled = [issue for issue in talks.issues if issue.id in package]
    options = [option_words(issue, package[issue.id]) for issue in settled]
    names = all_apart([*(issue.name for issue in settled), *options])
    return "; ".join(f"{name}: {option}" for name, option in zip(names, names[len(settled) :], strict=False))


def package_phrase(package: Package, talks: Talks) -> str:
    """A package inside a sentence: its options, each with its issue in brackets."""
    options = all_inside([option_words(issue, package[issue.id]) for issue in talks.issues])
    names = all_apart([*(issue.name for issue in talks.issues), *options])
    return say_list([f"{option} ({name})" for name, option in zip(names, names[len(options) :], strict=False)])


def condition_words(condition: Condition, talks: Talks) -> str:
    """A condition as a clause that can follow *unless*, *if* or *that*.

    >>> from goodoffices.talks import Option
    >>> pause = Issue("pause", "Pause", (Option("none", "None"), Option("six", "Six weeks"), Option("end", "For good")))
    >>> talks = Talks("A ceasefire", (), (pause,))
    >>> condition_words(Choice("pause", ("six", "end")), talks)
    'Pause is Six weeks or For good'
    >>> condition_words(Not(Choice("pause", ("none",))), talks)
    'Pause is not none'
    """
    match condition:
        case Choice(issue, options):
            return _choice(talks.issue(issue), options, "is")
        case Not(Choice(issue, options)):
            return _choice(talks.issue(issue), options, "is not")
        case Not(Not(part)):
            return condition_words(part, talks)
        case Not(part):
            return f"it does not hold that {_grouped(part, talks)}"
        case AllOf(parts):
            return say_list([_grouped(part, talks) for part in parts]) if parts else "anything at all"
        case AnyOf(parts):
            return say_list([_grouped(part, talks) for part in parts], "or") if parts else "nothing at all"
        case AtLeast(count, parts):
            listed = "; ".join(condition_words(part, talks) for part in parts)
            return f"at least {count_words(count) if count else 'none'} of these hold: {listed}"
        case IfThen(when, then):
            return f"{_grouped(then, talks)} wherever {_grouped(when, talks)}"


def _grouped(part: Condition, talks: Talks) -> str:
    """A part inside a larger condition: in brackets where it has parts of its own."""
    words = condition_words(part, talks)
    simple = isinstance(part, Choice) or (isinstance(part, Not) and isinstance(part.part, Choice))
    return words if simple else f"({words})"


def _choice(issue: Issue, options: Sequence[str], verb: str) -> str:
    """One issue settled in some ways; a run at either end of a range is said by its border."""
    named = frozenset(options)
    places = [place for place, option in enumerate(issue.options) if option.id in named]
    chosen = [issue.options[place] for place in places]
    name = apart(issue.name)
    run = len(places) > 1 and places[-1] - places[0] == len(places) - 1
    if not chosen:  # a range narrowed to nothing, say: never met, or always
        return f"{name} is {'none' if verb == 'is' else 'any'} of its options"
    if len(chosen) == len(issue.options) and len(chosen) > 1:
        return f"{name} {verb} any of its options"
    if issue.is_range and run:
        first, last = label(issue, places[0]), label(issue, places[-1])
        if places[-1] == len(issue.options) - 1:
            return f"{name} {verb} at least {first}"
        if places[0] == 0:
            return f"{name} {verb} at most {last}"
        return f"{name} {verb} from {points_words(chosen[0].value or Fraction(0))} to {last}"
    labels = all_inside([label(issue, place) for place in places])
    return f"{name} {verb} {say_some(labels, 'or', MOST_OPTIONS)}"


def size_words(size: Size) -> str:
    """How many packages, and what is known of the number: ``12``, ``at least 14``, ``about 3,000 (2,800 to 3,200)``.

    >>> size_words(Size(607 * 10**33, "estimate", 585 * 10**33, 629 * 10**33))
    'about 6.07 × 10^35 (5.85 × 10^35 to 6.29 × 10^35)'
    """
    if size.kind == "exact":
        return f"{size.value:,}"
    if size.kind == "at_least":
        return f"at least {size.value:,}"
    low_to_high = (size.low, size.high)
    between = " to ".join(_rough_words(bound) for bound in low_to_high if bound is not None)
    return f"about {_rough_words(size.value)}{f' ({between})' if between else ''}"


def _rough_words(number: int) -> str:
    """An estimated number: in full, or from 10^15 on as a power of ten."""
    digits = str(number)
    if len(digits) <= 15:
        return f"{number:,}"
    rest = digits[1:3].rstrip("0")
    return f"{digits[0]}{'.' if rest else ''}{rest} × 10^{len(digits) - 1}"


def split_words(split: Split, talks: Talks) -> str:
    """A divided issue: which share of each option, in percent.

    >>> wages = Issue("w", "Wages", (Option("l", "Low"), Option("h", "High")), divisible=True)
    >>> split_words(Split("w", {"l": Fraction(3, 4), "h": Fraction(1, 4)}), Talks("", (Party("a", "A"),), (wages,)))
    'Wages is divided: “Low” for 75 % of it and “High” for 25 % of it'
    """
    issue = talks.issue(split.issue)
    options = all_apart([option_words(issue, option) for option in split.shares])
    shares = [
        f"“{option}” for {points_words(share * 100)} % of it"
        for option, share in zip(options, split.shares.values(), strict=True)
        if share
    ]
    return f"{apart(issue.name)} is divided: {say_list(shares)}"


def within_words(talks: Talks, frontier: Frontier) -> str:
    """How near the listed points of a frontier come to those that are not listed, and where that holds."""
    named = say_list([f"{points_words(points)} for {who(talks, p)}" for p, points in (frontier.within or {}).items()])
    where = "of the zone"
    if frontier.gaining is not None:
        gains = [f"{who(talks, party)} {points_words(points)}" for party, points in frontier.gaining.items()]
        where = f"that leaves {say_list(gains)} points or more above the walk-aways"
    return f"no package {where} is better than the nearest of them by more than {named}"
