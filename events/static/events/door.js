/*
 * The door: a code is typed or scanned, and the page says green, red or "already in". Without this it works as well.
 *
 * With it the door goes on while there is no connection: it knows the beginnings of keyed hashes of the codes, in
 * memory alone, answers by them, and sends what it let in once the connection is back. Each answer has a key of its own,
 * so that what was sent twice counts once. After five minutes without a touch nothing is shown any more, until somebody
 * goes on.
 */
"use strict";

(() => {
  const SIGNS = "23456789ABCDFGHJKMNPQRSTUWXY";
  const CHECK_SIGNS = `${SIGNS}Z`;
  const IDLE = 300000;
  const REFRESH = 30000;
  const RETRY = 5000;
  const PATIENCE = 6000;

  const door = document.querySelector("[data-door]");
  if (!door) return;
  const part = (name) => door.querySelector(`[data-${name}]`);
  const form = part("check");
  const walkIn = part("walk-in");
  const box = form.elements.code;
  const answer = part("answer");
  const count = part("count");
  const waiting = part("waiting");
  const blank = document.querySelector("[data-blank]");
  const words = JSON.parse(part("words").textContent);

  // Kept in this page's memory and nowhere else.
  const queue = [];
  let list = null;
  let touchedAt = Date.now();
  let stream = null;

  const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const fresh = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    return hex(bytes);
  };

  /** The code that was typed, or "" for what is none: one wrong sign is noticed here already. */
  function read(typed) {
    const code = typed.toUpperCase().replace(/[\s\u2013\u2014.·_-]/g, "");
    const signs = [...code];
    if (signs.length !== 7 || signs.slice(0, 6).some((sign) => !SIGNS.includes(sign))) return "";
    const weighed = signs.slice(0, 6).reduce((sum, sign, place) => sum + (place + 2) * SIGNS.indexOf(sign), 0);
    const wanted = (CHECK_SIGNS.length - (weighed % CHECK_SIGNS.length)) % CHECK_SIGNS.length;
    return CHECK_SIGNS[wanted] === signs[6] ? code : "";
  }

  async function keyed(hexKey, code) {
    const raw = Uint8Array.from(hexKey.match(/../g), (pair) => parseInt(pair, 16));
    const key = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    return hex(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(code)));
  }

  /** The first bits of a hash, all that the list has of it: whole ones would tell the codes to who takes the phone. */
  const cut = (hash, bits) => parseInt(hash.slice(0, 8), 16) >>> (32 - Math.min(bits, 32));

  function use(mark) {
    list?.used.add(cut(mark, list.usedBits));
  }

  /** For how many people a code is, and whether it was shown; null while nothing is known. */
  async function known(code) {
    if (!list || !window.crypto || !crypto.subtle) return null;
    const hashed = ([index, used]) => Promise.all([keyed(index, code), keyed(used, code)]);
    const found = await Promise.all(list.keys.map(hashed));
    const places = found.map(([index]) => list.codes.get(cut(index, list.bits))).find(Boolean);
    const isIn = found.some(([, mark]) => list.used.has(cut(mark, list.usedBits)));
    // Under the oldest key, as the server writes it.
    return { mark: found[0][1], places, isIn };
  }

  function say(result, more = "") {
    answer.className = `cs-door__answer cs-door__answer--${result}`;
    answer.textContent = more ? `${words[result]} ${more}` : words[result];
  }

  function tell() {
    waiting.textContent = queue.length ? words.waiting.replace("%(number)s", queue.length) : "";
    waiting.hidden = queue.length === 0;
  }

  async function post(url, fields) {
    const response = await fetch(url, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { Accept: "application/json" },
      credentials: "omit",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.status >= 500 || response.status === 429) throw new Error("unavailable");
    if (!response.ok) {
      // The link was ended, or its time is over: the page says so itself.
      if (!queue.length) location.reload();
      throw new Error("over");
    }
    return response.json();
  }

  /** Take over what another door, or this one a moment ago, has counted. */
  function counted(number) {
    count.textContent = number + queue.reduce((sum, one) => sum + one.places, 0);
  }

  async function refresh() {
    try {
      const response = await fetch(door.dataset.list, { credentials: "omit", cache: "no-store" });
      if (!response.ok) return;
      const told = await response.json();
      list = { ...told, codes: new Map(told.codes), used: new Set(told.used) };
      for (const one of queue) if (one.mark) use(one.mark);
      counted(told.count);
    } catch {
      // No connection: what is known stays.
    }
  }

  let turns = 0;

  async function check(typed) {
    const code = read(typed);
    if (!code) {
      say("misread");
      return;
    }
    const turn = (turns += 1);
    const fields = { code, deed: fresh() };
    const here = await known(code);
    try {
      const told = await post(form.action, fields);
      if (told.result === "in" && here) use(here.mark);
      // Answers overtake each other: a late "come in" must not stand where the last code's answer belongs.
      if (told.result !== "in" || turn === turns) sayIn(told.result, told.places);
      counted(told.count);
    } catch {
      withoutConnection(fields, here);
    }
  }

  function sayIn(result, places) {
    say(result, result === "in" && places > 1 ? words.places.replace("%(number)s", places) : "");
  }

  function withoutConnection(fields, here) {
    if (!here) {
      say("unsent");
    } else if (!here.places) {
      say("unknown");
    } else if (here.isIn || list.used.has(cut(here.mark, list.usedBits))) {
      say("already");
    } else {
      use(here.mark);
      wait(form.action, fields, here.places, here.mark);
      sayIn("in", here.places);
    }
  }

  function wait(url, fields, places, mark = "") {
    queue.push({ url, fields, places, mark });
    count.textContent = Number(count.textContent) + places;
    tell();
  }

  /** Send the oldest of what waits, and go on with the next as long as it works. */
  async function retry() {
    while (queue.length) {
      try {
        const told = await post(queue[0].url, queue[0].fields);
        queue.shift();
        if (told.result === "already") say("twice");
        if (told.result === "unknown") say("stranger");
        counted(told.count);
        tell();
      } catch {
        return;
      }
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = box.value;
    box.value = "";
    box.focus();
    check(typed);
  });

  walkIn?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fields = { deed: fresh(), number: walkIn.elements.number.value };
    try {
      counted((await post(walkIn.action, fields)).count);
    } catch {
      wait(walkIn.action, fields, Number(fields.number) || 1);
    }
    walkIn.elements.number.value = 1;
    say("walked");
  });

  /* The camera, where the browser can read codes by itself. */
  const scan = part("scan");
  const video = part("video");
  if (scan && "BarcodeDetector" in window && navigator.mediaDevices) {
    scan.hidden = false;
    scan.addEventListener("click", async () => {
      if (stream) {
        stopScan();
        return;
      }
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
        video.srcObject = stream;
        video.hidden = false;
        await video.play();
        look(new BarcodeDetector({ formats: ["qr_code"] }));
      } catch {
        stopScan();
      }
    });
  }

  function stopScan() {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
    video.hidden = true;
  }

  async function look(detector) {
    if (!stream) return;
    const found = await detector.detect(video).catch(() => []);
    if (found.length) {
      stopScan();
      check(found[0].rawValue);
    } else {
      setTimeout(() => look(detector), 200);
    }
  }

  /* By the clock, as timers sleep with the phone. */
  function goBlank() {
    if (Date.now() - touchedAt < IDLE) return;
    stopScan();
    box.value = "";
    answer.textContent = "";
    answer.className = "cs-door__answer";
    door.hidden = true;
    blank.hidden = false;
  }

  function goOn() {
    touchedAt = Date.now();
    if (!door.hidden) return;
    blank.hidden = true;
    door.hidden = false;
    box.focus();
    refresh();
  }

  blank.querySelector("button").addEventListener("click", goOn);
  for (const sign of ["input", "pointerdown", "keydown"]) {
    document.addEventListener(sign, () => {
      if (!door.hidden) touchedAt = Date.now();
    });
  }
  document.addEventListener("visibilitychange", goBlank);
  // What waits to be sent is lost with the page.
  window.addEventListener("beforeunload", (event) => {
    if (queue.length) event.preventDefault();
  });
  window.addEventListener("online", retry);
  setInterval(goBlank, 5000);
  setInterval(retry, RETRY);
  setInterval(() => {
    if (!door.hidden) refresh();
  }, REFRESH);
  refresh();
  tell();
})();
