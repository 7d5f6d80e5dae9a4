/*
 * Says to this site that a letter to an office, or a call, was begun: which office and which of both,
 * without a cookie and with nothing of the visitor. The link works without it.
 */
"use strict";

// Each block brings this script along: what an earlier copy of it has taken is left alone.
for (const link of document.querySelectorAll("a[data-pressed]:not([data-ready])")) {
  link.dataset.ready = "";
  link.addEventListener("click", () => {
    // It outlives the page that the link may leave. Where it fails, one press is not counted.
    fetch(link.dataset.pressed, { method: "POST", credentials: "omit", keepalive: true }).catch(() => {});
  });
}
