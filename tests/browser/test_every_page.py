"""Every page, in both languages: nobody is shut out, nothing is left untranslated, nothing calls outside.

When one of these fails, somebody who uses a keyboard or a screen reader cannot use a page, or a reader meets
words in the other language.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe
from babel.messages.pofile import read_po
from playwright.sync_api import Page, expect

from dashboards import links
from dashboards.app import every_address
from dashboards.i18n import LANGUAGES, catalogue_file
from dashboards.scope import CASE_ACCESS_VARIABLE, REGIONS_VARIABLE
from pipelines.appdb.user import current_user
from pipelines.home import Home
from pipelines.snapshot import Snapshot
from tests.browser.acting import wait_for_rest
from tests.browser.serving import Site, serve
from tests.browser.test_servers import copy_version

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PROVE = bool(os.environ.get("CASELOOM_PROVE"))
SERIOUS = {"serious", "critical"}
CHINESE = re.compile(r"[\u3400-\u9fff]+")
# Words that stand in Chinese pages as they are: names of products, file formats and methods.
NAMES = {
    "Caseloom",
    "English",
    "Kaplan",
    "Meier",
    "Excel",
    "Dagster",
    "Wilson",
    # Authors of methods.
    "Farrington",
    "Kulldorff",
    "Getis",
    "Ord",
    "Knox",
    # A command, and a field of mails.
    "caseloom",
    "build",
    "make",
    "run",
    "Message",
}
# What computers are called by: capitals, and anything with a digit, dot, slash or underscore in it.
IDENTIFIER = re.compile(r"\b[A-Z]{2,}\b|[\w.-]*[_\d/.][\w./#-]*")
# Words of Streamlit's own widgets that no option translates, with the reason why the widget is used.
# Widgets with whole sentences of their own (file uploader, data editor, folding navigation, menus of the
# toolbar, camera) are not used at all.
BUILT_IN = {
    # An empty date field shows the form that it expects; no other widget takes a day by keyboard.
    "yyyy",
    "mm",
    "dd",
}
VISIBLE_TEXTS = """
() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement, text = node.textContent.trim();
    if (!text || parent.closest('script,style,noscript,code,pre,[translate=no],[data-testid=stIconMaterial]')) continue;
    // What the agency delivered stands in its own words.
    if (location.pathname.endsWith('/source_row') && parent.closest('td')) continue;
    if (!parent.checkVisibility({checkOpacity: true, checkVisibilityCSS: true})) continue;
    const box = parent.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) continue;
    found.push(text);
  }
  for (const input of document.querySelectorAll('input, textarea')) {
    const text = input.value || input.placeholder;
    if (text) found.push(text);
  }
  return found;
}
"""


@pytest.fixture(scope="module")
def addresses(published: Snapshot) -> dict[str, str]:
    """The address of every page, with what it needs to show something."""
    case = str(published.query("select min(case_id) as c from dim_cases")["c"].iloc[0])
    row = published.query(
        "select source_table, _source_file, _source_row from fct_events where case_id = ? limit 1",
        [case],
    ).iloc[0]
    finding = published.query("select min(finding_id) as f from fct_findings")["f"].iloc[0]
    needs = {
        links.CASE: {"case_id": case},
        links.SOURCE_ROW: {
            "file": row["_source_file"],
            "row": row["_source_row"],
            "table": row["source_table"],
        },
        links.ITEM: {"finding": finding},
        links.METRIC_CASES: {
            "metric": "criminal_case_filed_count",
            "variant": "period",
            "from": "2024-01-01",
            "to": "2026-12-31",
        },
    }
    return {page: f"{page}?{urlencode(needs.get(page, {}))}" for page in every_address()}


def open_whole(page: Page, site: Site, address: str, language: str) -> None:
    """A page in a language, drawn to its end."""
    path, _, query = address.partition("?")
    values = dict(parse_qsl(query))
    if language != "zh":
        values["lang"] = language
    page.goto(site.url(f"{path}?{urlencode(values)}"))
    expect(page.locator("h1").first).to_be_visible()
    wait_for_rest(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    # While the navigation slides in, axe takes its links for hidden and the scrolled list for unreachable.
    page.wait_for_function("document.getAnimations().length === 0")


def words_of_data(published: Snapshot) -> set[str]:
    """Latin words and whole names that come from the data: columns and tables as delivered, codes, the user."""
    names = published.query(
        "select name_zh as name from dim_codes where name_en is null "
        "union select charge_name from dim_charges union select unit_name from dim_units "
        "union select column_name from ops_quarantine union select column_name from ops_warnings "
        "union select table_name from ops_deliveries "
        "union select article from dim_clock_rules union select article from dim_finding_rules "
        "union select column_name from duckdb_columns() where schema_name = 'source'"
    )
    return {str(name) for name in names["name"].dropna()} | {current_user()}


def chinese_texts(published: Snapshot) -> re.Pattern[str]:
    """Every Chinese text of ours that has an English form, as it would stand on a page."""
    with catalogue_file("zh").open("rb") as handle:
        messages = [message.string for message in read_po(handle, locale="zh") if message.id]
    texts = [text for found in messages for text in ([found] if isinstance(found, str) else found)]
    named = published.query(
        "select name_zh from dim_codes where name_en is not null "
        "union select name_zh from dim_agencies union select label_zh from dim_event_types "
        "union select name_zh from dim_metrics union select label_zh from dim_metric_variants"
    )
    texts += named["name_zh"].dropna().tolist()
    forms = {
        ".*?".join(re.escape(part) for part in re.split(r"\{[^}]*\}", text))
        for text in texts
        if len(CHINESE.findall(re.sub(r"\{[^}]*\}", "", text))) and text != LANGUAGES["zh"]
    }
    return re.compile("|".join(sorted(forms, key=len, reverse=True)), re.DOTALL)


def left_in_chinese(texts: list[str], ours: re.Pattern[str], of_data: set[str]) -> list[str]:
    """Texts of an English page that are Chinese ones of ours; titles, articles and numbers are data."""
    return [text for text in texts if text not in of_data and ours.fullmatch(text)]


def left_in_english(texts: list[str], of_data: set[str]) -> list[str]:
    """Texts of a Chinese page with English words that are neither data nor names: ours or Streamlit's."""
    known = of_data | BUILT_IN | NAMES
    known |= {word for name in of_data for word in re.findall(r"[A-Za-z]{3,}", name)}
    return [
        text
        for text in texts
        if set(re.findall(r"[A-Za-z]{3,}", IDENTIFIER.sub(" ", text))) - known and text not in known
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_for_everybody(
    open_page: Callable[..., Page],
    site: Site,
    published: Snapshot,
    addresses: dict[str, str],
    language: str,
) -> None:
    """axe-core finds nothing serious, no text is left over, and (by ``open_page``) nothing calls outside."""
    assert look_at(open_page(), site, published, addresses, language) == []


def look_at(
    page: Page, site: Site, published: Snapshot, addresses: dict[str, str], language: str
) -> list[str]:
    """What is wrong for readers with a keyboard, a screen reader or one language."""
    axe, of_data = Axe(), words_of_data(published)
    ours = chinese_texts(published)
    wrong: list[str] = []
    for name, address in addresses.items():
        open_whole(page, site, address, language)
        for found in axe.run(page).response["violations"]:
            if found["impact"] in SERIOUS:
                targets = [node["target"] for node in found["nodes"]][:3]
                wrong.append(f"[{name}] {found['id']} ({found['impact']}): {targets}")
        texts = page.evaluate(VISIBLE_TEXTS)
        left = (
            left_in_english(texts, of_data)
            if language == "zh"
            else left_in_chinese(texts, ours, of_data)
        )
        wrong += [f"[{name}] untranslated: {text}" for text in left[:8]]
    return wrong


@pytest.fixture(scope="module")
def states(published: Snapshot, addresses: dict[str, str]) -> dict[str, str]:
    """Addresses at which a page says something else than usual: a report, a pair, a refusal, nothing."""
    case = dict(parse_qsl(addresses[links.CASE].partition("?")[2]))["case_id"]
    pairs = published.query("select min(pair_id) as pair from rev_case_links")["pair"]
    found = {
        "a report": f"{links.GALLERY}?report=filed_by_region",
        "a broken filter": f"{links.STATISTICS}?region=x",
        "a funnel": f"{links.GALLERY}?report=detention_extended_funnel",
        "an unknown report": f"{links.GALLERY}?report=x",
        "an impossible grid": f"{links.PIVOT}?order=value&rows=agency",
        "a list of nothing": f"{links.CLOCKS}?state=overdue&tier=held_8_years",
        "a set of facts": f"{links.METRIC_CASES}?set=begun&from=2024-01-01&to=2026-12-31",
        "similar cases": f"{links.SIMILAR}?case_id={case}",
        "a doubtful pair": f"{links.LINK_REVIEW}?pair={pairs.iloc[0]}",
        "a festival": f"{links.TREND}?shape=festival&grain=week",
        "sums to date": f"{links.TREND}?shape=to_date",
        "days of one's own": f"{links.GALLERY}?report=intake_trend&period=own",
    }
    return found if PROVE else dict(list(found.items())[:2])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_states_are_for_everybody(
    open_page: Callable[..., Page],
    site: Site,
    published: Snapshot,
    states: dict[str, str],
    language: str,
) -> None:
    if not PROVE:
        # One state per language is looked at in every run.
        place = ["zh", "en"].index(language)
        states = dict([list(states.items())[place]])
    assert look_at(open_page(), site, published, states, language) == []


# A server per kind of reader: for CASELOOM_PROVE=1 alone.
if PROVE:

    @pytest.mark.parametrize("language", ["zh", "en"])
    @pytest.mark.parametrize("kind", ["limited", "without_cases", "nothing_published"])
    def test_every_page_is_for_every_reader(
        open_page: Callable[..., Page],
        tmp_path: Path,
        published: Snapshot,
        addresses: dict[str, str],
        kind: str,
        language: str,
    ) -> None:
        """A reader of one county, one without access to cases, and whoever comes before the first build."""
        home = Home(tmp_path / "home")
        settings = {
            "limited": {REGIONS_VARIABLE: "320506"},
            "without_cases": {CASE_ACCESS_VARIABLE: "no"},
            "nothing_published": {},
        }[kind]
        if kind == "nothing_published":
            home.create()
        else:
            copy_version(home, published, "v1")
        with serve(home.path, tmp_path / "log", settings=settings) as served:
            assert look_at(open_page(), served, published, addresses, language) == []
