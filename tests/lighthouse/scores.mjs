// Lighthouse's scores of pages, as one JSON object a line: { url, size, scores, short }.
// Asked with { chromium, flags, cookie, urls } on standard input; `short` names the audits that cost points.
import { readFileSync } from 'node:fs'
import * as launcher from 'chrome-launcher'
import lighthouse, { desktopConfig } from 'lighthouse'

const { chromium, flags, cookie, urls } = JSON.parse(readFileSync(0, 'utf8'))
const chrome = await launcher.launch({ chromePath: chromium, chromeFlags: flags })
const settings = { port: chrome.port, logLevel: 'error', extraHeaders: cookie ? { Cookie: cookie } : undefined }
try {
  for (const url of urls) {
    for (const [size, config] of [['desk', desktopConfig], ['phone', undefined]]) {
      const { lhr } = await lighthouse(url, settings, config)
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
