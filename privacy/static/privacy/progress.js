// While a background task works: shows every two seconds how far it is. Without a script there is a link.
(() => {
  "use strict";
  const section = document.querySelector("[data-progress]");
  const look = async () => {
    const answer = await fetch(window.location.href, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const bar = page.querySelector("[data-progress] progress");
    const shown = section.querySelector("progress");
    if (!bar || !shown) {
      // Done, or gone: the whole page has changed.
      window.location.reload();
      return;
    }
    shown.max = bar.max;
    shown.value = bar.value;
    setTimeout(look, 2000);
  };
  setTimeout(look, 2000);
})();
