/*
 * Building a segment without the page coming anew: its buttons, and the number while one types. Without these
 * lines the same buttons send the form, and the page comes back with everything that was typed.
 */
"use strict";

(() => {
  const PAUSE = 600;
  const form = document.querySelector("[data-builder]");
  if (!form) return;
  let timer = 0;
  let asked = 0;

  const say = (text) => {
    form.querySelector("[data-number]").textContent = text;
  };

  async function count() {
    const mine = ++asked;
    const answer = await fetch(form.dataset.numberUrl, { method: "POST", body: new FormData(form) });
    // A later question is under way: its answer is the one that counts.
    if (!answer.ok || mine !== asked) return;
    const { number, words } = await answer.json();
    say(`${number} ${words}`.trim());
  }

  function countSoon() {
    asked += 1;
    clearTimeout(timer);
    timer = setTimeout(() => count().catch(() => {}), PAUSE);
  }

  async function shape(button) {
    const answer = await fetch(button.formAction, { method: "POST", body: new FormData(form) });
    if (!answer.ok) throw new Error();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const content = page.querySelector("[data-builder-content]");
    // Something else came, as the page to log in on: let the browser show it.
    if (!content) throw new Error();
    form.querySelector("[data-builder-content]").replaceWith(content);
    const next = content.querySelector(".cs-group [autofocus]") || content.querySelector(".cs-group select");
    if (next) next.focus();
    countSoon();
  }

  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || !("shape" in button.dataset)) return;
    event.preventDefault();
    shape(button).catch(() => {
      // As without a script.
      delete button.dataset.shape;
      button.click();
    });
  });
  form.addEventListener("input", countSoon);
  form.addEventListener("change", countSoon);
})();
