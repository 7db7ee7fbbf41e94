// Lighthouse's scores of pages, as one JSON object a line: { url, size, scores, short, failed }.
// Asked with { chromium, flags, cookie, urls } on standard input; `short` names the audits that cost points.
// What fails to be recorded is tried again. A page below full marks is measured three times, as Lighthouse
// advises on a busy machine; the run with the middle score of performance counts.
import { readFileSync } from 'node:fs'
import * as launcher from 'chrome-launcher'
import lighthouse, { desktopConfig } from 'lighthouse'

const TRIES = 3
const { chromium, flags, cookie, urls } = JSON.parse(readFileSync(0, 'utf8'))
const chrome = await launcher.launch({ chromePath: chromium, chromeFlags: flags })
const settings = { port: chrome.port, logLevel: 'error', extraHeaders: cookie ? { Cookie: cookie } : undefined }

async function recorded(url, config) {
  let lhr
  for (let n = 0; n < TRIES; n++) {
    lhr = (await lighthouse(url, settings, config)).lhr
    if (!lhr.runtimeError) break
  }
  return lhr
}

const full = lhr => Object.values(lhr.categories).every(found => found.score === 1)

async function measured(url, config) {
  const first = await recorded(url, config)
  if (first.runtimeError || full(first)) return first
  const runs = [first, await recorded(url, config), await recorded(url, config)]
  return runs.sort((a, b) => a.categories.performance.score - b.categories.performance.score)[1]
}

try {
  for (const url of urls) {
    for (const [size, config] of [['desk', desktopConfig], ['phone', undefined]]) {
      const lhr = await measured(url, config)
      const scores = Object.fromEntries(Object.entries(lhr.categories).map(([id, found]) => [id, found.score]))
      const short = Object.values(lhr.categories).flatMap(found => found.auditRefs
        .filter(ref => ref.weight > 0 && (lhr.audits[ref.id].score ?? 1) < 1)
        .map(ref => `${ref.id} ${lhr.audits[ref.id].score} ${lhr.audits[ref.id].displayValue ?? ''}`.trim()))
      console.log(JSON.stringify({ url, size, scores, short, failed: lhr.runtimeError?.message ?? '' }))
    }
  }
} finally {
  chrome.kill()
}
