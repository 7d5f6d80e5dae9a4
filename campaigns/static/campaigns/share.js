/*
 * Puts a button to copy behind each field that is there to be copied. Without it they are selected by hand.
 * Reads nothing of the visitor, and asks no host.
 */
"use strict";

// Each block brings this script along: what an earlier copy of it has taken is left alone.
for (const field of document.querySelectorAll("[data-copy]:not([data-ready])")) {
  field.dataset.ready = "";
  field.addEventListener("focus", () => field.select());
  // Browsers offer it on encrypted pages only.
  if (!navigator.clipboard) continue;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "cs-button cs-button--quiet";
  button.textContent = field.dataset.copy;
  const label = field.labels[0];
  label.id ||= `${field.id}-label`;
  button.setAttribute("aria-describedby", label.id);
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = field.dataset.copied;
    } catch {
      field.focus();
    }
  });
  field.after(button);
}
