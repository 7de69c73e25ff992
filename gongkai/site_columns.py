"""The columns of the bureau's site: its own `columns.toml` beside `bureau.toml`, or those of the Regulations."""

from __future__ import annotations

from bundles.columns import Columns, ColumnsInvalid, default_columns, read_columns
from gongkai.settings import Settings
from records.domain.errors import Unavailable


class ColumnsUnusable(Unavailable):
    """The bureau wrote columns that cannot be used: nothing is published into guessed ones."""

    code = "columns_invalid"
    advice = "改好 columns.toml 后再试，或者删去它，改用条例要求的栏目。"


def bureau_columns(settings: Settings) -> Columns:
    """Read them.

    Raises:
        ColumnsUnusable: the file is there and cannot be used.
    """
    path = settings.columns_file
    try:
        return read_columns(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return default_columns()
    except (OSError, UnicodeDecodeError) as error:
        raise ColumnsUnusable(f"{path} 无法读取（{type(error).__name__}）。") from None
    except ColumnsInvalid as fault:
        raise ColumnsUnusable(f"{path}：{fault}。") from None
