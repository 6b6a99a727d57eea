// Two designers at one practice: what is typed is kept by itself, what another has changed is not written over, and one's own last
// change can be taken back. And the matrix as the place of work: practices are placed, copied, split and dragged in it.

import { expect, test, visit } from '../people.mjs'

test.use({ story: { name: 'studio' } })

const article = (page, title) => page.getByRole('article').filter({ hasText: title })
const change = async (page, title) => {
  await page.getByRole('button', { name: new RegExp(`^Change ?: ${title}`) }).click()
  return page.getByRole('form', { name: 'Change a practice' })
}
const make = async (page, proposal) => {
  await page.getByRole('region', { name: 'In no practice' }).getByRole('checkbox', { name: proposal }).check()
  await page.getByRole('region', { name: 'Ticked proposals' }).getByRole('button', { name: 'Make a practice' }).click()
  return page.getByRole('form', { name: 'A new practice' })
}
const fill = async (sheet, title) => {
  await sheet.getByLabel('What we will do').fill(title)
  await sheet.getByLabel('Activity').fill('Visits')
  await sheet.getByLabel('Answerable from end to end').fill('Service')
}

/** Types a title and saves in one go. Who pauses between has it kept by itself first, and saves then what both texts were shown for. */
const rename = (sheet, title) => sheet.evaluate((form, title) => {
  form.elements.title.value = title
  form.elements.title.dispatchEvent(new Event('input', { bubbles: true }))
  form.requestSubmit()
}, title)

/**
 * As a hand does it: what moves begins to before the page scrolls. (`dragTo` scrolls between pressing and the first move.)
 * What is drawn anew between taking hold and moving stays where it is; a hand takes hold of it again.
 */
const drag = (page, from, to, done) => expect(async () => {
  if (await done.isVisible()) return
  await from.hover({ timeout: 5_000 })
  const { x, y, width, height } = await from.boundingBox()
  await page.mouse.down()
  await page.mouse.move(x + width / 2 + 5, y + height / 2 + 5, { steps: 3 })
  await to.hover()
  await to.hover()
  await page.mouse.up()
  await expect(done).toBeVisible({ timeout: 10_000 })
}).toPass()

const PERSON = 'Give us one person who knows our plant'

test('two designers change the same practice', async ({ accord, someone }) => {
  const ann = await accord.customer('Ann Ash', 'Ash')
  await accord.published(ann, PERSON, { stages: [0], cultures: [2] })
  const dora = await someone((await accord.staff('Dora First', ['designer'])).email)
  const dirk = await someone((await accord.staff('Dirk Second', ['designer'])).email)
  const article = (page, title) => page.getByRole('article').filter({ hasText: title })
  const open = async (page, title) => {
    await page.getByRole('button', { name: new RegExp(`^Change ?: ${title}`) }).click()
    return page.getByRole('form', { name: 'Change a practice' })
  }

  await visit(dora, '/studio')
  await dora.getByRole('region', { name: 'In no practice' }).getByRole('checkbox', { name: PERSON }).check()
  await dora.getByRole('region', { name: 'Ticked proposals' }).getByRole('button', { name: 'Make a practice' }).click()
  const first = dora.getByRole('form', { name: 'A new practice' })
  await first.getByLabel('What we will do').fill('One engineer')
  await first.getByLabel('Activity').fill('Visits')
  await first.getByLabel('Answerable from end to end').fill('Service')
  await first.getByRole('button', { name: 'Put it in the draft' }).click()
  await expect(article(dora, 'One engineer')).toBeVisible()

  await test.step('what is typed is kept by itself', async () => {
    const sheet = await open(dora, 'One engineer')
    await sheet.getByLabel('How').fill('The same engineer every time.')
    await expect(sheet.getByText('Kept.')).toBeVisible()
    await visit(dirk, '/studio')
    await expect(article(dirk, 'One engineer').getByText('The same engineer every time.')).toBeVisible()
  })

  await test.step('what another has changed is not written over: both texts are shown', async () => {
    const his = await open(dirk, 'One engineer')
    await his.getByLabel('What we will do').fill('One engineer and a stand-in')
    await his.getByRole('button', { name: 'Save' }).click()
    await expect(article(dirk, 'One engineer and a stand-in')).toBeVisible()
    const hers = dora.getByRole('form', { name: 'Change a practice' })
    await rename(hers, 'One engineer for each plant')
    const both = hers.getByRole('region', { name: 'Both texts' })
    await expect(both.getByText('Dirk Second')).toBeVisible()
    await expect(both.getByRole('cell', { name: 'One engineer and a stand-in' })).toBeVisible()
    await expect(both.getByRole('cell', { name: 'One engineer for each plant' })).toBeVisible()
    await both.getByRole('button', { name: 'Put mine in its place' }).click()
    await expect(article(dirk, 'One engineer for each plant')).toBeVisible()
  })

  await test.step('one takes back one’s own last change, and never another’s', async () => {
    await expect(dirk.getByRole('button', { name: /^Undo my change/ })).toHaveCount(0)
    await dora.getByRole('button', { name: /^Undo my change/ }).click()
    await expect(article(dirk, 'One engineer and a stand-in')).toBeVisible()
  })
})

test('a designer works in the matrix', async ({ accord, someone }) => {
  const ann = await accord.customer('Mia Maple', 'Maple')
  await accord.published(ann, 'Call me before parts wear out', { stages: [0], cultures: [1] })
  const page = await someone((await accord.staff('Dana Matrix', ['designer'])).email)
  const cell = (stage, culture) => page.locator(`#cell-${stage}-${culture}`)
  const practice = (stage, culture) => cell(stage, culture).getByRole('link', { name: 'One call ahead' })

  await test.step('a practice is made where its proposal stands', async () => {
    await visit(page, '/studio')
    await cell(0, 1).getByRole('checkbox', { name: 'Call me before' }).check()
    await page.getByRole('region', { name: 'Ticked proposals' }).getByRole('button', { name: 'Make a practice' }).click()
    const sheet = page.getByRole('form', { name: 'A new practice' })
    await sheet.getByLabel('What we will do').fill('One call ahead')
    await sheet.getByLabel('Activity').fill('Calls')
    await sheet.getByLabel('Answerable from end to end').fill('Service')
    await sheet.getByLabel('Touchpoints').fill('A call')
    await sheet.getByLabel('Setting').selectOption('remote')
    await sheet.getByRole('textbox', { name: /^Documents/ }).fill('Call sheet')
    await sheet.getByRole('button', { name: 'Put it in the draft' }).click()
    await expect(sheet.getByText('Give the document’s address').or(sheet.getByText(/document's address/))).toBeVisible()
    await sheet.getByRole('textbox', { name: /^Documents/ }).fill('Call sheet https://example.com/call.pdf')
    await sheet.getByRole('button', { name: 'Put it in the draft' }).click()
    await expect(practice(0, 1)).toBeVisible()
    await expect(page.getByRole('article').getByRole('link', { name: 'Call sheet' })).toBeVisible()
  })

  await test.step('it is copied to another culture and moved, by the keyboard alone', async () => {
    await cell(0, 1).getByRole('button', { name: /^Place\s*: One call ahead/ }).press('Enter')
    const panel = page.getByRole('region', { name: 'Place: One call ahead' })
    await expect(panel.getByRole('heading')).toBeFocused()
    await panel.getByRole('button', { name: 'Also for Value Created' }).press('Enter')
    await expect(practice(0, 2)).toBeVisible()
    await expect(panel).toHaveCount(0)
    await expect(cell(0, 1).getByRole('button', { name: /^Place\s*: One call ahead/ }), 'one stays in the matrix').toBeFocused()
    await cell(0, 2).getByRole('button', { name: /^Place\s*: One call ahead/ }).press('Enter')
    await panel.getByLabel('Stage').selectOption({ label: 'Case' })
    await panel.getByRole('button', { name: 'Move it there' }).press('Enter')
    await expect(cell(4, 2).getByRole('link', { name: 'One call ahead: Value Created' })).toBeVisible()
    await expect(practice(0, 1)).toBeVisible()
    await expect(practice(0, 2)).toHaveCount(0)
    await expect(page.getByText('is moved to Case, for Value Created, as a practice of its own.').first()).toBeVisible()
    await expect(cell(4, 2).getByRole('button', { name: /^Place/ })).toBeFocused()
  })

  await test.step('one press takes it back', async () => {
    await page.getByRole('button', { name: 'Undo the move' }).click()
    await expect(practice(0, 2)).toBeVisible()
    await expect(practice(0, 1)).toBeVisible()
    await expect(practice(4, 2)).toHaveCount(0)
  })

  await test.step('Escape leaves it where it is, and the focus is back', async () => {
    const place = cell(0, 2).getByRole('button', { name: /^Place\s*: One call ahead/ })
    await place.press('Enter')
    const panel = page.getByRole('region', { name: 'Place: One call ahead' })
    await expect(panel.getByRole('heading')).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(panel).toHaveCount(0)
    await expect(place).toBeFocused()
  })

  await test.step('a culture gets a practice of its own', async () => {
    await cell(0, 2).getByRole('button', { name: /^Place\s*: One call ahead/ }).press('Enter')
    await page.getByRole('button', { name: 'A practice of its own for Value Created' }).press('Enter')
    await expect(cell(0, 2).getByRole('link', { name: 'One call ahead: Value Created' })).toBeVisible()
    await expect(cell(0, 1).getByRole('link', { name: 'One call ahead', exact: true })).toBeVisible()
    await expect(cell(0, 2).getByRole('button', { name: /^Place\s*: One call ahead: Value Created/ })).toBeFocused()
  })

  await test.step('one press makes one of them again, and the next two', async () => {
    await page.getByRole('button', { name: 'Undo the split' }).click()
    await expect(cell(0, 2).getByRole('link', { name: 'One call ahead', exact: true })).toBeVisible()
    await expect(cell(0, 2).getByRole('link', { name: 'One call ahead: Value Created' })).toHaveCount(0)
    await page.getByRole('button', { name: /^Undo my change\s*: One call ahead$/ }).click()
    await expect(cell(0, 2).getByRole('link', { name: 'One call ahead: Value Created' })).toBeVisible()
    await expect(cell(0, 1).getByRole('link', { name: 'One call ahead', exact: true })).toBeVisible()
  })

  await test.step('it is dragged to another cell', async () => {
    const one = (at) => at.getByRole('link', { name: 'One call ahead', exact: true })
    await drag(page, one(cell(0, 1)), cell(5, 1), one(cell(5, 1)))
    await expect(cell(0, 1).getByRole('link', { name: 'One call ahead', exact: true })).toHaveCount(0)
    await expect(cell(0, 2).getByRole('link', { name: 'One call ahead: Value Created' })).toBeVisible()
  })
})

test('nothing that is typed is lost', async ({ accord, someone }) => {
  const ann = await accord.customer('Nora Nut', 'Nut')
  await accord.published(ann, 'Bring the drawings along', { stages: [1], cultures: [1] })
  const page = await someone((await accord.staff('Doris Draft', ['designer'])).email)
  await visit(page, '/studio')

  await test.step('a new practice outlives a reload, and is offered again', async () => {
    const sheet = await make(page, 'Bring the drawings along')
    await fill(sheet, 'Drawings on every visit')
    await sheet.getByLabel('How').fill('Printed, and on the tablet.')
    await sheet.getByRole('checkbox', { name: 'engage' }).check()
    await visit(page, '/studio')
    await page.getByRole('button', { name: /^Go on with it\s*: Drawings on every visit/ }).click()
    await expect(sheet.getByLabel('How')).toHaveValue('Printed, and on the tablet.')
    await expect(sheet.getByRole('checkbox', { name: 'engage' })).toBeChecked()
    await expect(sheet.getByRole('checkbox', { name: 'Bring the drawings along' })).toBeChecked()
  })

  await test.step('so it does when it is left for another, and once it is in nothing is offered any more', async () => {
    const sheet = page.getByRole('form', { name: 'A new practice' })
    await sheet.getByLabel('Activity').fill('Visits with drawings')
    await sheet.getByRole('button', { name: 'Leave it' }).click()
    await page.getByRole('button', { name: /^Go on with it/ }).click()
    await expect(sheet.getByLabel('Activity')).toHaveValue('Visits with drawings')
    await sheet.getByRole('button', { name: 'Put it in the draft' }).click()
    await expect(article(page, 'Drawings on every visit')).toBeVisible()
    await visit(page, '/studio')
    await expect(article(page, 'Drawings on every visit')).toBeVisible()
    await expect(page.getByRole('button', { name: /^Go on with it/ })).toHaveCount(0)
  })

  await test.step('whoever leaves a change at once has made it', async () => {
    const sheet = await change(page, 'Drawings on every visit')
    await sheet.getByLabel('How').fill('Left at once.')
    await sheet.getByRole('button', { name: 'Leave it' }).click()
    await expect(article(page, 'Drawings on every visit').getByText('Left at once.')).toBeVisible()
    await change(page, 'Drawings on every visit')
    // Still on its way when another document is asked for, it would be cut off, and offered again.
    const sent = page.waitForResponse((response) => response.request().postData()?.includes('Gone by a link.'))
    await sheet.getByLabel('How').fill('Gone by a link.')
    await page.getByRole('link', { name: 'How it is today' }).click()
    await expect(page.getByRole('heading', { name: 'How we engage today' })).toBeVisible()
    expect((await sent).ok()).toBeTruthy()
    await visit(page, '/studio')
    await expect(article(page, 'Drawings on every visit').getByText('Gone by a link.')).toBeVisible()
  })

  await test.step('what could not be kept is offered again too', async () => {
    const sheet = await change(page, 'Drawings on every visit')
    await sheet.getByLabel('What we will do').fill('')
    await sheet.getByRole('button', { name: 'Leave it' }).click()
    await page.getByRole('button', { name: /^Go on with it/ }).click()
    await expect(sheet.getByLabel('What we will do')).toHaveValue('')
    await sheet.getByRole('button', { name: 'Take what is saved' }).click()
    await expect(sheet.getByLabel('What we will do')).toHaveValue('Drawings on every visit')
  })
})

test('what another has just written is neither taken out nor written over', async ({ accord, someone, complaints }) => {
  const ann = await accord.customer('Rita Rye', 'Rye')
  await accord.published(ann, 'Tell us the price first', { stages: [2], cultures: [2] })
  await accord.published(ann, 'Never call on Mondays', { stages: [2], cultures: [2] })
  const dora = await someone((await accord.staff('Dora Early', ['designer'])).email)
  const dirk = await someone((await accord.staff('Dirk Late', ['designer'])).email)
  await visit(dora, '/studio')
  const sheet = await make(dora, 'Tell us the price first')
  await fill(sheet, 'A price on page one')
  await sheet.getByRole('button', { name: 'Put it in the draft' }).click()
  await expect(article(dora, 'A price on page one')).toBeVisible()
  await visit(dirk, '/studio')

  await test.step('a practice that was changed since it was read stays in', async () => {
    // Hers does not hear of it before it is refused.
    let deaf = true
    await dora.route('**/draft', (route) => (deaf ? route.abort() : route.continue()))
    await dora.route('**/practices/*', async (route) => {
      const answer = await route.fetch()
      deaf = false
      await route.fulfill({ response: answer })
    })
    const his = await change(dirk, 'A price on page one')
    await his.getByRole('checkbox', { name: 'access' }).check()
    await his.getByRole('button', { name: 'Save' }).click()
    await expect(article(dirk, 'A price on page one').getByText('access')).toBeVisible()
    await dora.getByRole('button', { name: /^Take out\s*: A price/ }).click()
    const both = dora.getByRole('region', { name: /^Not taken out/ })
    await expect(both.getByRole('row', { name: /Behaviours/ })).toContainText('access')
    await expect(both.getByText('Dirk Late')).toBeVisible()
    await both.getByRole('button', { name: 'Take it out all the same' }).click()
    await expect(article(dora, 'A price on page one')).toHaveCount(0)
    await expect(article(dirk, 'A price on page one')).toHaveCount(0)
    await dora.getByRole('button', { name: 'Put it back' }).click()
    // He has heard of it before he takes it out himself.
    for (const page of [dora, dirk]) await expect(article(page, 'A price on page one')).toBeVisible()
  })

  await test.step('what is taken out under the hand that writes is put back, and nothing typed is lost', async () => {
    const hers = await change(dora, 'A price on page one')
    await dirk.getByRole('button', { name: /^Take out\s*: A price/ }).click()
    await expect(article(dirk, 'A price on page one')).toHaveCount(0)
    await hers.getByLabel('How').fill('In large letters.')
    await hers.getByRole('button', { name: 'Save' }).click()
    const note = hers.getByRole('alert').filter({ hasText: 'Dirk Late took this practice out' })
    await note.getByRole('button', { name: 'Put it back' }).click()
    await expect(note).toHaveCount(0)
    await expect(hers.getByRole('button', { name: 'Save' })).toBeFocused()
    await hers.getByRole('button', { name: 'Save' }).click()
    await expect(article(dora, 'A price on page one').getByText('In large letters.')).toBeVisible()
  })

  await test.step('a reason that another wrote meanwhile stands beside one’s own', async () => {
    const leave = (page) => page.getByRole('button', { name: /^Leave out …\s*: Never call/ })
    const form = (page) => page.getByRole('form', { name: 'Leave out' })
    await leave(dora).click()
    await leave(dirk).click()
    await form(dirk).getByLabel('Reason for leaving it out').fill('Mondays are when we are all here.')
    await form(dirk).getByRole('button', { name: 'Keep this reason' }).click()
    await expect(form(dirk)).toHaveCount(0)
    await form(dora).getByLabel('Reason for leaving it out').fill('Nobody calls at all.')
    await form(dora).getByRole('button', { name: 'Keep this reason' }).click()
    await expect(form(dora).getByText('Now it says: “Mondays are when we are all here.”')).toBeVisible()
    await expect(form(dora).getByRole('alert')).toContainText('Somebody else has changed this since you began.')
    await expect(form(dora).getByLabel('Reason for leaving it out')).toHaveValue('Nobody calls at all.')
    await form(dora).getByLabel('Reason for leaving it out').fill('We are all here on Mondays, and nobody calls.')
    await form(dora).getByRole('button', { name: 'Keep this reason' }).click()
    await expect(dirk.getByText('We are all here on Mondays, and nobody calls.')).toBeVisible()
  })
  await test.step('what a function can carry, typed while another says it, stays under the hand', async () => {
    const carry = (page) => page.getByLabel('Service can carry')
    const keep = (page) => page.getByRole('button', { name: /^Keep\s*: Service/ })
    for (const page of [dora, dirk]) await page.getByText('What functions can carry').click()
    await carry(dora).pressSequentially('12')
    await carry(dirk).fill('40')
    await keep(dirk).click()
    await expect(dirk.getByText('Service: kept.')).toBeVisible()
    // Hers has heard of it: something that came later is there.
    const his = await change(dirk, 'A price on page one')
    await his.getByLabel('Hours a month that it takes from it').fill('7')
    await his.getByRole('button', { name: 'Save' }).click()
    await expect(dora.getByRole('listitem').filter({ has: carry(dora) }).getByText('7 asked of it')).toBeVisible()
    await expect(carry(dora)).toBeFocused()
    await dora.keyboard.type('0')
    await expect(carry(dora)).toHaveValue('120')
    await keep(dora).click()
    const row = dora.getByRole('listitem').filter({ has: carry(dora) })
    await expect(row.getByRole('alert')).toHaveText('Now it says: “40”')
    await keep(dora).click()
    // Who typed nothing sees what the other says, and keeps from there.
    await expect(carry(dirk)).toHaveValue('120')
    await carry(dirk).fill('130')
    await keep(dirk).click()
    await expect(carry(dora)).toHaveValue('130')
  })
  // What was cut off above is no fault of the page.
  complaints.splice(0, complaints.length, ...complaints.filter((one) => !one.endsWith('/draft: net::ERR_FAILED')))
})

test('the working list is put into the matrix', async ({ accord, someone }) => {
  const ann = await accord.customer('Lena Lark', 'Lark')
  for (const title of ['Meet us at the fair', 'Show us the plant floor', 'Meet us at the fair again']) {
    await accord.published(ann, title, { stages: [6], cultures: [0] })
  }
  const page = await someone((await accord.staff('Dina Drag', ['designer'])).email)
  await visit(page, '/studio')
  const line = (title) => page.getByRole('listitem').filter({ has: page.getByRole('checkbox', { name: title, exact: true }) }).and(page.locator('.left-item'))
  const cell = (stage, culture) => page.locator(`#cell-${stage}-${culture}`)
  const sheet = page.getByRole('form', { name: 'A new practice' })

  await test.step('what is like it is named', async () => {
    await expect(line('Meet us at the fair').getByRole('link', { name: 'Meet us at the fair again' })).toBeVisible()
  })

  await test.step('dragged into a cell it begins a practice there', async () => {
    await drag(page, line('Meet us at the fair').locator('.left-meta'), cell(3, 3), sheet)
    await expect(sheet.getByRole('checkbox', { name: 'Assessment' })).toBeChecked()
    await expect(sheet.getByRole('checkbox', { name: /Value Captured/ })).toBeChecked()
    await fill(sheet, 'A stand at the fair')
    await sheet.getByRole('button', { name: 'Put it in the draft' }).click()
    await expect(cell(3, 3).getByRole('link', { name: 'A stand at the fair' })).toBeVisible()
  })

  await test.step('dragged onto a practice it is answered there', async () => {
    const joined = article(page, 'A stand at the fair').getByRole('link', { name: 'Meet us at the fair again' })
    await drag(page, line('Meet us at the fair again').locator('.left-meta'), cell(3, 3).getByRole('link', { name: 'A stand at the fair' }), joined)
  })

  await test.step('by the keyboard alone', async () => {
    await page.getByRole('button', { name: /^Put it …\s*: Show us the plant floor/ }).press('Enter')
    const panel = page.getByRole('region', { name: 'Put: Show us the plant floor' })
    await expect(panel.getByRole('heading')).toBeFocused()
    await panel.getByLabel('Practice').selectOption({ label: 'A stand at the fair' })
    await panel.getByRole('button', { name: 'Answer it there' }).press('Enter')
    await expect(article(page, 'A stand at the fair').getByRole('link', { name: 'Show us the plant floor' })).toBeVisible()
  })

  await test.step('every rule of the round has its slider', async () => {
    await page.getByText('What if …').click()
    for (const name of ['Accounts that must ask', 'Red lines', 'A segment keeps it out', 'part of the cost', 'otherwise be empty', 'in a cell at most']) {
      await expect(page.getByRole('slider', { name: new RegExp(name) })).toBeVisible()
    }
  })
})
