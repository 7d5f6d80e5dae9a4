/*
 * A form on a table, where one person signs after the other on one device. Without this it works as well.
 *
 * Whoever walks away is asked after a minute whether they are still there, and 20 seconds later the page is
 * emptied. Where the page carries along, unseen, what somebody typed, touches do not put that off: the next person
 * may be touching it. All by the clock, as timers sleep with the tablet.
 *
 * Forms are sent, and pages changed, without a new entry in the history: Back finds nothing that anybody typed.
 * Nothing is stored, and nothing is told of the device.
 */
"use strict";

(() => {
  const IDLE = 60000;
  const ANSWER = 20000;
  const THANKS = 9500;

  const here = document.querySelector("[data-kiosk]");
  if (!here) return;
  const { kiosk: home, state } = here.dataset;
  const still = here.querySelector("[data-still]");
  const unsent = here.querySelector("[data-unsent]");
  let timer;
  let isFilled = state === "filled" || state === "carried";
  // When the page is emptied, by the clock; 0: not at all.
  let due = 0;

  const empty = () => location.replace(home);

  /** Do what it is time for, and come back for what is next. */
  function look() {
    clearTimeout(timer);
    if (!due) return;
    const left = due - Date.now();
    if (left <= 0) {
      empty();
    } else if (left > ANSWER) {
      timer = setTimeout(look, left - ANSWER);
    } else {
      if (state !== "done" && !still.open) still.showModal();
      timer = setTimeout(look, left);
    }
  }

  function begin(lasts) {
    due = Date.now() + lasts;
    look();
  }

  function touched() {
    const isLate = due && Date.now() >= due - ANSWER;
    if (isFilled && state !== "done" && state !== "carried" && !isLate) begin(IDLE + ANSWER);
    else look();
  }

  function answered() {
    if (Date.now() < due) begin(IDLE + ANSWER);
    else empty();
  }

  /** Send a form; what comes back stands where the form stood, in the same entry of the history. */
  async function send(form) {
    unsent.hidden = true;
    let page;
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        credentials: "omit",
        cache: "no-store",
      });
      if (response.status >= 500) throw new Error("unavailable");
      if (response.redirected) {
        location.replace(response.url);
        return;
      }
      page = await response.text();
    } catch {
      unsent.hidden = false;
      // For form.js: this form may be sent again, with new work.
      window.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
      return;
    }
    clearTimeout(timer);
    document.open();
    document.write(page);
    document.close();
  }

  for (const form of document.querySelectorAll("main form")) {
    // form.js calls it, once its work is done.
    form.submit = () => send(form);
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      event.preventDefault();
      send(form);
    });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    location.replace(link.href);
  });
  document.addEventListener("input", () => {
    isFilled = true;
  });
  for (const sign of ["input", "pointerdown", "keydown"]) document.addEventListener(sign, touched);
  still.addEventListener("close", answered);
  document.addEventListener("visibilitychange", look);
  // A browser that keeps whole pages for its back button.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && event.isTrusted) empty();
  });

  if (state === "done") begin(THANKS);
  else if (isFilled) begin(IDLE + ANSWER);
})();
