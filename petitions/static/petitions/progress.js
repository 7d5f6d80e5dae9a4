// While a background task works: shows every two seconds how far it is. Without a script there is a link.
(() => {
  "use strict";
  const look = async () => {
    const answer = await fetch(window.location.href, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("cs-progress");
    const bar = fresh && fresh.querySelector("progress");
    const shown = document.querySelector("#cs-progress progress");
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
