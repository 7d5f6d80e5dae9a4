/*
 * Counts of a petition's page, kept up with while it is looked at. Without these lines a reload does the same.
 *
 * Once a minute the page's own totals.json is asked, on this site and without any cookie; not while the page
 * is hidden, and never for visitors whose browser says that they save data.
 */
"use strict";

(() => {
  const EVERY = 60000;
  // As the server writes numbers, in every language of the site.
  const written = new Intl.NumberFormat("en-US");
  const savesData = navigator.connection?.saveData || window.matchMedia("(prefers-reduced-data: reduce)").matches;

  async function update(count) {
    const response = await fetch(count.dataset.totals, { credentials: "omit" });
    if (!response.ok) return;
    const { total } = await response.json();
    const number = count.querySelector(".cs-total strong");
    if (!number || total === null) return;
    number.textContent = written.format(total);
    // The next goal is told by the next reload.
    const bar = count.querySelector("progress");
    if (bar) bar.value = Math.min(total, bar.max);
  }

  if (savesData) return;
  const counts = document.querySelectorAll("[data-totals]");
  setInterval(() => {
    if (document.visibilityState === "visible") counts.forEach((count) => update(count).catch(() => {}));
  }, EVERY);
})();
