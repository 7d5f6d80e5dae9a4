/*
 * node measure.mjs CHROMIUM BASE NAME=PATH …: Lighthouse's mobile preset over each page, a JSON line each:
 * scores of 0 to 100, largest contentful paint in milliseconds, layout shift, bytes without pictures.
 */
import * as launcher from "chrome-launcher";
import lighthouse from "lighthouse";

const [chromium, base, ...pages] = process.argv.slice(2);

/* A browser for each page: none finds what another has kept. */
async function look(address) {
  const chrome = await launcher.launch({
    chromePath: chromium,
    chromeFlags: ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage"],
  });
  try {
    const { lhr } = await lighthouse(address, { port: chrome.port, output: "json", logLevel: "silent" });
    return lhr;
  } finally {
    await chrome.kill();
  }
}

for (const one of pages) {
  const [name, path] = one.split("=");
  // On a busy machine a browser at times paints nothing: that is a look at the machine, taken again.
  let lhr = await look(`${base}${path}`);
  for (let again = 0; lhr.runtimeError && again < 3; again += 1) lhr = await look(`${base}${path}`);
  if (lhr.runtimeError) throw new Error(`${name}: ${lhr.runtimeError.code}`);
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
