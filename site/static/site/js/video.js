/*
 * Puts a video's player in the place of our own picture once somebody presses it. Until then its host is
 * asked for nothing; without this the link leads there.
 */
"use strict";

// Each block brings this script along: what an earlier copy of it has taken is left alone.
for (const link of document.querySelectorAll("a[data-player]:not([data-ready])")) {
  link.dataset.ready = "";
  link.addEventListener("click", (event) => {
    // A new tab or window was asked for: leave it to the browser.
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const frame = document.createElement("iframe");
    frame.className = "cs-video__frame";
    frame.title = link.dataset.title;
    frame.allow = "autoplay; fullscreen; picture-in-picture";
    frame.allowFullscreen = true;
    // Hosts refuse to play for nobody; the path of the page stays here.
    frame.referrerPolicy = "strict-origin";
    frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-presentation allow-popups");
    frame.src = link.dataset.player;
    link.replaceWith(frame);
    frame.focus();
  });
}
