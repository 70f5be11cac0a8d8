// What pages do beyond links and forms. Everything works without it, except that nothing moves by itself.
"use strict";

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const find = document.getElementById("find");
    if (find) {
      event.preventDefault();
      find.focus();
    }
  }
});

// A problem is read out and seen first, wherever the form was sent from.
const problems = document.getElementById("problems");
if (problems) problems.focus();

// Menus close when one goes elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// Live pages. A message has elements that take the place of those with the same id. They are put in place a few at a
// time, so that a thousand seats that move at once keep nobody from using the page; one that is as it was stays.
const SLICE_MS = 12;

// What has to be replaced: the named parts of both where they have the same ones, as a table's cells, or the whole.
function apart(there, next) {
  if (!there) return [];
  const old = new Map([...there.querySelectorAll("[id]")].map((one) => [one.id, one]));
  const named = [...next.querySelectorAll("[id]")];
  const same = named.length > 0 && named.length === old.size && named.every((one) => old.has(one.id));
  return same ? named.map((one) => [old.get(one.id), one]) : [[there, next]];
}

async function takeOver(words) {
  const brought = document.createElement("template");
  brought.innerHTML = words;
  let began = performance.now();
  const breathe = async () => {
    if (performance.now() - began < SLICE_MS) return;
    await new Promise((go) => setTimeout(go));
    began = performance.now();
  };
  for (const one of [...brought.content.children]) {
    await breathe();
    const how = one.getAttribute("hx-swap-oob") || "";
    one.removeAttribute("hx-swap-oob");
    if (how.startsWith("beforeend:")) {
      const list = document.querySelector(how.slice("beforeend:".length));
      for (const line of [...one.childNodes]) {
        await breathe();
        list?.append(line);
      }
      continue;
    }
    for (const [there, next] of apart(document.getElementById(one.id), one)) {
      await breathe();
      if (!there.isEqualNode(next)) there.replaceWith(next);
    }
  }
  document.dispatchEvent(new CustomEvent("classroom:moved"));
}

document.addEventListener("htmx:sse:before:message", (event) => {
  const message = event.detail.message;
  if (message.event || !message.data) return;
  event.detail.cancelled = true;
  event.detail.waitUntil(takeOver(message.data));
});
