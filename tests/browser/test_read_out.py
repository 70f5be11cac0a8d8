"""What holds of every page for whoever hears it, or sees it in their own letters; axe does not look for these."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site
from tests.browser.pages import LOGINS, pages_of

_NAMES = """() => {
  const amiss = [];
  const one = (selector, within = document) => [...within.querySelectorAll(selector)];
  for (const details of one('main details')) details.open = true;
  const seen = (selector) => one(selector).filter((found) => found.checkVisibility());
  const twice = (what, names) => {
    const times = Map.groupBy(names, (name) => name);
    for (const [name, all] of times) if (all.length > 1) amiss.push(`${what} ${all.length} times: ${name}`);
  };
  const referred = (found, how) =>
    (found.getAttribute(how) ?? '').split(' ').filter(Boolean).map((id) => {
      const there = document.getElementById(id);
      if (!there) amiss.push(`${how} leads to nothing: ${id}`);
      return there?.innerText.trim() ?? '';
    }).join(' ');
  const named = (found) => found.getAttribute('aria-label') || referred(found, 'aria-labelledby') || found.innerText;

  const heads = seen('h1, h2, h3, h4');
  if (heads.filter((head) => head.matches('h1')).length !== 1) amiss.push('not one h1');
  heads.reduce((before, head) => {
    const level = Number(head.tagName[1]);
    if (level > before + 1) amiss.push(`a heading without the one above it: ${head.innerText}`);
    return level;
  }, 0);
  const alone = ':not([aria-describedby], [aria-labelledby], [aria-hidden])';  // the others say of what they are
  twice('a button', seen(`main button${alone}, main summary${alone}`).map(named));
  twice('a landmark', seen('[role=region], nav, aside, form[role]').map((found) => `${found.tagName} ${named(found)}`
    .split('\\n')[0]));
  twice('an id', one('[id]').map((found) => found.id));
  for (const field of seen('main .field')) {
    const control = field.querySelector('input:not([type=hidden]), select, textarea');
    if (!control) continue;
    if (!control.labels.length) amiss.push(`a field without a label: ${control.name}`);
    const read = referred(control, 'aria-describedby');
    for (const hint of one('.hint', field)) {
      if (!read.includes(hint.innerText.trim())) amiss.push(`a hint that is not read out: ${hint.innerText}`);
    }
  }
  for (const table of one('table')) if (!table.querySelector('th[scope=col]')) amiss.push('a table without heads');
  for (const sort of one('[type=radio]')) if (!sort.closest('fieldset')) amiss.push(`a choice alone: ${sort.name}`);
  return amiss;
}"""

_RUBBISH = """async () => {
  const amiss = [];
  const FIELDS = 'input:not([type=hidden]):not([type=file]), textarea, select';
  for (const form of document.querySelectorAll('main form[method=post]')) {
    const typed = [...form.querySelectorAll(FIELDS)].filter((field) => !/checkbox|radio|select/.test(field.type));
    if (!typed.length) continue;
    const sent = new FormData(form);
    for (const field of typed) sent.set(field.name, field.type.includes('date') ? '2020-01-01T10:00' : '\\u0007');
    const step = form.querySelector('button[name]');
    if (step) sent.set(step.name, step.value);
    const where = form.getAttribute('action');
    const answer = await fetch(where, { method: 'POST', body: new URLSearchParams(sent) });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const links = [...page.querySelectorAll('#problems a[href^="#"]')];
    for (const link of links) {
      const there = page.getElementById(link.hash.slice(1));
      const field = there?.matches(FIELDS) ? there : there?.querySelector(FIELDS);
      if (!field) amiss.push(`${where}: ${link.hash} leads to no field`);
      else if (there === field && field.ariaInvalid !== 'true') amiss.push(`${where}: ${link.hash} is not marked`);
      if (!field || there !== field) continue;
      const read = (field.getAttribute('aria-describedby') ?? '').split(' ').map((id) => page.getElementById(id));
      const what = link.textContent.split(': ').at(-1);
      if (!read.some((one) => one?.textContent === what)) amiss.push(`${where}: ${link.hash} does not say what`);
    }
    if (links.length && !page.title.startsWith('Not done:')) amiss.push(`${where}: its title does not say it`);
  }
  return amiss;
}"""

_WIDE_LETTERS = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""
"""What WCAG 1.4.12 lets people set."""

_CUT_OFF = """() => [...document.querySelectorAll('main *, header *')].filter((one) => {
  const how = getComputedStyle(one);
  if (!one.checkVisibility() || one.matches('.doorway span, input, select, .say')) return false;
  return (how.overflowY === 'hidden' && one.scrollHeight > one.clientHeight + 2)
    || (how.overflowX === 'hidden' && one.scrollWidth > one.clientWidth + 2);
}).map((one) => `cut off: ${one.innerText.slice(0, 60)}`)
  .concat(document.documentElement.scrollWidth > innerWidth ? ['wider than the window'] : [])"""


@pytest.mark.parametrize("login", LOGINS)
def test_every_page_can_be_followed_by_ear_and_in_wide_letters(site: Site, login: str) -> None:
    titles: dict[str, str] = {}
    # A window of 1,280 pixels at 200 %. Our pages let no style in from outside; a person's browser may.
    with site.visitor(login, bypass_csp=True, viewport={"width": 640, "height": 480}) as page:
        for address in pages_of(site, login):
            page.goto(address)
            page.wait_for_load_state()
            assert page.title() not in titles, (address, titles[page.title()])
            titles[page.title()] = address
            _expect_nothing_amiss(page, _NAMES)
            page.add_style_tag(content=_WIDE_LETTERS)
            _expect_nothing_amiss(page, _CUT_OFF)


@pytest.mark.parametrize("login", LOGINS)
def test_what_is_wrong_leads_to_its_field_and_is_read_out_there(site: Site, login: str) -> None:
    with site.visitor(login) as page:
        for address in pages_of(site, login):
            page.goto(address)
            _expect_nothing_amiss(page, _RUBBISH)


def _expect_nothing_amiss(page: Page, look: str) -> None:
    amiss: Any = page.evaluate(look)
    assert not amiss, f"{page.url}\n" + "\n".join(amiss)
