// Keys for all pages. Everything works without this file too; it makes the same things quicker.

export const say = (text) => { document.getElementById("said").textContent = text; };

// A key on its own, not typed into a field and not part of a browser's shortcut.
export function onKeys(actions) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action(event);
  });
}

const follow = (selector) => () => document.querySelector(selector)?.click();

function reader(text) {
  const notes = [...document.querySelectorAll(".note")];
  const marks = document.getElementById("marks");
  let at = notes.findIndex((note) => note.id === text.dataset.record);

  const light = (id) => {
    for (const lit of text.querySelectorAll(".lit")) lit.classList.remove("lit");
    for (const piece of text.querySelectorAll("[data-of]")) {
      const own = piece.dataset.of.split(" ").includes(id);
      const statement = id.startsWith("s") ? piece.matches(".content, .cue, .source") : piece.matches(".trigger, .actor, .recipient, .date, .place");
      if (own && statement) piece.classList.add("lit");
    }
  };
  const go = (to, step = 0) => {
    if (to < 0 || to >= notes.length) return step && say(step > 0 ? "That was the last record." : "That was the first record.");
    if (at >= 0) notes[at].classList.remove("on");
    at = to;
    const note = notes[at];
    note.classList.add("on");
    light(note.id);
    note.querySelector("summary").focus({ preventScroll: true });
    note.closest(".row").scrollIntoView({ block: "nearest" });
    note.scrollIntoView({ block: "nearest" });
    say("");
  };
  if (at >= 0) go(at);
  notes.forEach((note, number) => note.querySelector("summary").addEventListener("click", () => go(number)));
  text.addEventListener("click", (event) => {
    const ids = event.target.closest("[data-of]")?.dataset.of.split(" ") ?? [];
    const own = ids.find((id) => id.startsWith("r")) ?? ids.at(-1);
    const number = notes.findIndex((note) => note.id === own);
    if (number >= 0 && !event.target.closest(".note")) go(number);
  });
  const toggle = () => {
    const plain = text.classList.toggle("plain");
    marks.setAttribute("aria-pressed", String(!plain));
    sessionStorage.setItem("plain", plain ? "yes" : "");
  };
  marks.addEventListener("click", toggle);
  if (sessionStorage.getItem("plain")) toggle();
  onKeys({
    j: () => go(at + 1, 1),
    k: () => go(at - 1, -1),
    Enter: () => at >= 0 && notes[at].querySelector("summary").click(),
    m: toggle,
    n: follow("#article-after"),
    p: follow("#article-before"),
  });
}

function explorer(rows) {
  let at = -1;
  const go = (to) => {
    if (to < 0 || to >= rows.length) return;
    rows[at]?.classList.remove("on");
    at = to;
    rows[at].classList.add("on");
    rows[at].querySelector("a").focus({ preventScroll: true });
    rows[at].scrollIntoView({ block: "nearest" });
  };
  const views = document.querySelectorAll(".views a");
  const numbered = [...views].map((view, n) => [String(n + 1), () => view.click()]);
  onKeys({
    "/": () => { const q = document.getElementById("q"); q.focus(); q.setSelectionRange(q.value.length, q.value.length); },
    j: () => go(at + 1),
    k: () => go(at - 1),
    Enter: () => rows[at]?.querySelector("a").click(),
    n: follow("a[rel=next]"),
    p: follow("a[rel=prev]"),
    ...Object.fromEntries(numbered),
  });
}

if (document.querySelector("body.explore")) explorer([...document.querySelectorAll("tr[data-id]")]);

const text = document.getElementById("text");
if (text) reader(text);

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(location.href);
    say("The address of this view is copied.");
  });
}
