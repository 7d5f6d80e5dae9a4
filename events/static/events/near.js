/*
 * "Near my ZIP code": worked out in this browser. It asks this site for two files that are the same for
 * everybody (where ZIP codes lie, which dates there are) and sends the code nowhere. Without a script the
 * filter by state stands in for it.
 */
"use strict";

const box = document.querySelector("[data-near]");

function milesBetween([latitude, longitude], [otherLatitude, otherLongitude]) {
  const rad = (degrees) => (degrees * Math.PI) / 180;
  const a =
    Math.sin(rad(otherLatitude - latitude) / 2) ** 2 +
    Math.cos(rad(latitude)) * Math.cos(rad(otherLatitude)) * Math.sin(rad(otherLongitude - longitude) / 2) ** 2;
  return 3959 * 2 * Math.asin(Math.min(1, Math.sqrt(a)));
}

function say(words) {
  const line = document.createElement("p");
  line.className = "cs-note";
  line.textContent = words;
  box.querySelector("[data-near-found]").replaceChildren(line);
}

function entry(date, miles) {
  const item = document.createElement("li");
  item.className = "cs-listing__date cs-listing__date--near";
  const inner = document.createElement("div");
  const heading = document.createElement("h3");
  const link = document.createElement("a");
  link.href = date.url;
  link.textContent = date.title;
  heading.append(link);
  const when = document.createElement("p");
  when.textContent = date.when;
  const where = document.createElement("p");
  where.textContent = date.place;
  if (date.is_near_known) {
    const away = document.createElement("strong");
    away.textContent = ` · ${box.dataset.away.replace("{miles}", String(Math.max(1, Math.round(miles))))}`;
    where.append(away);
  }
  inner.append(heading, when, where);
  item.append(inner);
  return item;
}

async function look(zip) {
  const [places, found] = await Promise.all(
    [box.dataset.zips, box.dataset.near].map(async (address) => (await fetch(address)).json())
  );
  const here = places.prefixes[zip.slice(0, 3)];
  if (!here || !/^\d{3,5}$/.test(zip)) return say(box.dataset.unknown);
  const sorted = found.dates
    .map((date) => [milesBetween(here, date.at), date])
    .sort((one, other) => one[0] - other[0])
    .slice(0, 12);
  if (!sorted.length) return say(box.dataset.none);
  const list = document.createElement("ul");
  list.className = "cs-listing";
  list.append(...sorted.map(([miles, date]) => entry(date, miles)));
  box.querySelector("[data-near-found]").replaceChildren(list);
}

if (box) {
  box.hidden = false;
  const field = box.querySelector("input");
  box.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    look(field.value.trim()).catch(() => say(box.dataset.none));
  });
}
