/*
 * node measure.mjs CHROMIUM BASE NAME=PATH …: Lighthouse's mobile preset over each page, a JSON line each:
 * scores of 0 to 100, largest contentful paint in milliseconds, layout shift, bytes without pictures.
 */
import * as launcher from "chrome-launcher";
import lighthouse from "lighthouse";

const [chromium, base, ...pages] = process.argv.slice(2);

for (const one of pages) {
  const [name, path] = one.split("=");
  // A browser for each page: none finds what another has kept.
  const chrome = await launcher.launch({
    chromePath: chromium,
    chromeFlags: ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage"],
  });
  const { lhr } = await lighthouse(`${base}${path}`, { port: chrome.port, output: "json", logLevel: "silent" });
  await chrome.kill();
  const audits = lhr.audits;
  const requests = audits["network-requests"].details?.items ?? [];
  const scores = Object.fromEntries(
    Object.entries(lhr.categories).map(([key, category]) => [key, Math.round(category.score * 100)]),
  );
  const failed = Object.values(lhr.categories).flatMap((category) =>
    category.auditRefs
      .filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 0.9)
      .map(({ id }) => id),
  );
  const weight = requests
    .filter(({ resourceType }) => resourceType !== "Image")
    .reduce((sum, { transferSize }) => sum + transferSize, 0);
  console.log(
    JSON.stringify({
      name,
      scores,
      lcp: Math.round(audits["largest-contentful-paint"].numericValue),
      cls: audits["cumulative-layout-shift"].numericValue,
      weight,
      failed,
    }),
  );
}
