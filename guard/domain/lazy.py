"""A property that is worked out when it is first asked for, and kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class lazy(Generic[T]):  # noqa: N801 - used as a decorator
    """Like `functools.cached_property`, without the lock that Python 3.11 takes around each one.

    What uses it belongs to one check and so to one thread; the lock was a tenth of a check's time.

    Args:
        build: works the value out.

    Example:
        >>> class Circle:
        ...     @lazy
        ...     def area(self) -> float:
        ...         return 3.14
        >>> Circle().area
        3.14
    """

    def __init__(self, build: Callable[[Any], T]) -> None:
        self._build = build
        self.__doc__ = build.__doc__
        self._name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> lazy[T]: ...

    @overload
    def __get__(self, instance: object, owner: type) -> T: ...

    def __get__(self, instance: object | None, owner: type) -> lazy[T] | T:
        if instance is None:
            return self
        value = self._build(instance)
        instance.__dict__[self._name] = value  # found there from now on, before this descriptor
        return value
