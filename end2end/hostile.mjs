// The API under hostile calls: schemathesis makes them up from the API's own description, for every route, as a stranger, as a
// customer and as an admin. Whatever is sent, the server has to answer as it says it does and to go on serving.
// Called with ACCORD_BIN (the server) and SCHEMATHESIS (its program): node end2end/hostile.mjs [SECONDS A RUN]

import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Accord } from './accord.mjs'

const program = process.env.SCHEMATHESIS ?? 'schemathesis'
const seconds = process.argv[2] ?? '25'

/** What would end the run itself, since the caller would be a stranger from then on; and the stream, which has no end. */
const APART = ['SignOut', 'Leave', 'RevokeSession', 'SetRoles', 'RemoveSample', 'Changes']
/** What has to hold of every answer. Which texts are taken is for each field to say, in words, and not for its schema alone. */
const CHECKS = ['not_a_server_error', 'status_code_conformance', 'content_type_conformance', 'response_schema_conformance']

const accord = await Accord.serve()
const folder = await mkdtemp(path.join(tmpdir(), 'accord-hostile-'))
let failed = false
try {
  await accord.setUp({ sample: true })
  const customer = await accord.customer('Hostile Customer', 'Hostile')
  const callers = { 'a stranger': null, 'a customer': await accord.caller(customer.email), 'an admin': accord.admin }
  for (const [who, caller] of Object.entries(callers)) {
    console.log(`\n-- as ${who}`)
    if (await run(caller)) failed = true
  }
  // Still there, and still whole.
  if (!(await fetch(`${accord.url}/readyz`)).ok) throw new Error('the server is not ready any more')
  if (/panicked/.test(accord.log)) failed = true
} finally {
  await accord.stop()
  await rm(folder, { recursive: true, force: true })
}
process.exit(failed ? 1 : 0)

async function run(caller) {
  const options = [
    'run', `${accord.url}/api/v1/openapi.json`, '--phases', 'coverage,fuzzing', '--checks', CHECKS.join(','),
    '--max-time', seconds, '--max-examples', '6', '--seed', '1', '--no-shrink', '--continue-on-failure', '--suppress-health-check', 'all',
    '--warnings', 'off', '--request-timeout', '10', '--max-redirects', '0',
  ]
  for (const operation of APART) options.push('--exclude-operation-id', operation)
  if (caller) options.push('--header', `Cookie: ${[...caller.cookies].map(([name, value]) => `${name}=${value}`).join('; ')}`)
  const child = spawn(program, options, { cwd: folder, stdio: 'inherit', env: { ...process.env, NO_COLOR: '1' } })
  return new Promise((done, fault) => {
    child.on('error', fault)
    child.on('exit', (code) => done(code !== 0))
  })
}
