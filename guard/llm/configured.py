"""From settings to a model that is asked with care: the one place that names the clients."""

from __future__ import annotations

from pathlib import Path

from guard.llm.caller import Caller
from guard.llm.desk import Kept, ModelDesk
from guard.llm.ports import Model
from guard.llm.settings import Settings


def model_for(settings: Settings) -> Model:
    """Return the model that the settings name; its library is imported here and not before.

    Raises:
        MissingExtraError: when the library is not installed.
        UsageError: when the key is missing, or the model cannot be made.
    """
    if settings.through == "langchain":
        from guard.llm.langchain_chat import LangChainModel  # 500 ms that only those pay who asked for it

        return LangChainModel(settings)
    from guard.llm.openai_client import OpenAIModel  # a second and more

    return OpenAIModel(settings)


def desk_for(settings: Settings, model: Model | None = None) -> ModelDesk:
    """Return the model with its care: tries, rate, prices, masks and the file of answers.

    Args:
        settings: read from anywhere.
        model: one of your own, in the place of the one that the settings name.

    Raises:
        MissingExtraError: when the library is not installed.
        StoreError: when the file of answers cannot be used.
        UsageError: when the key is missing, or the model cannot be made.
    """
    caller = Caller(model or model_for(settings), settings)
    return ModelDesk(caller, masking=settings.mask, cache=_cache(settings))


def _cache(settings: Settings) -> Kept | None:
    if settings.cache is False:
        return None
    from guard.llm.cache import Cache, default_file  # sqlite, which only those pay who keep answers

    return Cache(default_file() if settings.cache is True else Path(settings.cache))
