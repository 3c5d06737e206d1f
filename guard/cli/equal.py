"""`KEY=VALUE` on the command line."""

from __future__ import annotations


def equal(word: str) -> tuple[str, str]:
    """Split `KEY=VALUE`; argparse tells of what is neither.

    Raises:
        ValueError: when there is no `=`, or no key before it.

    Example:
        >>> equal("split=train")
        ('split', 'train')
    """
    key, sign, value = word.partition("=")
    if not sign or not key:
        raise ValueError
    return key, value
