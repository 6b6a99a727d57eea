// The moderator: reads what waits, and decides, without touching the mouse. The authors learn what became of it.

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

/** Measures in the page how long it takes from a key to another heading in focus; reads them with `window.waits`. */
async function measure(page) {
  await page.evaluate(() => {
    const heading = () => document.getElementById('in-focus')?.textContent
    window.waits = []
    let pressed = null
    addEventListener('keydown', () => { pressed = { at: performance.now(), heading: heading() } }, true)
    new MutationObserver(() => {
      if (!pressed || heading() === pressed.heading) return
      window.waits.push(performance.now() - pressed.at)
      pressed = null
    }).observe(document.querySelector('.queue'), { subtree: true, childList: true, characterData: true })
  })
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]
}

test('a morning: twenty items by keyboard alone, at most two keys each', async ({ accord, someone }) => {
  const titles = Array.from({ length: 20 }, (_, n) => `Wish of the morning, number ${n + 1}`)
  await waiting(accord, ['Ann', 'Ben', 'Cem', 'Dora'], titles)
  const page = await someone((await accord.staff('May Morning', ['moderator'])).email)
  await visit(page, '/queue')
  await expect(page.getByText('20 wait.')).toBeVisible()
  await measure(page)
  const focused = page.getByRole('region', { name: 'In focus' })
  let keys = 0
  const press = async (key) => {
    keys += 1
    await page.keyboard.press(key)
  }
  for (const [n, title] of titles.entries()) {
    await expect(focused.getByRole('heading', { name: title, exact: true })).toBeVisible()
    if (n % 4 === 3) {
      await press('2')
      await expect(page.getByLabel('Why?')).toBeFocused()
      await expect(page.getByLabel('Why?')).toHaveValue(/^These are several wishes/)
      await press('Control+Enter')
    } else {
      await press('p')
    }
  }
  await expect(page.getByRole('heading', { name: 'All caught up' })).toBeFocused()
  expect(keys).toBeLessThanOrEqual(40)
  const waits = await page.evaluate(() => window.waits)
  expect(waits.length).toBeGreaterThanOrEqual(19)
  expect(median(waits), 'ms from a key to the next item').toBeLessThan(100)
  const { items } = await accord.admin.get(`/rounds/${accord.round}/proposals?q=morning`)
  expect(items).toHaveLength(15)
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
  await page.route('**/api/v1/proposals/*/verdict', async (route) => {
    await verdicts.hold()
    const answer = await route.fetch()
    await kept.hold()
    await route.fulfill({ response: answer })
  })
  // What the server says waits, said before it knows of the next verdict.
  await page.route('**/api/v1/queue', async (route) => {
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

  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await test.step('what cannot be kept comes back, with words, and nothing else moves', async () => {
    await page.route('**/api/v1/proposals/*/verdict', (route) => route.fulfill({
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
