// A design from a real conversation: imports a Polis export, ranks it, makes practices of what leads, signs, and takes a
// picture. The README tells of it. The data is not ours and not part of the project.
//
//   node end2end/real-data.mjs DIR PICTURE.png        DIR: the conversation canadian-electoral-reform

import { chromium as browsers } from '@playwright/test'
import { execFileSync } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { Accord, bin } from './accord.mjs'
import { chromium } from './chromium.mjs'

const [folder, picture] = process.argv.slice(2)
if (!picture) {
  console.error('node end2end/real-data.mjs DIR PICTURE.png')
  process.exit(2)
}
const CREDIT = 'The Computational Democracy Project, CC BY 4.0'

/** What a design team could make of it: from which statements (as they begin), where, who answers, how, hours a quarter. */
const PRACTICES = [
  {
    title: 'Teach how voting works, in schools and before every election',
    from: ['It’s important to increase voter education', 'We need better educational systems', 'Political education is an important element'],
    activity: 'Education', accountable: 'Outreach', stages: [0, 1], cultures: [0, 1],
    how: 'One lesson a term for schools, one evening a quarter for everybody else, the same material for both.', hours: 100,
  },
  {
    title: 'Show, seat by seat, what a proportional count would have given',
    from: ['The allocation of seats in the House of Commons', 'Proportional voting systems can be designed'],
    activity: 'Analysis', accountable: 'Research', stages: [2, 3], cultures: [1, 2],
    how: 'After each election, with local representation kept, open for anybody to recompute.', hours: 140,
  },
  {
    title: 'Consultations in which those who are asked may ask',
    from: ['I think that a good consultation tool'],
    activity: 'Workshop', accountable: 'Consultation', stages: [1, 2, 6], cultures: [2, 3],
    how: 'Questions by participants are voted on like ours, and the first five are answered in writing.', hours: 70,
  },
  {
    title: 'Ask those who know before anything goes online',
    from: ['For online voting, I think we should base'],
    activity: 'Assessment', accountable: 'Security', stages: [3, 4], cultures: [0, 1, 2, 3],
    how: 'Decisions and dates follow the published opinion of security professionals.', hours: 50,
  },
  {
    title: 'A seat for the young in every working group',
    from: ['It is important to support increased youth participation'],
    activity: 'Workshop', accountable: 'Outreach', stages: [0, 7], cultures: [2, 3],
    how: 'Two people under 25 in each, chosen by lot among those who put their names down.', hours: 30,
  },
]

const accord = await Accord.serve()
try {
  await accord.setUp()
  const began = performance.now()
  const said = execFileSync(bin, ['import', 'polis', folder, '--data', accord.data, '--attribution', CREDIT], { encoding: 'utf8' })
  console.log(said, `in ${((performance.now() - began) / 1000).toFixed(1)} s`)
  const round = await imported()
  const best = await accord.admin.get(`/rounds/${round.id}/proposals`)
  console.log(`${best.total} statements, ${round.totals.voices} voices, ${round.totals.votes} votes that count`)
  for (const one of best.items.slice(0, 5)) console.log(' ', one.support.rank, one.title, JSON.stringify(one.support.tally))
  const version = await design(await accord.admin.get(`/rounds/${round.id}`))
  await show(`/design/${version}`)
} finally {
  await accord.stop()
}

/** The server notices what another process wrote within a second, and may have begun to read before it was all there. */
async function imported() {
  for (let before = -1; ; await pause(1_500)) {
    const round = (await accord.admin.get('/rounds')).find((round) => round.id !== accord.round)
    if (round?.totals.votes === before) return round
    before = round?.totals.votes ?? -1
  }
}

async function design({ id, resources }) {
  for (const { from, hours, ...text } of PRACTICES) {
    const proposals = []
    for (const start of from) proposals.push((await found(id, start)).id)
    const costs = [{ resource: resources[0].id, amount: hours }]
    await accord.admin.post(`/rounds/${id}/practices`, { ...text, proposals, costs })
  }
  const left = await found(id, 'I think mandatory voting should be implemented')
  await accord.admin.post(`/proposals/${left.id}/left-out`, { reason: 'More people were against it than for it.' })
  const adopted = await accord.admin.post(`/rounds/${id}/adopt`, {
    signed_by: 'Grace Hall', capacity: 'Head of the office',
    statement: 'You said it in your own words; this is what we will do about it this year.',
    reason_for_the_rest: 'It is an opinion rather than something that we could do, or it had less support than what we chose.',
    against: 'The votes are of people who spoke for themselves alone; we took up what most of them shared.',
  })
  console.log(`version ${adopted.version}: ${PRACTICES.length} practices, ${adopted.left_out.length} left out`)
  return adopted.version
}

/** The statement that begins so; typed quotes differ from printed ones. */
async function found(round, start) {
  const q = encodeURIComponent(start.split('’').at(-1))
  const { items } = await accord.admin.get(`/rounds/${round}/proposals?q=${q}`)
  const plain = (text) => text.replaceAll('’', "'").toLowerCase()
  const one = items.find((item) => plain(item.title).startsWith(plain(start)))
  if (!one) throw new Error(`no statement begins with: ${start}`)
  return one
}

async function show(address) {
  const browser = await browsers.launch(chromium)
  const page = await browser.newPage({ baseURL: accord.url, locale: 'en-GB', viewport: { width: 1280, height: 1100 } })
  await page.goto(address)
  // Once more with the font at hand: a first visit does not wait for it.
  await page.goto(address)
  await page.locator('html[data-hydrated]').waitFor({ state: 'attached' })
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: picture })
  await browser.close()
}
