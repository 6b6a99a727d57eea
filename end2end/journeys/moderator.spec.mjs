// The moderator: reads what waits, and decides, without touching the mouse. The authors learn what became of it.

import { amiss } from '../axe.mjs'
import { expect, test, visit } from '../people.mjs'

test.use({ story: { name: 'moderator' } })

const GOOD = 'Show us the running costs over ten years'
const POOR = 'Call Mr Miller every Monday and lower all prices'
const REASON = 'Please leave out the name, and ask for one thing at a time.'

test('the queue is emptied with the keyboard alone, and authors see why', async ({ accord, someone }) => {
  const moderator = await accord.staff('Mo Derate', ['moderator'])
  const ada = await accord.customer('Ada Good', 'Goods')
  const ben = await accord.customer('Ben Poor', 'Poors')
  await accord.published(ada, 'Show us what ten years of running will cost')
  await accord.proposalBy(ada, GOOD)
  const poor = await accord.proposalBy(ben, POOR)

  const page = await someone(moderator.email)
  await visit(page, '/queue')
  await expect(page.getByText('2 wait.')).toBeVisible()
  await expect(page.getByRole('heading', { name: GOOD })).toBeVisible()

  await test.step('what is asked for already in other words stands below', async () => {
    const similar = page.getByRole('region', { name: 'Similar' })
    await expect(similar.getByRole('link', { name: 'Show us what ten years of running will cost' })).toBeVisible()
  })

  await test.step('to the next and back', async () => {
    await page.keyboard.press('j')
    await expect(page.getByRole('heading', { name: POOR })).toBeFocused()
    await page.keyboard.press('k')
    await expect(page.getByRole('heading', { name: GOOD })).toBeFocused()
  })

  await test.step('P publishes, and the next takes its place', async () => {
    await page.keyboard.press('p')
    await expect(page.getByRole('heading', { name: POOR })).toBeFocused()
    await expect(page.getByText('1 waits.', { exact: true })).toBeVisible()
    await expect(page.getByText(`Published: ${GOOD}`)).toBeVisible()
  })

  await test.step('D opens the reason; without one nothing is declined', async () => {
    await page.keyboard.press('d')
    await expect(page.getByLabel('Why?')).toBeFocused()
    await page.keyboard.press('Control+Enter')
    await expect(page.getByText('1 waits.', { exact: true })).toBeVisible()
    // Letters are letters while one types.
    await page.keyboard.type(REASON)
    await expect(page.getByLabel('Why?')).toHaveValue(REASON)
    await page.keyboard.press('Control+Enter')
    await expect(page.getByRole('heading', { name: 'All caught up' })).toBeFocused()
    await expect(page.getByText('Nothing waits.', { exact: true })).toBeVisible()
  })

  await test.step('the author reads the reason, and may send it again', async () => {
    const author = await someone(ben.email)
    await visit(author, `/proposals/${poor.id}`)
    await expect(author.getByText(REASON)).toBeVisible()
    await author.getByLabel('In one sentence').fill('Lower the price of spare parts')
    await author.getByRole('button', { name: 'Send the change' }).click()
    await expect(author.getByRole('heading', { name: 'Lower the price of spare parts', level: 1 })).toBeVisible()
    await expect(author.getByText('A moderator reads this before others can see it')).toBeVisible()
  })

  await test.step('it comes back to the desk by itself, with what was decided before', async () => {
    await expect(page.getByRole('heading', { name: 'Lower the price of spare parts' })).toBeVisible()
    await expect(page.getByText('Decided before:')).toBeVisible()
    await page.keyboard.press('p')
    await expect(page.getByText('Nothing waits.', { exact: true })).toBeVisible()
    // The verdict is kept, and not only on its way.
    await expect(page.getByRole('heading', { name: 'All caught up' })).toBeVisible()
  })

  await test.step('everybody reads what was published; the declined text is gone', async () => {
    const stranger = await someone()
    await visit(stranger, '/')
    await expect(stranger.getByRole('heading', { name: GOOD })).toBeVisible()
    await expect(stranger.getByRole('heading', { name: 'Lower the price of spare parts' })).toBeVisible()
    await expect(stranger.getByText('Mr Miller')).toHaveCount(0)
  })

  await test.step('a customer finds no queue', async () => {
    const customer = await someone(ada.email)
    const answer = await visit(customer, '/queue')
    expect(answer.status()).toBe(403)
    await expect(customer.getByRole('heading', { name: 'This is not open to you' })).toBeVisible()
  })
})

/** What waits: so many wishes of as many people as there are names. */
async function waiting(accord, names, titles) {
  const authors = await Promise.all(names.map((name) => accord.customer(`${name} Morning`, `${name} and sons`)))
  for (const [n, title] of titles.entries()) await accord.proposalBy(authors[n % authors.length], title)
}

/** Measures in the page how long it takes from a key until another heading in focus is painted; reads them with `window.waits`. */
async function measure(page) {
  await page.evaluate(() => {
    const heading = () => document.getElementById('in-focus')?.textContent
    window.waits = []
    let pressed = null
    addEventListener('keydown', () => { pressed = { at: performance.now(), heading: heading() } }, true)
    new MutationObserver(() => {
      if (!pressed || heading() === pressed.heading) return
      const { at } = pressed
      pressed = null
      // The first task after a frame comes once that is painted.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => window.waits.push(performance.now() - at)
        port2.postMessage(null)
      })
    }).observe(document.querySelector('.queue'), { subtree: true, childList: true, characterData: true })
  })
}

/** What the page itself computes, in milliseconds of its own thread: however busy the machine is with something else. */
async function computing(page) {
  const browser = await page.context().newCDPSession(page)
  await browser.send('Performance.enable', { timeDomain: 'threadTicks' })
  return async () => {
    const { metrics } = await browser.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'TaskDuration').value * 1000
  }
}

/** The bare limit beside it: how long the browser takes to lay the queue out anew four times, with nothing of ours in between. */
function bare(page) {
  return page.evaluate(() => {
    const queue = document.querySelector('.queue')
    const began = performance.now()
    for (let n = 0; n < 4; n += 1) {
      const copy = queue.cloneNode(true)
      queue.after(copy)
      copy.getBoundingClientRect()
      copy.remove()
      queue.getBoundingClientRect()
    }
    return performance.now() - began
  })
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]
}

/** What a morning brings: twenty items that wait one after the other, most of them wishes; gives what each is called in the queue. */
async function morning(accord) {
  const [ann, ben] = [await accord.customer('Ann Morning', 'Ann and sons'), await accord.customer('Ben Morning', 'Ben and sons')]
  const seen = await accord.published(ann, 'Tell us in the evening who comes')
  const caller = await accord.caller(ben.email)
  const beside = (more) => caller.post(`/proposals/${seen.id}/comments`, more)
  const published = await beside({ kind: 'comment', text: 'Mr Miller never does.' })
  await accord.admin.post(`/comments/${published.id}/verdict`, { decision: 'publish' })
  const joiner = await accord.caller('joy@elsewhere.example')
  const others = {
    2: ['It took them three weeks.', () => beside({ kind: 'comment', text: 'It took them three weeks.' })],
    6: ['Five engineers came.', () => beside({ kind: 'story', tone: 'badly', text: 'Five engineers came.' })],
    9: ['Mr Miller never does.', async () => (await accord.caller(ann.email)).post(`/comments/${published.id}/report`, { reason: 'It names a person.' })],
    13: ['Joy, for Ann and sons', () => joiner.post('/me/account', { account: 'Ann and sons' })],
  }
  const titles = []
  for (let n = 0; n < 20; n += 1) {
    const wish = `Wish of the morning, number ${n + 1}`
    const [title, come] = others[n] ?? [wish, () => accord.proposalBy(n % 2 ? ann : ben, wish)]
    await come()
    titles.push(title)
  }
  return titles
}

test('a morning: twenty items of every kind by keyboard alone, at most two keys each', async ({ accord, someone }) => {
  const titles = await morning(accord)
  const page = await someone((await accord.staff('May Morning', ['moderator'])).email)
  await visit(page, '/queue')
  await expect(page.getByText('20 wait.')).toBeVisible()
  await measure(page)
  const computed = await computing(page)
  const computes = []
  const limits = []
  const focused = page.getByRole('region', { name: 'In focus' })
  let keys = 0
  const press = async (key) => {
    keys += 1
    await page.keyboard.press(key)
  }
  for (const [n, title] of titles.entries()) {
    await expect(focused.getByRole('heading', { name: title, exact: true })).toBeVisible()
    limits.push(await bare(page))
    const before = await computed()
    if (n % 4 === 3) {
      await press('2')
      await expect(page.getByLabel('Why?')).toBeFocused()
      await expect(page.getByLabel('Why?')).toHaveValue(/^These are several wishes/)
      await press('Control+Enter')
    } else {
      await press('p')
    }
    await page.waitForFunction((decided) => window.waits.length >= decided, Math.min(n + 1, 19))
    computes.push((await computed()) - before)
  }
  await expect(page.getByRole('heading', { name: 'All caught up' })).toBeFocused()
  expect(keys).toBeLessThanOrEqual(40)
  const waits = await page.evaluate(() => window.waits)
  expect(waits.length).toBeGreaterThanOrEqual(19)
  // The limit takes 45 ms where two cores do nothing else, and as much longer as they have something else to do. A wait of 100 ms
  // is two of it. The longest is the first, for which the browser still compiles the program, which is large in a debug build.
  const times = (ms) => ms / median(limits)
  // Each wait after that one beside what the browser took for the bare limit at that moment. A machine halts now and then, and so do
  // the browser and the server with it: the longest two waits may be its doing.
  const beside = waits.slice(1).map((wait, n) => wait / Math.max(limits[n + 1], median(limits))).sort((a, b) => b - a)
  const figures = {
    wait: times(median(waits)),
    most: beside[2],
    takes: times(median(computes)),
    longest: times(Math.max(...computes)),
  }
  const said = Object.entries(figures).map(([what, times]) => `${what} ${times.toFixed(2)}`).join(', ')
  console.log(`a bare limit of ${median(limits).toFixed(0)} ms, and times that: ${said}`)
  expect(figures.wait, 'from a key to the next item').toBeLessThan(2.2)
  expect(figures.most, 'the third longest wait for the next item').toBeLessThan(2.2)
  expect(figures.takes, 'what the page takes for one').toBeLessThan(2.2)
  expect(figures.longest, 'the most that it takes for one').toBeLessThan(5)
  // The ranking is made anew after a pause, which grows with what it costs.
  const published = async () => (await accord.admin.get(`/rounds/${accord.round}/proposals?q=morning`)).items.length
  await expect.poll(published).toBe(11)
  await expect(page.getByText(`Declined: ${titles[19]}`)).toBeVisible()
  await press('u')
  await expect(page.getByText(`Published: ${titles[19]}`)).toBeVisible()
})

/** Lets requests go on only when they are told to. `asked` waits for the next one, and gives what lets it go on. */
function gate() {
  const held = []
  const askers = []
  const hold = () => new Promise((go) => {
    const asker = askers.shift()
    if (asker) asker(go)
    else held.push(go)
  })
  const asked = () => new Promise((tell) => (held.length ? tell(held.shift()) : askers.push(tell)))
  return { hold, asked }
}

test('what is slow on its way takes nothing from under the hands', async ({ accord, someone }) => {
  const titles = ['Late: one', 'Late: two', 'Late: three', 'Late: four']
  await waiting(accord, ['Eve'], titles)
  const page = await someone((await accord.staff('Lea Late', ['moderator'])).email)
  await visit(page, '/queue')
  const focused = page.getByRole('region', { name: 'In focus' })
  const shown = (title) => expect(focused.getByRole('heading', { name: title, exact: true })).toBeVisible()
  await shown(titles[0])
  const verdicts = gate()
  const lists = gate()
  const kept = gate()
  let slow = true
  await page.route('**/api/v1/queue/verdicts', async (route) => {
    if (!slow) return route.continue()
    await verdicts.hold()
    const answer = await route.fetch()
    await kept.hold()
    await route.fulfill({ response: answer })
  })
  // What the server says waits, said before it knows of the next verdict.
  await page.route('**/api/v1/queue', async (route) => {
    if (!slow) return route.continue()
    const answer = await route.fetch()
    await lists.hold()
    await route.fulfill({ response: answer })
  })

  await test.step('the next is shown before the verdict has left', async () => {
    await page.keyboard.press('p')
    await shown(titles[1])
    await expect(page.getByText('3 wait.', { exact: true })).toBeVisible()
  })

  await test.step('a reason that is being written stays open when the answer comes', async () => {
    ;(await verdicts.asked())()
    const answer = await kept.asked()
    await page.keyboard.press('2')
    await expect(page.getByLabel('Why?')).toBeFocused()
    answer()
    // The list is asked for by the verdict's event; it still has what is declined now.
    const list = await lists.asked()
    await expect(page.getByLabel('Why?')).toBeFocused()
    await page.keyboard.press('Control+Enter')
    await shown(titles[2])
    ;(await verdicts.asked())()
    ;(await kept.asked())()
    const answered = page.waitForResponse('**/api/v1/queue')
    list()
    await answered
    await expect(page.getByText('2 wait.', { exact: true })).toBeVisible()
    await expect(page.getByRole('navigation', { name: 'Waiting, oldest first' }).getByText(titles[1])).toHaveCount(0)
    await shown(titles[2])
  })

  // The routes stay: taking them off and putting another in their place leaves a moment in which nothing is caught.
  slow = false
  await test.step('what cannot be kept comes back, with words, and nothing else moves', async () => {
    await page.route('**/api/v1/queue/verdicts', (route) => route.fulfill({
      status: 429, contentType: 'application/json',
      body: JSON.stringify({ kind: 'too_many', message: 'Too fast. Please wait a minute.', fields: [] }),
    }), { times: 1 })
    await page.keyboard.press('p')
    await expect(page.getByText(`Not kept: ${titles[2]}. Too fast. Please wait a minute.`).first()).toBeVisible()
    await shown(titles[3])
    await expect(page.getByText('2 wait.', { exact: true })).toBeVisible()
    await page.keyboard.press('k')
    await shown(titles[2])
    await expect(focused.getByText('Too fast. Please wait a minute.')).toBeVisible()
    await page.keyboard.press('p')
    await shown(titles[3])
    await page.keyboard.press('p')
    await expect(page.getByRole('heading', { name: 'All caught up' })).toBeFocused()
  })
})

/** Presses the digit of one of the things to choose from. */
async function choose(page, list, name) {
  const buttons = page.getByRole('region', { name: list }).getByRole('button')
  await expect(buttons.filter({ hasText: name })).toBeVisible()
  const place = (await buttons.allTextContents()).findIndex((text) => text.includes(name))
  await page.keyboard.press(String(place + 1))
}

test('the author is asked, a colleague is handed something, and one is merged: two keys each', async ({ accord, someone }) => {
  const mine = await accord.staff('Ida Asks', ['moderator'])
  const colleague = await accord.staff('Zoe Helps', ['moderator'])
  const fay = await accord.customer('Fay Asked', 'Asked and sons')
  await accord.published(fay, 'Show us the price before we ask for it')
  const asked = await accord.proposalBy(fay, 'Asked: do it better')
  await accord.proposalBy(fay, 'Handed: a matter of taste')
  await accord.proposalBy(fay, 'Show us the price before we ask for it, please')
  const page = await someone(mine.email)
  await visit(page, '/queue')
  const focused = page.getByRole('region', { name: 'In focus' })
  const shown = (title) => expect(focused.getByRole('heading', { name: title, exact: true })).toBeVisible()
  await shown('Asked: do it better')

  await test.step('A asks with a question that stands ready', async () => {
    await page.keyboard.press('a')
    await expect(page.getByLabel('What do you ask?')).toBeFocused()
    await page.keyboard.press('Control+Enter')
    await shown('Handed: a matter of taste')
    await expect(page.getByText('Asked about: Asked: do it better')).toBeVisible()
  })

  await test.step('H and a digit hand it to a colleague', async () => {
    await page.keyboard.press('h')
    await choose(page, 'Hand it to', 'Zoe Helps')
    await expect(page.getByText('Handed to Zoe Helps: Handed: a matter of taste')).toBeVisible()
    await shown('Show us the price before we ask for it, please')
  })

  await test.step('M and a digit merge it', async () => {
    await page.keyboard.press('m')
    await choose(page, 'Merge it into', 'Show us the price before we ask for it')
    await expect(page.getByText('Merged into “Show us the price before we ask for it”')).toBeVisible()
  })

  await test.step('the colleague finds it among what is theirs', async () => {
    const other = await someone(colleague.email)
    await visit(other, '/queue?part=mine')
    await expect(other.getByRole('heading', { name: 'Handed: a matter of taste' })).toBeVisible()
    await other.keyboard.press('p')
    await expect(other.getByRole('heading', { name: 'All caught up' })).toBeVisible()
  })

  await test.step('the author answers, and it comes back with the answer', async () => {
    const author = await someone(fay.email)
    await visit(author, `/proposals/${asked.id}`)
    await author.getByLabel('Your answer').fill('Answer the telephone.')
    await author.getByRole('button', { name: 'Send the answer' }).click()
    await expect(author.getByText('You answered:')).toBeVisible()
    await visit(page, '/queue')
    await shown('Asked: do it better')
    await expect(focused.getByText('Answer the telephone.')).toBeVisible()
    await page.keyboard.press('p')
    await expect(page.getByRole('heading', { name: 'All caught up' })).toBeVisible()
  })
})

test('what a colleague decides meanwhile leaves the desk, and nothing else comes under the hand', async ({ accord, someone }) => {
  const page = await someone((await accord.staff('Mona Meanwhile', ['moderator'])).email)
  const asker = await accord.customer('Mia Meanwhile', 'Meanwhiles')
  const [first, second, third] = ['Tell us when the lorry comes', 'Tell us when the fitter comes', 'Tell us when the bill comes']
  const asked = []
  for (const title of [first, second, third]) asked.push(await accord.proposalBy(asker, title))
  await visit(page, '/queue')
  const heading = (title) => page.getByRole('heading', { name: title })
  await page.getByRole('navigation', { name: 'Waiting, oldest first' }).getByRole('link', { name: second }).click()
  await expect(heading(second)).toBeVisible()

  await accord.admin.post(`/proposals/${asked[1].id}/verdict`, { decision: 'publish' })
  await expect(heading(third)).toBeFocused()
  await expect(page.getByText(`Somebody else has decided on “${second}”.`).first()).toBeVisible()

  await test.step('what is published and not declined after all is gone again', async () => {
    await page.keyboard.press('p')
    await expect(page.getByText(`Published: ${third}`)).toBeVisible()
    await page.keyboard.press('u')
    await expect(heading(third)).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(heading(third)).toHaveCount(0)
    await expect(heading(first)).toBeVisible()
  })
  await accord.admin.post(`/proposals/${asked[0].id}/verdict`, { decision: 'publish' })
})

test('many at once, and taken back at once', async ({ accord, someone }) => {
  const titles = ['Many: one', 'Many: two', 'Many: three', 'Many: four']
  await waiting(accord, ['Gus'], titles)
  const page = await someone((await accord.staff('Max Many', ['moderator'])).email)
  await visit(page, '/queue')
  const focused = page.getByRole('region', { name: 'In focus' })
  await expect(page.getByText('4 wait.')).toBeVisible()
  await page.keyboard.press('x')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('Shift+X')
  await expect(page.getByText('3 chosen')).toBeVisible()
  await page.keyboard.press('5')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('Declined: 3 items')).toBeVisible()
  await expect(focused.getByRole('heading', { name: titles[3], exact: true })).toBeVisible()
  await page.keyboard.press('u')
  await expect(page.getByText('4 wait.')).toBeVisible()
  await page.keyboard.press('*')
  await expect(page.getByText('4 chosen')).toBeVisible()
  await page.keyboard.press('p')
  await expect(page.getByRole('heading', { name: 'All caught up' })).toBeFocused()
})

test('who is blocked is told, and can write again when a moderator says so', async ({ accord, someone }) => {
  const rude = await accord.customer('Rik Rude', 'Rude and sons')
  const poor = await accord.proposalBy(rude, 'Blocked: fire Mr Miller')
  const page = await someone((await accord.staff('Bea Block', ['moderator'])).email)
  await visit(page, '/queue')
  await expect(page.getByText('1 waits.', { exact: true })).toBeVisible()
  await page.keyboard.press('b')
  await expect(page.getByLabel('Why?')).toHaveValue(/^This breaks our rules/)
  await expect(page.getByLabel('Block its author too')).toBeChecked()
  await page.getByLabel('Why?').focus()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('heading', { name: 'All caught up' })).toBeVisible()
  const author = await someone(rude.email)
  await visit(author, `/proposals/${poor.id}`)
  await expect(author.getByText('A moderator has blocked you')).toBeVisible()
  await visit(author, '/propose')
  await expect(author.getByText('A moderator has blocked you')).toBeVisible()
  await expect(author.getByRole('button', { name: 'Send this proposal' })).toHaveCount(0)
  await visit(page, '/people')
  await page.getByRole('button', { name: /^Let write again\s*: Rik Rude$/ }).click()
  await expect(page.getByText('Saved.')).toBeVisible()
  await visit(author, '/propose')
  await expect(author.getByRole('button', { name: 'Send this proposal' })).toBeVisible()
})

test('who asks to join is confirmed or declined among the rest, with the same keys', async ({ accord, someone }) => {
  const mia = await accord.staff('Mia Joins', ['moderator'])
  const author = await accord.customer('Jo Author', 'Join Works')
  const asks = async (email, account) => {
    const who = await accord.caller(email)
    await who.post('/me/account', { account })
    return who
  }
  const speaksFor = async (who) => (await who.get('/viewer')).person.membership
  const [ina, jan, eve] = [await asks('ina@elsewhere.example', 'Join Works'), await asks('jan@elsewhere.example', 'Join Works'), await asks('eve@elsewhere.example', 'Not There & Sons')]
  const wish = 'Join: tell us who we shall call'
  await accord.proposalBy(author, wish)
  const page = await someone(mia.email)
  await visit(page, '/queue')
  const focused = page.getByRole('region', { name: 'In focus' })
  const shown = (title) => expect(focused.getByRole('heading', { name: title, exact: true })).toBeVisible()

  await test.step('it says who, from where, and for which account', async () => {
    await expect(page.getByText('4 wait.')).toBeVisible()
    await shown('Ina, for Join Works')
    await expect(focused.getByText('ina@elsewhere.example')).toBeVisible()
    await expect(focused.getByText('is a mail domain of no account')).toBeVisible()
    await expect(focused.getByRole('link', { name: 'Join Works' })).toBeVisible()
    expect(await amiss(page)).toEqual([])
  })

  await test.step('a key that is for what is written does nothing, and says so', async () => {
    for (const key of ['t', 'b', 'a', 'm', 'r']) await page.keyboard.press(key)
    await expect(page.getByRole('status').filter({ hasText: 'That key is for what somebody wrote.' }).first()).toBeVisible()
    await shown('Ina, for Join Works')
  })

  await test.step('P confirms, U takes it back', async () => {
    await page.keyboard.press('p')
    await shown('Jan, for Join Works')
    await expect(page.getByText('Confirmed: Ina, for Join Works')).toBeVisible()
    await expect.poll(async () => (await speaksFor(ina)).standing).toBe('confirmed')
    await page.keyboard.press('u')
    await expect(page.getByText('4 wait.')).toBeVisible()
    await expect.poll(async () => (await speaksFor(ina)).standing).toBe('declared')
  })

  await test.step('a digit declines with a reason that stands ready', async () => {
    await page.keyboard.press('k')
    await page.keyboard.press('k')
    await shown('Ina, for Join Works')
    await page.keyboard.press('1')
    await expect(page.getByLabel('Why?')).toHaveValue(/ask a colleague who is here already/)
    expect(await amiss(page)).toEqual([])
    await page.keyboard.press('Control+Enter')
    await shown('Jan, for Join Works')
    await expect(page.getByText('Declined: Ina, for Join Works')).toBeVisible()
    await expect.poll(async () => (await speaksFor(ina)).standing).toBe('none')
  })

  await test.step('all at once: what does not fit comes back, with words', async () => {
    await page.keyboard.press('*')
    await expect(page.getByText('3 chosen: publish or confirm or decline them together.')).toBeVisible()
    await page.keyboard.press('p')
    await expect(page.getByText('Not kept: Eve, for Not There & Sons. There is no account called “Not There & Sons”').first()).toBeVisible()
    await expect(page.getByText('1 waits.', { exact: true })).toBeVisible()
    expect((await speaksFor(jan)).standing).toBe('confirmed')
    await shown('Eve, for Not There & Sons')
    await expect(focused.getByRole('link', { name: 'add it as an account' })).toHaveAttribute('href', '/accounts?add=Not%20There%20%26%20Sons')
    await focused.getByLabel('Speaks for').fill('join works')
    await focused.getByRole('button', { name: 'Confirm' }).click()
    await expect(page.getByRole('heading', { name: 'All caught up' })).toBeFocused()
    await expect.poll(async () => (await speaksFor(eve)).name).toBe('Join Works')
  })
})
