from typing import Any

class DictVectorizer:
    feature_names_: list[str]
    def fit_transform(self, X: Any) -> Any: ...
