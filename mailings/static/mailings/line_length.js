// Says beside a line of a mail whether a phone shows all of it. Without script the help text says the number.
(() => {
  const count = (input, told) => {
    const left = Number(input.dataset.shownOnAPhone) - [...input.value].length;
    told.textContent = input.value ? String([...input.value].length) + (left < 0 ? " …" : " ✓") : "";
  };
  const begin = () => {
    for (const input of document.querySelectorAll("input[data-shown-on-a-phone]")) {
      const told = document.createElement("span");
      told.className = "cs-line-length";
      told.setAttribute("aria-hidden", "true");
      input.after(told);
      input.addEventListener("input", () => count(input, told));
      count(input, told);
    }
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
