import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { ProbeStep } from '../../executor/effects.ts';
import { sendCommand } from '../../executor/journal/runs.ts';
import { probeOnce, rehearsedProbe } from '../../executor/operator/probe.ts';
import { openEstate } from './estate.ts';

const never = new AbortController().signal;
const noScripts = { kept: async () => undefined, output: '' };
const stepOf = (check: ProbeStep['check']): ProbeStep =>
  ({ kind: 'probe', id: 'w/after-failover/probe', title: 'It answers', check, within: 600 }) as unknown as ProbeStep;
const ask = (check: ProbeStep['check'], signal = never) => probeOnce(stepOf(check), noScripts, signal);

describe('a probe from the operator’s machine', () => {
  let web: Server;
  let asked = 0;
  const portOf = (server: Server) => (server.address() as AddressInfo).port;
  before(async () => {
    web = createServer((request, response) => {
      asked += 1;
      if (request.url === '/moved') response.writeHead(302, { location: '/well' });
      else response.writeHead(request.url === '/well' ? 200 : 503);
      response.end('a body');
    }).listen(0, '127.0.0.1');
    await once(web, 'listening');
  });
  after(() => web.close());

  it('of TCP is a connection that stands, and says why none does', async () => {
    const port = portOf(web);
    assert.deepEqual(await ask({ kind: 'tcp', host: '127.0.0.1', port }), {
      ok: true,
      note: `127.0.0.1:${port} answers`,
    });
    const gone = createTcpServer().listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const closed = portOf(gone);
    gone.close();
    await once(gone, 'close');
    const refused = await ask({ kind: 'tcp', host: '127.0.0.1', port: closed });
    assert.equal(refused.ok, false);
    assert.match(refused.note, new RegExp(`^127\\.0\\.0\\.1:${closed}: .*ECONNREFUSED`));
  });

  it('of HTTP is the status that is wanted, and no other; a redirection is not followed', async () => {
    const at = (path: string) => `http://127.0.0.1:${portOf(web)}${path}`;
    const of = async (path: string, status: number) => (await ask({ kind: 'http', url: at(path), status })).ok;
    assert.deepEqual(
      [await of('/well', 200), await of('/ill', 200), await of('/ill', 503), await of('/well', 204)],
      [true, false, true, false],
    );
    const before = asked;
    assert.deepEqual(await ask({ kind: 'http', url: at('/moved'), status: 200 }), {
      ok: false,
      note: `${at('/moved')} answers 302, wanted is 200`,
    });
    assert.equal(asked, before + 1);
  });

  it('that nobody answers ends when the run does', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const stop = new AbortController();
    const waiting = ask({ kind: 'http', url: `http://127.0.0.1:${portOf(silent)}/`, status: 200 }, stop.signal);
    await once(silent, 'request');
    stop.abort();
    assert.equal((await waiting).ok, false);
    silent.closeAllConnections();
    silent.close();
  });

  it('in a rehearsal touches nothing, and says so', () => {
    const before = asked;
    const port = portOf(web);
    const outcome = rehearsedProbe(stepOf({ kind: 'tcp', host: '127.0.0.1', port }));
    assert.deepEqual(outcome, { ok: true, note: `Rehearsed: nothing was sent to 127.0.0.1:${port}` });
    assert.equal(asked, before);
  });
});

const PROBE = 'apps/after-failover/probe';

/** Runs the three machines with probes that fail so many times. */
async function probed(failures: number) {
  const estate = await openEstate();
  try {
    const effects = await estate.connect();
    let tries = 0;
    const probe = async () => {
      tries += 1;
      return tries > failures ? { ok: true, note: 'answers' } : { ok: false, note: 'refused' };
    };
    const state = await estate.execute({ effects: { ...effects, probe } });
    return { state, tries, byItem: estate.simulator.requests().byItem };
  } finally {
    await estate.close();
  }
}

it('a probe is tried again until it holds', async () => {
  const { state, tries } = await probed(3);
  assert.equal(state.status, 'done', state.because);
  assert.equal(tries, 4);
});

it('a probe that does not hold in its time fails, and the wave commits nothing', async () => {
  const { state, tries, byItem } = await probed(Number.POSITIVE_INFINITY);
  assert.equal(state.steps.get(PROBE)?.failure?.code, 'probe');
  assert.match(state.steps.get(PROBE)?.failure?.message ?? '', /refused/);
  assert.ok(tries > 3, `only ${tries} tries in ten minutes`);
  assert.deepEqual([byItem['erp-app-01']?.failover, byItem['erp-app-01']?.commit], [1, undefined]);
});

it('a probe that is taken up again has its whole time once more', async () => {
  const estate = await openEstate();
  try {
    const effects = await estate.connect();
    let ended = false;
    let again = 0;
    const probe = async () => {
      if (ended) again += 1;
      return again > 3 ? { ok: true, note: 'answers' } : { ok: false, note: 'refused' };
    };
    const state = await estate.execute({
      effects: { ...effects, probe },
      host: {
        notify(event) {
          if (event.kind !== 'step-failed' || event.step !== PROBE || ended) return;
          ended = true;
          void sendCommand(estate.run, { kind: 'retry', step: PROBE, who: 'dr-lead', because: 'it starts slowly' });
        },
      },
    });
    assert.equal(state.status, 'done', state.because);
    assert.equal(again, 4);
    assert.equal(state.steps.get(PROBE)?.earlier?.length, 1, 'the report knows both spells');
  } finally {
    await estate.close();
  }
});
