"""Finnish case forms by rule, from a word's nominative and genitive.

Enough for the regular nominals in the registries (titles, roles, organs, municipality names): the singular
cases and the nominative plural. Both vowel harmonies are given, since a form that does not exist
does no harm in a lookup table.
"""

from __future__ import annotations

VOWELS = "aeiouyåäö"
_WEAK_ENDINGS = (
    "ksi", "ssa", "ssä", "sta", "stä", "lla", "llä", "lta", "ltä", "lle", "tta", "ttä", "t",
)  # fmt: skip
_STRONG_ENDINGS = ("na", "nä")


def case_forms(nominative: str, genitive: str, partitive: str | None = None) -> tuple[str, ...]:
    """Every singular case form and the nominative plural, the nominative first, the genitive second.

    ``genitive`` must end in -n; its stem carries the weak grade. ``partitive`` is for words whose
    partitive does not follow from the nominative (``lakimiestä``).
    """
    weak = genitive.removesuffix("n")
    strong = nominative if nominative[-1:].lower() in VOWELS else weak
    forms = [nominative, genitive]
    forms += [weak + ending for ending in _WEAK_ENDINGS]
    forms += [strong + ending for ending in _STRONG_ENDINGS]
    if partitive:
        forms.append(partitive)
    else:
        forms += [strong + ending for ending in ("a", "ä", "ta", "tä")]
    last = strong[-1:]
    forms += [strong + last + "n", strong + "h" + last + "n"]  # johtajaan, Porvooseen differs, Maahan
    return tuple(dict.fromkeys(forms))
