import { describe, expect, it } from 'vitest'
import { createExecution, type Execution } from '../../network/execution.ts'
import type { FileView } from '../../network/files.ts'
import type { Answer } from '../../network/packet.ts'
import type { Call } from '../../network/program.ts'
import type { ShellHost } from '../../network/shell-host.ts'
import { createRegistry } from '../registry.ts'

const registry = createRegistry()

interface Ran {
  readonly status: number | undefined
  readonly stdout: string
  readonly stderr: string
  /** Seconds it has waited. */
  readonly waited: number
  readonly calls: readonly Call[]
  readonly execution: Execution
}

interface Setting {
  readonly env?: { readonly [name: string]: string }
  readonly files?: { readonly [path: string]: string }
  readonly answer?: Answer
  /** Pauses that are waited for; a script that goes on is left there. */
  readonly rounds?: number
}

/** Plays a script to its end, as time and answers come. */
function run(script: string, { env = {}, files = {}, answer, rounds = 50 }: Setting = {}): Ran {
  const own = new Map(Object.entries(files))
  const view: FileView = { mounts: [], volumes: new Map(), own, isReadOnly: false, disk: new Map(), image: {} }
  const out = { stdout: '', stderr: '' }
  const calls: Call[] = []
  const host: ShellHost = {
    files: view,
    order: { command: [], args: [], env, declaredPorts: [], keepsStdin: false, memoryLimitBytes: 0, podName: 'p', podAddress: '10.244.1.2' },
    clock: 1_767_254_400,
    print: (stream, text) => void (out[stream] += text),
    random: () => 7,
    server: () => undefined,
    allocate: (bytes) => bytes < 1_000,
    listen: () => undefined,
    isListening: () => false,
    fork: () => 2,
    children: () => [],
    signal: () => false,
  }
  const execution = createExecution({ id: 1, code: registry.command(['sh', '-c', script]), isShell: false, owner: { type: 'container' }, directory: '/' })
  let [waited, given]: [number, Answer | undefined] = [0, undefined]
  for (let round = 0; round < rounds; round++) {
    const pause = registry.play(execution, host, given)
    given = undefined
    if (pause.type === 'end') return { status: pause.status, ...out, waited, calls, execution }
    if (pause.type === 'wait') waited += pause.delay / 1_000_000
    else if (pause.type === 'call') {
      calls.push(pause.call)
      given = answer
    } else break
  }
  return { status: undefined, ...out, waited, calls, execution }
}

const ok = (body: string, status = 200): Answer => ({ ok: true, response: { status, headers: {}, body } })

describe('the shell of a container', () => {
  const cases: readonly { name: string; script: string; stdout?: string; stderr?: string; status?: number; waited?: number; setting?: Setting }[] = [
    { name: 'prints and ends', script: 'echo hello; exit 3', stdout: 'hello\n', status: 3 },
    { name: 'sleeps', script: 'sleep 5; sleep 1m; echo awake', stdout: 'awake\n', waited: 65 },
    { name: 'keeps quotes apart', script: `echo "a  b" 'c $HOME' d\\ e`, stdout: 'a  b c $HOME d e\n' },
    { name: 'knows its environment', script: 'echo $COLOUR ${SIZE:-big} ${COLOUR:+set} ${#COLOUR}', stdout: 'blue big set 4\n', setting: { env: { COLOUR: 'blue' } } },
    { name: 'takes && and ||', script: 'false && echo no || echo yes; true && echo and', stdout: 'yes\nand\n' },
    { name: 'negates', script: '! false && echo so', stdout: 'so\n' },
    { name: 'decides', script: 'if [ -f /tmp/x ]; then echo there; elif test 1 -lt 2; then echo less; else echo none; fi', stdout: 'less\n' },
    { name: 'loops over words', script: 'for x in a b c; do echo -n $x; sleep 1; done; echo', stdout: 'abc\n', waited: 3 },
    { name: 'counts', script: 'i=0; while [ $i -lt 3 ]; do i=$((i + 1)); echo $i; done', stdout: '1\n2\n3\n' },
    { name: 'leaves loops', script: 'for i in 1 2 3 4; do for j in a b; do [ $i = 3 ] && break 2; [ $j = b ] && continue; echo $i$j; done; done; echo end', stdout: '1a\n2a\nend\n' },
    { name: 'repeats until', script: 'until [ -f /tmp/go ]; do touch /tmp/go; echo wait; done', stdout: 'wait\n' },
    { name: 'pipes', script: 'printf "b\\na\\nb\\n" | sort | uniq | wc -l', stdout: '2\n' },
    { name: 'reads line by line', script: 'printf "1 one\\n2 two\\n" | while read n word; do echo $word=$n; done', stdout: 'one=1\ntwo=2\n' },
    { name: 'substitutes commands', script: 'x=$(echo inner; echo more); echo "$x"; echo `echo back`', stdout: 'inner\nmore\nback\n' },
    { name: 'writes and reads files', script: 'mkdir -p /data; echo one > /data/f; echo two >> /data/f; cat /data/f; ls /data', stdout: 'one\ntwo\nf\n' },
    { name: 'finds files by pattern', script: 'touch /tmp/a.log /tmp/b.log /tmp/c.txt; echo /tmp/*.log', stdout: '/tmp/a.log /tmp/b.log\n' },
    { name: 'redirects streams', script: 'cat /missing 2>&1; cat /missing 2>/dev/null; { echo x; echo y; } > /tmp/o; cat /tmp/o', stdout: "cat: can't open '/missing': No such file or directory\nx\ny\n" },
    { name: 'reads here-documents', script: 'cat <<EOF > /tmp/h\nname: $NAME\nEOF\ncat /tmp/h', stdout: 'name: web\n', setting: { env: { NAME: 'web' } } },
    { name: 'has functions', script: 'greet() { echo "hi $1"; return 4; }; greet you; echo $?', stdout: 'hi you\n4\n' },
    { name: 'keeps what a subshell does apart', script: 'x=1; (x=2; exit 5); echo $x $?', stdout: '1 5\n' },
    { name: 'chooses by pattern', script: 'case web-1 in db*) echo db;; web-*|www) echo web;; esac', stdout: 'web\n' },
    { name: 'stops at the first failure if told to', script: 'set -e; echo a; false; echo b', stdout: 'a\n', status: 1 },
    { name: 'plays its exit trap', script: "trap 'echo bye' EXIT; echo hi; exit 2", stdout: 'hi\nbye\n', status: 2 },
    { name: 'runs scripts it finds', script: '/scripts/run.sh me', stdout: 'run by me\n', setting: { files: { '/scripts/run.sh': '#!/bin/sh\necho run by $1\n' } } },
    { name: 'tells the date', script: 'date +%Y-%m-%d', stdout: '2026-01-01\n' },
    { name: 'refuses commands that are not there', script: 'helm version', stderr: 'sh: helm: not found\n', status: 127 },
    { name: 'refuses tools that are not played', script: 'apt-get install -y curl', stderr: 'sh: apt-get: not played by this simulated shell\n', status: 127 },
    { name: 'refuses options that are not played', script: 'ls --color', stderr: 'ls: option --color is not played by this simulation\n', status: 2 },
    { name: 'refuses what is no script', script: 'if true; then echo x', stderr: 'sh: syntax error: unexpected end of file (expecting "fi")\n', status: 2 },
    { name: 'refuses [[', script: '[[ a == a ]]', stderr: 'sh: [[ is not played by this shell: use [\n', status: 2 },
  ]
  for (const { name, script, stdout = '', stderr = '', status = 0, waited, setting } of cases) {
    it(name, () => {
      const ran = run(script, setting)
      expect({ status: ran.status, stdout: ran.stdout, stderr: ran.stderr }).toEqual({ status, stdout, stderr })
      if (waited !== undefined) expect(ran.waited).toBe(waited)
    })
  }

  it('asks other pods and takes their answers', () => {
    const ran = run('wget -qO- http://web:8080/x && curl -s -o /dev/null -w "%{http_code}" web', { answer: ok('body\n') })
    expect(ran.calls.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET http://web:8080/x', 'GET web'])
    expect(ran.stdout).toBe('body\n200')
  })

  it('waits for a name to appear, as the documentation of init containers does', () => {
    const ran = run('until nslookup db; do echo waiting for db; sleep 2; done', { answer: { ok: false, failure: { type: 'nxdomain', name: 'db' } }, rounds: 5 })
    expect(ran.status).toBeUndefined()
    expect(ran.stdout.match(/waiting for db/g)?.length).toBe(2)
    expect(ran.waited).toBe(4)
  })

  it('is paused by the simulation if it never waits', () => {
    const ran = run('while true; do :; done', { rounds: 30 })
    expect(ran.status).toBeUndefined()
    expect(ran.waited).toBeGreaterThan(10)
  })

  it('takes a trapped signal when what runs has ended', () => {
    const ran = run("trap 'echo got it; exit 0' TERM; sleep 30; echo not reached", { rounds: 1 })
    expect(registry.signal(ran.execution, 'TERM').type).toBe('ignored')
    expect(ran.execution.signals).toEqual(['TERM'])
  })
})
