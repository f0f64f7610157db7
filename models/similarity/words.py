"""The words of a text of facts: by jieba, without what says nothing of the act.

Belongs here: cutting, stop words, names that no table knew, things that a word list names. Keep out: weights
of words (bm25) and likeness.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context
from typing import Any

import pandas as pd

from models.similarity.masking import find_identifiers, looks_like_name, mask_name, mask_text

# Raise it with every change of reading or masking: texts read by older code are read anew.
VERSION = "1"
_STOPPED = (
    "嫌疑人 犯罪 嫌疑 被害人 受害人 被告人 报案人 报案 报警 报警称 当事人 群众 民警 案件 案发 一案 一起 发生 经查 经侦查 查明 "
    "目前 进一步 侦办 侦查 办理 中 现场 勘查 调取 监控 追究 要求 责任 人民币 价值 涉案 金额 损失 共计 合计 左右 许 日 月 年 时 分 "
    "元 时许 许许 男子 女子 通过 使用 正在 周边 期间 上述 其中 以及 并且 后来 之后 随后 随即 当日 次日 凌晨 早上 上午 中午 下午 晚上 深夜 一名 有人 他人 本人 自己 "
    "因为 由于 所以 对方 进行 位于 附近 我局 派出所 公安 公安局 公安机关 接到 接 称其 认为 涉嫌 该案 此案 系 于 在 被 把 将 对"
)  # fmt: skip
_STOP_WORDS = frozenset(_STOPPED.split())
_PLACE_ENDS = ("市", "区", "县", "镇", "乡", "街道", "路", "村", "社区", "大道", "弄", "巷")
_WORD = re.compile(r"[\u4e00-\u9fff]{2,}|[A-Za-z][A-Za-z0-9]+")
_SHORTENED = re.compile(r"接?[\u4e00-\u9fff]某某?")
_QUOTED = re.compile(r"[“\"「《‘']([^”\"」》’']{2,20})[”\"」》’']")
_POOL_FROM = 20_000


@dataclass(frozen=True)
class Text:
    """One text with what must not be published of it. ``names``: known to the case's tables; ``address``:
    where it happened, which is compared as a place and not as words."""

    text: str
    names: tuple[str, ...] = ()
    address: str = ""


@dataclass(frozen=True)
class WordList:
    """Words of things by kind: word → group (several spellings are one thing)."""

    groups: Mapping[str, Mapping[str, str]]

    def find(self, kind: str, text: str) -> list[str]:
        words = self.groups.get(kind)
        if not words:
            return []
        return sorted({words[found] for found in _pattern(tuple(words)).findall(text)})

    @property
    def version(self) -> str:
        rows = sorted(
            (kind, *pair) for kind, words in self.groups.items() for pair in words.items()
        )
        return hashlib.blake2b(repr(rows).encode(), digest_size=6).hexdigest()


@lru_cache(maxsize=8)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


@lru_cache(maxsize=1)
def _cutter() -> Any:
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    cutter = jieba.Tokenizer()
    cutter.initialize()
    return cutter


def read_text(text: Text, things: WordList) -> dict[str, Any]:
    """What the text says: ``masked`` (publishable), ``terms`` with repetition, ``tools``, ``goods``, ``marks``
    (quoted names) and ``identifiers`` (unpublishable)."""
    masked = mask_text(text.text, text.names)
    bare = mask_text(
        text.text.replace(text.address, " ") if text.address else text.text, text.names
    )
    bare = _SHORTENED.sub(" ", bare)
    terms: list[str] = []
    for word in _cutter().cut(bare):
        if not _WORD.fullmatch(word) or word in _STOP_WORDS:
            continue
        if word not in _cutter().FREQ and looks_like_name(word):
            masked = masked.replace(word, mask_name(word))
            continue
        if len(word) > 2 and word.endswith(_PLACE_ENDS):
            continue
        terms.append(word.lower())
    return {
        "masked": masked,
        "terms": terms,
        "tools": things.find("tool", bare),
        "goods": things.find("goods", bare),
        "marks": sorted({name for name in _QUOTED.findall(bare) if BLOTTED not in name}),
        "identifiers": find_identifiers(text.text),
    }


BLOTTED = "*"
COLUMNS = ("masked", "terms", "tools", "goods", "marks", "identifiers")


def read_texts(texts: Mapping[str, Text], things: WordList) -> pd.DataFrame:
    """``text_key`` and the columns of ``read_text``, in the order given.

    Many texts are read by two processes; the answer does not depend on it.
    """
    rows: list[tuple[Any, ...]]
    items = list(texts.items())
    if len(items) >= _POOL_FROM:
        parts = [items[at : at + 2_000] for at in range(0, len(items), 2_000)]
        # A forked worker would keep all that the builder holds at that moment.
        with ProcessPoolExecutor(2, mp_context=get_context("forkserver")) as pool:
            read = pool.map(_read_part, parts, [things] * len(parts))
            rows = [row for part in read for row in part]
    else:
        rows = _read_part(items, things)
    return pd.DataFrame(rows, columns=["text_key", *COLUMNS])


def _read_part(part: Iterable[tuple[str, Text]], things: WordList) -> list[tuple[Any, ...]]:
    return [(key, *read_text(text, things).values()) for key, text in part]
