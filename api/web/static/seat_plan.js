// Drawing the seats of a room with the mouse, a finger or the arrow keys. The fields of the form are what is sent and
// what is true: each step writes them, and the drawing is made of them anew.
"use strict";

(() => {
  const form = document.getElementById("seat-plan");
  if (!form) return;
  const most = Number(form.dataset.most);
  const cells = document.getElementById("cells");
  const list = cells.querySelector("ul");
  const wall = document.getElementById("door-wall");
  const doorPlace = document.getElementById("door-place");
  const told = document.getElementById("said");
  const undoes = form.querySelector("[data-do='undo']");
  const seats = [...form.querySelectorAll("tr[data-seat]")].map((line) => ({
    label: line.dataset.seat,
    podium: line.dataset.podium !== undefined,
    row: line.querySelector("[name='row[]']"),
    column: line.querySelector("[name='column[]']"),
  }));
  const fields = [...seats.flatMap((seat) => [seat.row, seat.column]), wall, doorPlace];
  const steps = []; // what the fields held before each step
  let held = fields.map((field) => field.value);
  let behind = 0; // rows and columns that were added and have no seat yet
  let right = 0;
  let chosen = null;
  let leaving = false;

  const number = (field) => (/^[1-9][0-9]{0,2}$/.test(field.value.trim()) ? Number(field.value) : 0);
  const placed = (seat) => [seat.row, seat.column].every((field) => number(field) >= 1 && number(field) <= most);
  const at = (row, column) => seats.find((seat) => number(seat.row) === row && number(seat.column) === column);
  const unsaved = () => fields.some((field) => field.value.trim() !== field.dataset.stored);

  function say(what, seat, other) {
    const facts = { seat: seat?.label, other: other?.label, row: seat?.row.value, column: seat?.column.value };
    told.textContent = form.dataset[what].replace(/\{(\w+)\}/g, (_, name) => facts[name]);
  }

  function write(values) {
    fields.forEach((field, n) => (field.value = values[n]));
    held = [...values];
  }

  // One step: whatever `change` does to the fields can be undone as a whole.
  function step(change) {
    const before = held;
    change();
    held = fields.map((field) => field.value);
    if (held.every((value, n) => value === before[n])) return;
    steps.push(before);
    draw();
  }

  function size() {
    const drawn = seats.filter(placed);
    const along = number(doorPlace) <= most ? number(doorPlace) : 0;
    const byRow = wall.value === "left" || wall.value === "right";
    const rows = Math.max(1, ...drawn.map((seat) => number(seat.row))) + 1 + behind;
    const columns = Math.max(1, ...drawn.map((seat) => number(seat.column))) + 1 + right;
    return [
      Math.min(most, Math.max(rows, byRow ? along : 0)),
      Math.min(most, Math.max(columns, wall.value && !byRow ? along : 0)),
    ];
  }

  function cell(name, row, column) {
    const one = document.createElement("li");
    one.className = `${name} r${row} c${column}`;
    one.dataset.row = row;
    one.dataset.column = column;
    return one;
  }

  // An empty place is there for the pointer. Whoever hears the page hears the seats, and reads of the door in its fields.
  function unheard(one) {
    one.setAttribute("aria-hidden", "true");
    return one;
  }

  function draw() {
    const focused = document.activeElement?.dataset?.place;
    const [rows, columns] = size();
    const made = document.createDocumentFragment();
    for (let row = 1; row <= rows; row += 1) {
      for (let column = 1; column <= columns; column += 1) made.append(unheard(cell("cell", row, column)));
    }
    const there = new Map();
    const key = (seat) => `${number(seat.row)} ${number(seat.column)}`;
    for (const seat of seats) there.set(key(seat), (there.get(key(seat)) || 0) + 1);
    seats.forEach((seat, n) => {
      if (!placed(seat)) return;
      const row = number(seat.row);
      const column = number(seat.column);
      const one = cell(there.get(key(seat)) > 1 ? "clash" : "taken", row, column);
      const button = document.createElement("button");
      button.type = "button";
      button.className = seat.podium ? "place podium" : "place";
      button.dataset.place = n;
      button.textContent = seat.label;
      button.setAttribute("aria-pressed", String(chosen === n));
      const words = { seat: seat.label, row, column };
      button.setAttribute("aria-label", form.dataset.sayLines.replace(/\{(\w+)\}/g, (_, name) => words[name]));
      one.append(button);
      made.append(one);
    });
    const along = number(doorPlace);
    if (wall.value && along >= 1 && along <= most) {
      const byRow = wall.value === "left" || wall.value === "right";
      const row = byRow ? along : wall.value === "front" ? 1 : rows;
      const column = byRow ? (wall.value === "left" ? 1 : columns) : along;
      made.append(unheard(cell(`doorway ${wall.value}`, row, column)));
    }
    list.replaceChildren(made);
    // It keeps the focus, so it says that there is nothing instead of going dead.
    undoes.setAttribute("aria-disabled", String(!steps.length));
    if (focused !== undefined) list.querySelector(`[data-place="${focused}"]`)?.focus();
  }

  function put(seat, row, column) {
    if (row < 1 || column < 1 || row > most || column > most) {
      say("sayEdge", seat);
      return;
    }
    const other = at(row, column);
    if (other === seat) return;
    step(() => {
      if (other) {
        other.row.value = seat.row.value;
        other.column.value = seat.column.value;
      }
      seat.row.value = row;
      seat.column.value = column;
    });
    say(other ? "saySwapped" : "sayMoved", seat, other);
  }

  // A row in front or a column on the left moves all seats, and the door with them.
  function shift(rowsBy, columnsBy) {
    const full = seats.some((seat) => number(seat.row) + rowsBy > most || number(seat.column) + columnsBy > most);
    if (full) {
      say("sayFull");
      return;
    }
    step(() => {
      for (const seat of seats.filter(placed)) {
        seat.row.value = number(seat.row) + rowsBy;
        seat.column.value = number(seat.column) + columnsBy;
      }
      const byRow = wall.value === "left" || wall.value === "right";
      if (wall.value && number(doorPlace)) doorPlace.value = number(doorPlace) + (byRow ? rowsBy : columnsBy);
    });
    say("sayAdded");
  }

  function grow(rows, columns) {
    const [before, wide] = size();
    behind += rows;
    right += columns;
    const [after, wider] = size();
    draw();
    say(before === after && wide === wider ? "sayFull" : "sayAdded");
  }

  function undo() {
    if (!steps.length) {
      told.textContent = form.dataset.sayNothing;
      return;
    }
    write(steps.pop());
    draw();
    say("sayUndone");
  }

  function discard() {
    step(() => fields.forEach((field) => (field.value = field.dataset.stored)));
    say("sayDiscarded");
  }

  const acts = {
    undo,
    discard,
    front: () => shift(1, 0),
    back: () => grow(1, 0),
    left: () => shift(0, 1),
    right: () => grow(0, 1),
  };
  document.getElementById("tools").addEventListener("click", (event) => {
    acts[event.target.closest("button")?.dataset.do]?.();
  });

  const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  list.addEventListener("keydown", (event) => {
    const by = ARROWS[event.key];
    const button = event.target.closest("[data-place]");
    if (!by || !button || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const seat = seats[button.dataset.place];
    put(seat, number(seat.row) + by[0], number(seat.column) + by[1]);
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select");
    if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !typing) {
      event.preventDefault();
      undo();
    }
    if (event.key === "Escape" && chosen !== null) choose(chosen);
  });

  function choose(n) {
    chosen = chosen === n ? null : n;
    draw();
    say(chosen === null ? "sayDropped" : "sayChosen", seats[n]);
  }

  let dropped = false; // a click follows each drag, and is none
  list.addEventListener("click", (event) => {
    if (dropped) {
      dropped = false;
      return;
    }
    const place = event.target.closest("li[data-row]");
    if (!place || place.classList.contains("doorway")) return;
    const button = place.querySelector("[data-place]");
    const n = button ? Number(button.dataset.place) : null;
    if (chosen === null || chosen === n) {
      if (n !== null) choose(n);
      return;
    }
    const seat = seats[chosen];
    chosen = null;
    put(seat, Number(place.dataset.row), Number(place.dataset.column));
    draw();
  });

  // Dragging is for what can point without scrolling; a finger chooses a seat, then its place.
  const FAR = 6;
  list.addEventListener("pointerdown", (event) => {
    const button = event.target.closest("[data-place]");
    dropped = false;
    if (!button || event.button !== 0 || event.pointerType === "touch") return;
    const began = [event.clientX, event.clientY];
    let target = null;
    let lifted = false;
    const move = (next) => {
      if (!lifted && Math.hypot(next.clientX - began[0], next.clientY - began[1]) < FAR) return;
      lifted = true;
      next.preventDefault();
      list.classList.add("moves");
      button.classList.add("lifted");
      const under = document.elementFromPoint(next.clientX, next.clientY)?.closest("#cells li[data-row]");
      if (under === target) return;
      target?.classList.remove("target");
      target = under && !under.classList.contains("doorway") ? under : null;
      target?.classList.add("target");
    };
    const end = (last) => {
      document.removeEventListener("pointermove", move);
      document.removeEventListener("pointerup", end);
      document.removeEventListener("pointercancel", end);
      list.classList.remove("moves");
      button.classList.remove("lifted");
      target?.classList.remove("target");
      if (!lifted) return;
      dropped = last.type === "pointerup" && button.contains(document.elementFromPoint(last.clientX, last.clientY));
      button.focus();
      if (target && last.type === "pointerup") {
        put(seats[button.dataset.place], Number(target.dataset.row), Number(target.dataset.column));
      }
    };
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", end);
    document.addEventListener("pointercancel", end);
  });

  form.addEventListener("change", (event) => {
    if (fields.includes(event.target)) step(() => {});
  });
  form.addEventListener("submit", () => (leaving = true));
  window.addEventListener("pageshow", () => (leaving = false));
  document.getElementById("discard").hidden = true;
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && unsaved()) event.preventDefault();
  });

  list.removeAttribute("tabindex"); // the seats in it are what one comes to now
  cells.setAttribute("role", "application");
  cells.setAttribute("aria-label", form.dataset.sayDrawing);
  cells.setAttribute("aria-describedby", "drawing-help");
  document.getElementById("drawing-help").hidden = false;
  document.getElementById("tools").hidden = false;
  draw();
})();
