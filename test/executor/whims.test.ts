/**
 * The service's whims, one after the other: what the estate does, and what a run makes of it, as text in `whims.txt`.
 * `UPDATE=1` writes the answers anew; read the difference.
 */

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { BLANK_BOOK } from '../../core/run/call-book.ts';
import type { RunEvent } from '../../core/run/events.ts';
import type { RunState } from '../../core/run/state.ts';
import { sendCommand } from '../../executor/journal/runs.ts';
import type { Knobs } from '../../simulator/knobs.ts';
import { openEstate, type TestEstate } from './estate.ts';

const path = fileURLToPath(new URL('whims.txt', import.meta.url));
const told = new Map(readFileSync(path, 'utf8').split(/^## /m).slice(1).map(section));
const now = new Map<string, string>();

function section(text: string): [string, string] {
  const [title = '', ...lines] = text.trimEnd().split('\n');
  return [title, lines.filter((line) => line !== '').join('\n')];
}

interface Whim {
  readonly faults?: readonly string[];
  readonly knobs?: Partial<Knobs>;
  /** Steps that are told. */
  readonly steps: readonly string[];
  readonly timeoutMs?: number;
  /** A person answers what the run asks. */
  readonly asks?: true;
  /** A person resumes a run that halted, once the vault is back. */
  readonly resumes?: true;
  readonly settleTime?: number;
}

const DB = 'data/erp-db-01';
const WHIMS: Readonly<Record<string, Whim>> = {
  '429 with Retry-After in seconds': { faults: ['429:90@reprotect/erp-db-01'], steps: [`${DB}/reprotect`] },
  '429 with Retry-After as a date': { faults: ['429-date:90@reprotect/erp-db-01'], steps: [`${DB}/reprotect`] },
  '429 with Retry-After as a date, by another clock': {
    faults: ['429-date:90@reprotect/erp-db-01'],
    knobs: { computerAheadSeconds: 7200 },
    steps: [`${DB}/reprotect`],
  },
  '429 without Retry-After': { faults: ['429-bare@commit/erp-db-01'], steps: [`${DB}/commit`] },
  '429 on a reading, with a date': { faults: ['429-date:40@items#3'], steps: [] },
  'a storm of 503 over calls': { faults: ['503@failover/erp-db-01#1-3'], steps: [`${DB}/failover`] },
  'a storm of 500 over readings': { faults: ['500@items#4-12'], steps: [] },
  'a storm that does not end': { faults: ['500@failover/erp-db-01#1-5'], steps: [`${DB}/failover`], asks: true },
  'a connection that breaks before the request': { faults: ['drop@commit/erp-db-01'], steps: [`${DB}/commit`] },
  'an answer that breaks off in the middle, of a call': {
    faults: ['half-answer@reprotect/erp-db-01'],
    steps: [`${DB}/reprotect`],
  },
  'an answer that breaks off in the middle, of a list': { faults: ['half-answer@items#3'], steps: [] },
  'an accepted call whose answer is lost': { faults: ['lost-answer@failover/erp-db-01'], steps: [`${DB}/failover`] },
  'a job that is partly done': { faults: ['partly@commit/erp-db-01'], steps: [`${DB}/commit`], asks: true },
  'a job with information': { faults: ['information@failover/erp-db-01'], steps: [`${DB}/failover`] },
  'a job that succeeded with an error': { faults: ['28175@failover/erp-db-01'], steps: [`${DB}/failover`], asks: true },
  'ids in lower case': { knobs: { idCase: 'lower' }, steps: [`${DB}/home`] },
  'ids in upper case': {
    knobs: { idCase: 'upper' },
    faults: ['lost-answer@reprotect/erp-db-01'],
    steps: [`${DB}/reprotect`],
  },
  'a list that lags, and a call that is lost': {
    knobs: { listLagSeconds: 180 },
    faults: ['lost-answer@reprotect/erp-db-01'],
    steps: [`${DB}/reprotect`],
    settleTime: 240,
  },
  'a page that comes twice': { knobs: { pageSize: 4, pagesRepeat: 'once' }, steps: [`${DB}/home`] },
  'job lists that lag and are cut': {
    knobs: { jobListCap: 2, jobListLagSeconds: 100 },
    faults: ['lost-answer@reprotect/erp-db-01'],
    steps: [`${DB}/reprotect`],
  },
  'polling at the global host': { knobs: { regionalHost: false }, steps: [`${DB}/failover`] },
  'an expired sign-in, of a call': { faults: ['401@failover/erp-db-01#1-2'], steps: [`${DB}/failover`] },
  'conditional access, of a reading': { faults: ['401@items#3-14'], steps: [] },
  'a computer whose clock is two hours ahead': {
    knobs: { computerAheadSeconds: 7200 },
    faults: ['lost-answer@failover/erp-db-01'],
    steps: [`${DB}/failover`],
  },
  'a computer whose clock is a day behind': {
    knobs: { computerAheadSeconds: -86_400 },
    faults: ['lost-answer@failover/erp-db-01'],
    steps: [`${DB}/failover`],
  },
  'a vault that vanishes, and comes back': {
    knobs: { vaultGone: { afterSeconds: 1800, forSeconds: 3600 } },
    steps: [`${DB}/reprotect`],
    resumes: true,
  },
};

for (const [name, whim] of Object.entries(WHIMS))
  test(name, async () => {
    const estate = await openEstate({
      ...(whim.faults === undefined ? {} : { faults: whim.faults }),
      ...(whim.knobs === undefined ? {} : { knobs: whim.knobs }),
      timeoutMs: whim.timeoutMs ?? 30_000,
    });
    try {
      const events: string[] = [];
      const state = await estate.execute({
        ...(whim.settleTime === undefined ? {} : { settleTime: whim.settleTime }),
        host: { notify: (event) => void hear(estate, whim, event, events) },
      });
      const text = [
        ...events,
        ...whim.steps.flatMap((step) => say(state, step)),
        ...nothingTwice(estate),
        ending(state),
      ].join('\n');
      now.set(name, text);
      if (process.env.UPDATE !== '1') assert.equal(text, told.get(name));
    } finally {
      await estate.close();
    }
  });

test('what is written in whims.txt are these whims', () => {
  if (process.env.UPDATE === '1') {
    const all = [...now].map(([title, text]) => `## ${title}\n\n${text}\n`);
    writeFileSync(path, `# What a run makes of the service's whims\n\n${all.join('\n')}`);
  } else assert.deepEqual([...told.keys()], Object.keys(WHIMS));
});

function hear(estate: TestEstate, whim: Whim, event: RunEvent, events: string[]): void {
  switch (event.kind) {
    case 'needs-sign-in':
    case 'signed-in':
      events.push(event.kind);
      return;
    case 'asked':
      if (whim.asks !== true) return;
      events.push(`asks about ${event.step}: ${event.message}`);
      setTimeout(() => void answer(estate, event.step), 300);
      return;
    case 'halted':
      events.push(`halts: ${event.message.split('\n')[0]}`);
      if (whim.resumes !== true) return;
      // Nothing is asked meanwhile, however long it takes.
      void (async () => {
        const before = estate.simulator.requests().total;
        await new Promise((resolve) => setTimeout(resolve, 1500));
        events.push(`requests while it is halted: ${estate.simulator.requests().total - before}`);
        estate.simulator.advance(3600);
        await sendCommand(estate.run, { kind: 'resume', who: 'dr-lead' });
      })();
      return;
    case 'alarm':
      if (!event.key.startsWith('site-unseen')) events.push(`alarm: ${event.message.split('\n')[0]}`);
      return;
  }
}

/** What a person finds in the vault: whether the call had been taken. */
async function answer(estate: TestEstate, step: string): Promise<void> {
  const taken = step.endsWith('/failover') && estate.simulator.requests().byStatus['500'] !== undefined;
  await sendCommand(
    estate.run,
    taken
      ? { kind: 'retry', step, who: 'dr-lead', because: 'it was never taken' }
      : { kind: 'done', step, who: 'dr-lead' },
  );
}

function say({ steps }: RunState, id: string): readonly string[] {
  const step = steps.get(id);
  assert.ok(step);
  const known = { ...BLANK_BOOK, ...step };
  return [
    `${id}: ${step.status}, sent ${known.attempt === 1 ? 'once' : `${known.attempt} times`}, known by ${step.acceptedBy ?? 'nothing'}`,
    ...step.survived.map((one) => `  survived: ${one.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'JOB')}`),
  ];
}

/** Of each machine and each call the service took one, whatever happened to the answers. */
function nothingTwice(estate: TestEstate): readonly string[] {
  const taken = new Map<string, number>();
  for (const { method, url, status, body } of estate.simulator.exchanges()) {
    if (method !== 'POST' || status !== 202) continue;
    const key = `${(url.split('?')[0] ?? '').split('/').slice(-2).join('/')} ${/"instanceType":"InMageRcm"/.test(body)}`;
    taken.set(key.toLowerCase(), (taken.get(key.toLowerCase()) ?? 0) + 1);
  }
  const twice = [...taken].filter(([, times]) => times > 1);
  return twice.map(([key, times]) => `TAKEN ${times} TIMES: ${key}`);
}

function ending({ status, because }: RunState): string {
  return because === undefined ? status : `${status}: ${because}`;
}
