// Keys for the buttons of one comment: A, H and S, while the focus is inside its section.
(() => {
  const section = document.querySelector('[data-keys]');
  if (!section) return;
  section.focus();
  let pressed = false;
  section.addEventListener('keydown', (event) => {
    if (pressed || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    const button = section.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!button) return;
    event.preventDefault();
    // Once: the next comment is another page.
    pressed = true;
    button.click();
  });
})();
