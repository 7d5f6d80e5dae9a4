/*
 * A mailing on its way: how far it is every four seconds, how fast, and how long one can take it back. Without
 * these lines there is a link that loads the page anew.
 */
"use strict";

(() => {
  const EVERY = 4000;
  const live = document.querySelector("[data-live]");
  const clock = document.querySelector("[data-until]");
  const number = new Intl.NumberFormat(document.documentElement.lang || undefined);
  let before = null;

  const done = (section) => Number(section.dataset.done);

  // How many a minute left since the last look, and how long the rest takes at that.
  function say(section) {
    const words = section.querySelector("[data-rate]");
    const now = { done: done(section), at: performance.now() };
    const minutes = before ? (now.at - before.at) / 60000 : 0;
    const rate = minutes > 0 ? Math.round((now.done - before.done) / minutes) : 0;
    before = now;
    if (!words || rate <= 0) return;
    const rest = Math.ceil((Number(section.dataset.todo) - now.done) / rate);
    words.textContent = words.dataset.rate.replace("%r", number.format(rate)).replace("%m", number.format(rest));
  }

  async function look() {
    const answer = await fetch(window.location.href, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-live]");
    const shown = document.querySelector("[data-live]");
    if (!fresh || fresh.dataset.live !== shown.dataset.live) {
      // It stands elsewhere by now: the whole page has changed.
      window.location.reload();
      return;
    }
    shown.replaceWith(fresh);
    say(fresh);
    setTimeout(look, EVERY);
  }

  // The minutes and seconds that are left; over, the page is loaded anew.
  function tick() {
    const left = Math.max(0, Math.round((Date.parse(clock.dataset.until) - Date.now()) / 1000));
    const seconds = String(left % 60).padStart(2, "0");
    clock.textContent = `${number.format(Math.floor(left / 60))}:${seconds}`;
    if (left > 0) setTimeout(tick, 1000);
    else setTimeout(() => window.location.reload(), 5000);
  }

  if (live) {
    say(live);
    setTimeout(look, EVERY);
  }
  if (clock) tick();
})();
