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

// What has to be replaced: of a table of machines its named cells as long as it has the same ones, else the whole.
function apart(there, next) {
  if (!there) return [];
  if (there.dataset.byPart === undefined) return [[there, next]];
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

// A live page that nothing comes to any more says so, and why, until something comes again.
function tellStopped(why) {
  for (const one of document.querySelectorAll("[data-stopped]")) {
    one.hidden = one.dataset.stopped !== why;
    const back = one.querySelector("a");
    if (back) back.href = "/sign-in?to=" + encodeURIComponent(location.pathname + location.search);
  }
}

function stopped(event, status) {
  if (!event.target.closest?.("[hx-sse\\:connect]")) return;
  tellStopped(status === 401 ? "signed-out" : "unreachable");
}

document.addEventListener("htmx:sse:error", (event) => stopped(event, event.detail.status));
// The first call of a live page is one like any other, and is not made again.
document.addEventListener("htmx:response:error", (event) => stopped(event, event.detail.ctx?.response?.status));
document.addEventListener("htmx:error", (event) => stopped(event, 0));
document.addEventListener("htmx:sse:after:connection", () => tellStopped(""));
