// Review by keys. Cards wait in the page; a key decides at once, and what was decided is sent one after the other.
import { onKeys, say } from "./sayso.js";

const cards = document.getElementById("cards");
if (cards) {
  const query = cards.dataset.query;
  const trouble = document.getElementById("trouble");
  const known = new Set([...cards.children].map((card) => card.dataset.key));
  const waiting = []; // what has not reached the journal yet
  const done = []; // cards decided on this page, the last at the end
  const done_count = document.getElementById("done");
  let sending = false, loading = false, ended = false, dirty = false;
  document.querySelectorAll("#cards .card")[0]?.setAttribute("tabindex", "-1");

  const current = () => cards.querySelector(".card:not([hidden])");
  const ticket = () => `${Date.now()}-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
  const count = (step) => { done_count.textContent = (Number(done_count.textContent.replaceAll(",", "")) + step).toLocaleString("en"); };

  const post = async (path, values) => {
    const answer = await fetch(path, { method: "POST", headers: { accept: "application/json" }, body: new URLSearchParams(values) });
    const told = await answer.json();
    if (!answer.ok) throw new Error(`${told.message} ${told.hint}`);
    return told;
  };
  // One at a time and in order; what fails stays first in the row and is sent again, under the same ticket, so that it counts once.
  const send = async () => {
    if (sending) return;
    sending = true;
    while (waiting.length) {
      const { path, values, after } = waiting[0];
      try {
        const told = await post(path, values);
        waiting.shift();
        after?.(told);
      } catch (error) {
        trouble.hidden = false;
        trouble.textContent = `${waiting.length} not saved yet: ${error.message} `;
        const again = document.createElement("button");
        again.textContent = "Try again";
        again.onclick = () => { trouble.hidden = true; send(); };
        trouble.append(again);
        break;
      }
    }
    sending = false;
    if (!waiting.length) refill();
  };
  const enqueue = (path, values, after) => {
    waiting.push({ path, values: { ...values, q: query, ticket: ticket() }, after });
    if (trouble.hidden) send();
  };
  addEventListener("beforeunload", (event) => { if (waiting.length) event.preventDefault(); });

  const add = (html, before) => {
    const box = document.createElement("template");
    box.innerHTML = html; // from our own server, escaped there
    for (const card of [...box.content.querySelectorAll(".card")]) {
      if (known.has(card.dataset.key)) continue;
      known.add(card.dataset.key);
      card.hidden = true;
      cards.insertBefore(card, before ?? null);
    }
  };
  const refill = async () => {
    const left = cards.querySelectorAll(".card[hidden]:not([data-done])").length;
    if (loading || ended || left > 10) return;
    loading = true;
    try {
      const size = known.size;
      const answer = await fetch(`/review/cards?${new URLSearchParams({ q: query })}`);
      if (answer.ok) add(await answer.text());
      ended = known.size === size && !waiting.length;
      if (!current()) show(cards.querySelector(".card:not([data-done])"));
    } finally { loading = false; }
  };
  const show = (card) => {
    for (const other of cards.querySelectorAll(".card:not([hidden])")) other.hidden = true;
    document.getElementById("empty").hidden = Boolean(card);
    if (!card) return;
    card.hidden = false;
    delete card.dataset.done;
    card.setAttribute("tabindex", "-1");
    card.focus({ preventScroll: true });
    window.scrollTo({ top: 0, behavior: "instant" });
    open_book(card);
  };
  const decide = (verdict) => {
    const card = current();
    if (!card || !trouble.hidden) return;
    const form = card.querySelector("form");
    const values = { article: card.dataset.article, report: card.dataset.report };
    if (verdict === "correct") for (const [name, value] of new FormData(form)) values[name] = value;
    values.verdict = verdict;
    card.querySelector(".correct").open = false;
    card.dataset.done = verdict;
    done.push(card);
    if (verdict !== "skip") count(1);
    enqueue("/review/decide", values);
    show(cards.querySelector(".card:not([data-done])"));
    say({ accept: "Accepted.", reject: "Rejected.", correct: "Corrected.", skip: "Skipped." }[verdict]);
    if (!waiting.length || cards.querySelectorAll(".card[hidden]:not([data-done])").length < 5) refill();
  };
  const undo = () => {
    if (!trouble.hidden) return;
    const card = done.pop();
    if (card) {
      if (card.dataset.done !== "skip") count(-1);
      cards.prepend(card);
      enqueue("/review/undo", {});
      show(card);
      return say("Undone.");
    }
    enqueue("/review/undo", {}, (told) => {
      if (!told.undone) return say("There is nothing left to undo.");
      if (told.undone !== "skip") count(-1);
      const there = cards.querySelector(`[data-key="${CSS.escape(told.key)}"]`);
      if (there) cards.prepend(there);
      else if (told.card) add(told.card, cards.firstElementChild);
      if (told.key) show(cards.querySelector(`[data-key="${CSS.escape(told.key)}"]`));
      say("Undone.");
    });
  };
  const open_book = (card) => {
    const type = card?.querySelector("[name=event_type]")?.value;
    for (const section of document.querySelectorAll("#book [data-type]")) section.classList.toggle("on", section.dataset.type === type);
    const on = document.querySelector("#book .on");
    if (on) on.parentElement.scrollTop = on.offsetTop - on.parentElement.offsetTop;
  };
  const toggle = (selector) => () => { const it = (current() ?? document).querySelector(selector) ?? document.querySelector(selector); if (it) it.open = !it.open; };

  cards.addEventListener("submit", (event) => { event.preventDefault(); decide(event.submitter?.value ?? "correct"); });
  document.getElementById("undo").addEventListener("submit", (event) => { event.preventDefault(); undo(); });
  cards.addEventListener("change", (event) => { if (event.target.name === "event_type") open_book(current()); });
  cards.addEventListener("keydown", (event) => {
    if (!event.target.closest(".fields")) return;
    if (event.key === "Enter") { event.preventDefault(); decide("correct"); }
    if (event.key === "Escape") {
      event.preventDefault();
      const card = current();
      card.querySelector("form").reset();
      card.querySelector(".correct").open = false;
      card.focus();
    }
  });
  const once = (action) => (event) => { if (!event.repeat) action(); }; // a key held down is one decision
  onKeys({
    a: once(() => decide("accept")),
    r: once(() => decide("reject")),
    s: once(() => decide("skip")),
    u: once(undo),
    c: once(() => {
      const card = current();
      if (!card) return;
      card.querySelector(".correct").open = true;
      card.querySelector("[name=event_type]").focus();
    }),
    w: toggle(".card:not([hidden]) > details"),
    b: toggle("#book"),
    o: () => current()?.querySelector(".facts a")?.click(),
  });
  open_book(current());
  cards.dataset.ready = "yes";
}
