"""Somebody who has nothing but a keyboard, and looks where it is."""

from typing import Any

from playwright.sync_api import Page

MANY = 80
"""Stops on the way to something: more, and it is out of reach."""

_LOOK = """wanted => {
  const here = document.activeElement;
  // Nobody acts on the whole: it says where one is, and the next stop is in it.
  if (here.matches('body, main')) return {there: false, amiss: ''};
  const seen = here.matches('[type=radio], [type=checkbox]') ? here.labels[0] ?? here : here;
  const box = seen.getBoundingClientRect();
  const middle = [Math.max(box.left, 0) + Math.min(box.width, 40) / 2, box.top + Math.min(box.height, 40) / 2];
  const over = document.elementFromPoint(...middle);
  const hidden = !over || !(seen.contains(over) || over.contains(seen));
  const style = getComputedStyle(here);
  const ringed = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const name = (here.getAttribute('aria-label') || here.innerText || here.name || here.tagName).slice(0, 80);
  const amiss = hidden ? `out of sight under ${over?.outerHTML.slice(0, 80)}` : ringed ? '' : 'without a mark of focus';
  return {there: wanted !== '' && here.matches(wanted), amiss: amiss && `${name}: ${amiss}`};
}"""


class Keyboard:
    """Presses keys and counts them. Typing a text is no key, and wherever the focus comes it has to be seen.

    Attributes:
        page: What is in the window.
        pressed: Keys so far.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    def press(self, *names: str) -> None:
        """Press keys, one after another."""
        for name in names:
            self.page.keyboard.press(name)
            self.pressed += 1

    def until(self, selector: str, key: str = "Tab", most: int = MANY) -> None:
        """Press a key until something has the focus, at most so often. On the way nothing is out of sight."""
        for _ in range(most):
            if self._sees(selector):
                return
            self.press(key)
        assert self._sees(selector), f"{selector} is out of reach"

    def go(self, selector: str, key: str = "Enter") -> None:
        """Get to something, and press it."""
        self.until(selector)
        self.press(key)

    def write(self, selector: str, text: str) -> None:
        """Get to a field, and type."""
        self.until(selector)
        self.page.keyboard.type(text)

    def skip(self) -> None:
        """Past what is the same on every page: the first stop of one that was just opened."""
        self.go("a.skip")

    def _sees(self, selector: str) -> bool:
        found: Any = self.page.evaluate(_LOOK, selector)
        assert not found["amiss"], f"{self.page.url}: {found['amiss']}"
        return bool(found["there"])
