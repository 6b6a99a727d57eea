// The engine in a thread of its own, under the policy of a page of staff. That it computes what the program does, engine/same
// holds against it.

import { expect, test, visit } from '../people.mjs'

test.use({ story: { name: 'engine' } })

const INPUTS = {
  format: 1,
  rules: {
    least_accounts: 1, cost_over_support: 3, strong_opposition: 67, most_red_lines: 4, completion: true, floor: 0,
    most_in_cell: null,
  },
  resources: [{ name: 'Time', unit: 'hours', capacity: 10 }],
  cells: 1,
  candidates: [1, 2].map((number) => ({ key: { proposal: number }, costs: [6], cells: [0], proposals: [number] })),
  segments: [],
  cultures: 1,
  accounts: Array(20).fill({ weight: 1000, segments: [] }),
  voters: Array.from({ length: 20 }, (_, account) => ({ account, culture: null })),
  votes: [
    { proposal: 1, agree: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], disagree: [], red_line: [], pass: [] },
    { proposal: 2, agree: [12, 13, 14, 15, 16, 17, 18, 19], disagree: [], red_line: [], pass: [] },
  ],
}

test('a page of staff asks the engine what if', async ({ someone }) => {
  const admin = await someone('grace@brightwell.example')
  await visit(admin, '/studio')
  const answers = await admin.evaluate(async (inputs) => {
    const address = document.querySelector('link[data-engine]').dataset.engine
    const worker = new Worker(address, { type: 'module' })
    const ask = (message) =>
      new Promise((resolve, reject) => {
        worker.onerror = () => reject(new Error(`${address} cannot be loaded`))
        worker.onmessage = ({ data }) => resolve(data)
        worker.postMessage(message)
      })
    worker.postMessage({ id: 0, inputs })
    const answers = []
    for (const change of ['{}', '{"capacities":[12]}', '{"capacities":[]}']) {
      answers.push(await ask({ id: answers.length + 1, change }))
    }
    answers.push(await ask({ id: 9, inputs: '{}' }))
    worker.terminate()
    return answers
  }, JSON.stringify(INPUTS))
  expect(answers.map(({ id }) => id)).toEqual([1, 2, 3, 9])
  const chosen = ({ selection }) => JSON.parse(selection).chosen.map(({ key }) => key)
  expect(chosen(answers[0])).toEqual([{ proposal: 1 }])
  expect(chosen(answers[1])).toEqual([{ proposal: 1 }, { proposal: 2 }])
  expect(answers[2].error).toContain('a list has not one entry')
  expect(answers[3].error).toContain('missing field')
})

test('customers’ pages know nothing of it', async ({ someone }) => {
  const stranger = await someone()
  await visit(stranger, '/')
  await expect(stranger.locator('link[data-engine]')).toHaveCount(0)
})
