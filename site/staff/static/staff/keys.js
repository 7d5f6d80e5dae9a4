/* Passkeys and security keys at the door. A form says what is wanted:
 *   data-key="create" | "get" | "login"   make one · use one of this account · log in by one
 *   data-key-options                      id of the element with what to ask; "login" fetches it
 * The answer goes into the hidden field, and the form is sent. */
(() => {
  const usable = window.PublicKeyCredential && window.webauthnJSON;

  async function options(form) {
    if (form.dataset.key !== "login") {
      return JSON.parse(document.getElementById(form.dataset.keyOptions).textContent);
    }
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error("no options");
    return (await answer.json()).request_options;
  }

  function field(form) {
    return form.querySelector("[data-key-credential]") || form.elements.credential;
  }

  for (const form of document.querySelectorAll("form[data-key]")) {
    const start = form.querySelector("[data-key-start]");
    const trouble = form.querySelector("[data-key-error]");
    if (!usable) {
      if (form.dataset.key === "create") trouble.hidden = false;
      continue;
    }
    form.hidden = false;
    start.hidden = false;
    start.addEventListener("click", async () => {
      // A key without a name would be refused after the device has made it.
      if (!form.reportValidity()) return;
      trouble.hidden = true;
      start.disabled = true;
      try {
        const asked = await options(form);
        const done = form.dataset.key === "create"
          ? await window.webauthnJSON.create(asked)
          : await window.webauthnJSON.get(asked);
        field(form).value = JSON.stringify(done);
        form.submit();
      } catch {
        trouble.hidden = false;
        start.disabled = false;
      }
    });
  }
})();
