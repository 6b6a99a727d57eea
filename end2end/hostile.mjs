// The API under hostile calls: schemathesis makes them up from the API's own description, for every route, each as three of seven kinds
// of callers, from a stranger to a program. Whatever is sent, the server has to answer as it says it does and to go on serving.
// Called with ACCORD_BIN (the server) and SCHEMATHESIS (its program): node end2end/hostile.mjs [SECONDS] [TURN]
// SECONDS: for one caller of everything; the run takes three times that.

import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Accord } from './accord.mjs'

const program = process.env.SCHEMATHESIS ?? 'schemathesis'
const seconds = Number(process.argv[2] ?? 25)

/** What would end the caller itself, or take the ground from under the others: called last, each by somebody of its own. */
const LAST = {
  SignOut: ['customer'], RevokeSession: ['customer'], Leave: ['customer'], SetRoles: ['admin'], RemoveSample: ['admin'],
}
/** Has no end; what it takes and how it begins is asked by hand. */
const STREAM = 'Changes'
/** Every operation is called by so many kinds of people. Who calls what goes round, by a turn that is said and can be given. */
const CALLED_BY = 3
/** What has to hold of every answer. Which texts are taken is for each field to say, in words, and not for its schema alone. */
const CHECKS = ['not_a_server_error', 'status_code_conformance', 'content_type_conformance', 'response_schema_conformance']

const turn = Number(process.argv[3] ?? Math.floor(Date.now() / 86_400_000))
const accord = await Accord.serve()
const folder = await mkdtemp(path.join(tmpdir(), 'accord-hostile-'))
let failed = false
try {
  await accord.setUp({ sample: true })
  const described = await (await fetch(`${accord.url}/api/v1/openapi.json`)).json()
  const operations = Object.values(described.paths).flatMap((path) => Object.values(path)).map(({ operationId }) => operationId)
  for (const name of [...Object.keys(LAST), STREAM]) if (!operations.includes(name)) throw new Error(`there is no ${name}`)
  const everyday = [...new Set(operations)].filter((name) => !(name in LAST) && name !== STREAM)
  const callers = await everybody()
  const kinds = Object.keys(callers)
  // As long as three callers of everything would take.
  const each = Math.floor((seconds * CALLED_BY) / kinds.length)
  console.log(`turn ${turn}: ${everyday.length} operations, each by ${CALLED_BY} of ${kinds.length} kinds of callers`)
  for (const [place, who] of kinds.entries()) {
    const own = everyday.filter((_, n) => (n + place * CALLED_BY + turn) % kinds.length < CALLED_BY)
    console.log(`\n-- as ${who}: ${own.length} operations`)
    if (await run(callers[who], own, each)) failed = true
  }
  await stream(callers['a customer'])
  for (const [n, [name, [role]]] of Object.entries(LAST).entries()) {
    const caller = role === 'admin' ? await staff(`Last ${n}`, [role]) : await customer(`Last ${n}`)
    console.log(`\n-- last: ${name}`)
    if (await run(caller, [name], 2)) failed = true
  }
  // Still there, and still whole.
  if (!(await fetch(`${accord.url}/readyz`)).ok) throw new Error('the server is not ready any more')
  if (/panicked/.test(accord.log)) failed = true
} finally {
  await accord.stop()
  await rm(folder, { recursive: true, force: true })
}
process.exit(failed ? 1 : 0)

/** What each kind of caller sends to say who it is. */
async function everybody() {
  const scopes = [
    'practices:read', 'promises:read', 'cards:read', 'values:write', 'profiles:read', 'purchases:write', 'contacts:write',
    'follow-up:read', 'activities:read',
  ]
  const { secret } = await accord.admin.post('/tokens', { name: 'Hostile', scopes })
  return {
    'a stranger': [],
    'a customer': await customer('Hostile Customer'),
    'a moderator': await staff('Hostile Moderator', ['moderator']),
    'a designer': await staff('Hostile Designer', ['designer']),
    'an account manager': await staff('Hostile Manager', ['account_manager']),
    'an admin': cookies(accord.admin),
    'a program': [`Authorization: Bearer ${secret}`],
  }
}

function cookies(caller) {
  return [`Cookie: ${[...caller.cookies].map(([name, value]) => `${name}=${value}`).join('; ')}`]
}

async function customer(name) {
  const { email } = await accord.customer(name, 'Hostile')
  return cookies(await accord.caller(email))
}

async function staff(name, roles) {
  const { email } = await accord.staff(name, roles)
  return cookies(await accord.caller(email))
}

/** The stream of what happens begins as it should, whatever it is asked with, and refuses the rest. */
async function stream(caller) {
  const [, cookie] = caller[0].split(': ')
  for (const query of ['', '?since=', '?since=-1', '?since=99999999999999999999', '?since=%00', `?since=${'9'.repeat(5000)}`]) {
    const leave = new AbortController()
    const headers = { cookie, 'last-event-id': '\u00ff'.repeat(20) }
    const answer = await fetch(`${accord.url}/api/v1/events${query}`, { headers, signal: leave.signal })
    const kind = answer.headers.get('content-type') ?? ''
    leave.abort()
    if (answer.status >= 500 || (answer.ok && !kind.startsWith('text/event-stream'))) {
      console.log(`the stream${query.slice(0, 40)}: ${answer.status} ${kind}`)
      failed = true
    }
  }
}

async function run(headers, operations, time) {
  const options = [
    'run', `${accord.url}/api/v1/openapi.json`, '--phases', 'coverage,fuzzing', '--checks', CHECKS.join(','),
    '--max-time', String(time), '--max-examples', '6', '--seed', '1', '--no-shrink', '--continue-on-failure', '--suppress-health-check', 'all',
    '--warnings', 'off', '--request-timeout', '10', '--max-redirects', '0',
  ]
  for (const operation of operations) options.push('--include-operation-id', operation)
  for (const header of headers) options.push('--header', header)
  const child = spawn(program, options, { cwd: folder, stdio: 'inherit', env: { ...process.env, NO_COLOR: '1' } })
  return new Promise((done, fault) => {
    child.on('error', fault)
    child.on('exit', (code) => done(code !== 0))
  })
}
