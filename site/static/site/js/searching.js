/*
 * Every field whose text goes into an address takes what a server takes in one, in all of Wagtail's searches and
 * filters too: an address that is longer is refused by the server itself, before any page of ours could say why.
 * Of what is pasted the beginning stays, which is all that is looked for.
 */
"use strict";

(() => {
  const longest = Number(document.currentScript.dataset.longest);

  function limit(field) {
    const isAsking = field.form?.getAttribute("method")?.toLowerCase() === "get";
    if (isAsking && field.maxLength < 0) field.maxLength = longest;
  }

  // Fields come and go: the sidebar is drawn by script, choosers open in a window.
  document.addEventListener("focusin", ({ target }) => limit(target));
  limit(document.activeElement ?? document.body);
})();
