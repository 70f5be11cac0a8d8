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

// A problem, or the answer to what was asked, is read out and seen first, wherever the form was sent from.
(document.getElementById("problems") ?? document.getElementById("answer"))?.focus();

// What is wrong leads into its field, also where that is a group of fields, or stands in something that is closed.
const FIELDS = "input:not([type=hidden]), select, textarea";
document.addEventListener("click", (event) => {
  const link = event.target.closest("#problems a[href^='#']");
  const there = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  const field = there?.matches(FIELDS) ? there : there?.querySelector(FIELDS);
  if (!field) return;
  event.preventDefault();
  for (let one = field.closest("details"); one; one = one.parentElement.closest("details")) one.open = true;
  field.focus();
});

// What a page says as soon as it is there is read out only if it is put in place after that.
addEventListener("load", () => {
  for (const one of document.querySelectorAll("main .told[role]")) one.replaceChildren(...one.childNodes);
});

// What looks like a button is pressed like one.
document.addEventListener("keydown", (event) => {
  if (event.key !== " " || !event.target.matches("a[role=button]")) return;
  event.preventDefault();
  event.target.click();
});

// Menus close when one goes elsewhere, with a pointer or with the keyboard.
function closeMenus(event) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
}
document.addEventListener("click", closeMenus);
document.addEventListener("focusin", closeMenus);

// Escape closes the menu that one is in, else the seat that one is at.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest("details.menu[open]") || document.querySelector("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
    return;
  }
  if (event.target.closest("#seat")) document.querySelector("#seat .shut")?.click();
});

// A seat opens beside the plan: one goes there, and back to its place in the plan when it is closed.
let pressed = null;
document.addEventListener("htmx:before:request", (event) => {
  if (event.target.matches?.("#plan a, .shut")) pressed = event.target;
});
document.addEventListener("htmx:after:swap", () => {
  const [link, beside] = [pressed, document.querySelector("#seat .beside")];
  pressed = null;
  if (link?.matches(".shut")) {
    document.getElementById(link.hash.slice(1))?.closest("a").focus();
  } else if (link?.matches("#plan a") && beside) {
    const { top } = beside.getBoundingClientRect();
    beside.focus({ preventScroll: top >= 0 && top < innerHeight / 2 });
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

// What moves is read out too, but no more often than one can listen to.
const SPOKEN_MS = 10_000;
const spoken = document.getElementById("spoken");
const sayable = () =>
  [...document.querySelectorAll("[data-spoken]")].map((one) => one.textContent.replace(/\s+/g, " ").trim());
let heard = new Set(sayable());
let speaking = null;

function speak() {
  speaking = null;
  const now = sayable();
  const news = now.filter((words) => words && !heard.has(words));
  heard = new Set(now);
  if (!news.length) return;
  spoken.textContent = news.join(" ");
  speaking = setTimeout(speak, SPOKEN_MS);
}
document.addEventListener("classroom:moved", () => speaking ?? speak());

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
