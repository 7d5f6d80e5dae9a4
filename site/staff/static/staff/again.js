/* Asks again who is there, in a dialog, before a form is sent whose answer would be that question: so files
 * and all that was typed stay where they are. Sends nothing as long as the last login is fresh. */
(() => {
  const dialog = document.getElementById("staff-again");
  if (!dialog || !dialog.showModal) return;
  const IDLE = 29 * 60 * 1000;
  const begun = Date.now();
  let freshUntil = begun + Number(dialog.dataset.fresh) * 1000 - 5000;
  const question = dialog.querySelector("[data-again]");
  const loggedOut = dialog.querySelector("[data-login]");
  const code = dialog.querySelector("input");
  const trouble = dialog.querySelector("[data-error]");
  const key = dialog.querySelector("[data-key]");
  let token = "";
  let settle = null;
  let options = null;
  let sending = null;

  const mayBeAsked = () => Date.now() > freshUntil || Date.now() - begun > IDLE;

  async function state(address) {
    const url = new URL(dialog.dataset.stateUrl, location.href);
    url.searchParams.set("for", address);
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    if (!answer.ok) return { state: "ok" };
    const said = await answer.json();
    token = said.token;
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token;
    return said;
  }

  function close(isProven) {
    dialog.close();
    const done = settle;
    settle = null;
    if (done) done(isProven);
  }

  /* Whether whoever is there has proven it. */
  function ask(said) {
    question.hidden = said.state === "login";
    loggedOut.hidden = said.state !== "login";
    options = said.key || null;
    key.hidden = !(options && window.PublicKeyCredential && window.webauthnJSON);
    trouble.hidden = true;
    code.value = "";
    dialog.showModal();
    if (!question.hidden) code.focus();
    return new Promise((resolve) => { settle = resolve; });
  }

  async function prove(name, value) {
    const body = new URLSearchParams({ [name]: value, csrfmiddlewaretoken: token });
    const answer = await fetch(dialog.dataset.url, { method: "POST", body, headers: { Accept: "application/json" } });
    const said = await answer.json();
    if (answer.ok) {
      freshUntil = Date.now() + said.fresh * 1000 - 5000;
      close(true);
    } else if (said.state === "login") {
      question.hidden = true;
      loggedOut.hidden = false;
    } else {
      trouble.textContent = said.error;
      trouble.hidden = false;
      code.select();
    }
  }

  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    prove("staff_again_code", code.value);
  });
  key.addEventListener("click", async () => {
    try {
      prove("staff_again_credential", JSON.stringify(await window.webauthnJSON.get(options)));
    } catch {
      code.focus();
    }
  });
  for (const button of dialog.querySelectorAll("[data-cancel]")) button.addEventListener("click", () => close(false));
  dialog.addEventListener("cancel", () => close(false));

  /* Before Wagtail's own listeners, which must not see a form that is held back. */
  window.addEventListener("submit", async (event) => {
    const form = event.target;
    if (dialog.contains(form) || sending === form || form.method !== "post" || !mayBeAsked()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const submitter = event.submitter;
    let said = { state: "ok" };
    try {
      said = await state(form.getAttribute("action") || location.pathname);
    } catch {
      // Without network the browser says so itself.
    }
    if (said.state !== "ok" && !(await ask(said))) return;
    sending = form;
    form.requestSubmit(submitter);
    sending = null;
  }, true);

  /* What scripts of the admin ask for: answered by the question, they ask again after it. */
  const fetched = window.fetch;
  window.fetch = async (...asked) => {
    const answer = await fetched(...asked);
    if (answer.headers.get("X-Staff-Login") !== "again" || dialog.open) return answer;
    const said = await state(asked[0] instanceof Request ? asked[0].url : String(asked[0]));
    if (!(await ask(said.state === "ok" ? { ...said, state: "again" } : said))) return answer;
    return fetched(...asked);
  };
  window.addEventListener("load", () => {
    if (!window.jQuery) return;
    window.jQuery(document).on("ajaxError", async (event, answer, settings) => {
      if (answer.getResponseHeader("X-Staff-Login") === "again" && !dialog.open) ask(await state(settings.url));
    });
  });
})();
