/*
 * The few lines that a public form runs. Without them it works just as well.
 *
 * On the first focus they fetch a time stamp and, under load, a proof of work (altcha, SHA-256)
 * from this site, and solve it in slices, so that typing stays smooth. Nothing is read
 * from the visitor, nothing is stored, no other host is asked.
 */
"use strict";

(() => {
  const SLICE = 250;
  // A device too slow for the work sends without it, and is asked for one more step.
  const LONGEST_WAIT = 20000;

  const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
  const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

  /** Find the counter whose SHA-256 of salt, nonce and counter begins as asked. */
  async function solve({ parameters, signature }) {
    const salt = bytes(parameters.salt);
    const nonce = bytes(parameters.nonce);
    const message = new Uint8Array(salt.length + nonce.length + 4);
    message.set(salt);
    message.set(nonce, salt.length);
    const view = new DataView(message.buffer);
    const tail = salt.length + nonce.length;
    for (let first = 0; ; first += SLICE) {
      const slice = Array.from({ length: SLICE }, (_unused, index) => {
        view.setUint32(tail, first + index);
        return crypto.subtle.digest("SHA-256", message.slice());
      });
      const found = (await Promise.all(slice)).map(hex);
      const index = found.findIndex((key) => key.startsWith(parameters.keyPrefix));
      if (index >= 0) {
        const solution = { counter: first + index, derivedKey: found[index] };
        return btoa(JSON.stringify({ challenge: { parameters, signature }, solution }));
      }
    }
  }

  function prepare(stamp) {
    stamp.dataset.ready = "";
    const form = stamp.form;
    const proof = form.querySelector("[data-proof]");
    let work = null;

    async function fetchStamp(isFilled) {
      const response = await fetch(stamp.dataset.challenge, { credentials: "omit", cache: "no-store" });
      const { stamp: made, challenge } = await response.json();
      // A form that was sent back with errors has its first stamp.
      if (!stamp.value && !isFilled) stamp.value = made;
      // Without a secure context there is no crypto: the server then asks for one more step.
      if (challenge && window.crypto && crypto.subtle) {
        proof.value = await solve(challenge);
      }
    }

    // Whoever touches the button first has filled it in before (the back button, a browser that keeps what was
    // typed): how long that took nobody knows. A failure leaves both fields empty, as without scripts.
    const start = (event) => (work ??= fetchStamp(event?.target.type === "submit").catch(() => {}));
    let isBusy = false;

    form.addEventListener("focusin", start, { once: true });
    if ("atOnce" in stamp.dataset) start();

    form.addEventListener("submit", (event) => {
      if (isBusy) {
        event.preventDefault();
        return;
      }
      isBusy = true;
      if (work === null) return;
      event.preventDefault();
      const button = event.submitter;
      if (button) button.setAttribute("aria-busy", "true");
      const enough = new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT));
      Promise.race([work, enough]).then(() => form.submit());
    });

    // The back button shows the page as it was left: let it send again, with new work.
    window.addEventListener("pageshow", (event) => {
      if (!event.persisted) return;
      isBusy = false;
      work = null;
      stamp.value = proof.value = "";
      form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
      form.addEventListener("focusin", start, { once: true });
    });
  }

  // Each form brings this script along: what an earlier copy of it has taken is left alone.
  document.querySelectorAll("[data-stamp]:not([data-ready])").forEach(prepare);
  // Browsers that do not know autofocus on a <div>.
  const errors = document.querySelector("[data-errors]");
  if (errors && document.activeElement !== errors) errors.focus();
})();
