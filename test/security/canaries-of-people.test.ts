import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { sendCommand } from '../../executor/journal/runs.ts';
import { inProcessWith } from '../cli/in-process.ts';
import { openEstate } from '../executor/estate.ts';

/** What somebody pastes into a comment in a hurry; each word of a person has a secret of its own. */
const pasted = (where: string) => `see Server=x;User Id=sa;Password=Canary-${where};Encrypt=true`;
const GATE = 'data/before-reprotect/approve';

test('no secret that a person pastes into a word to a run stays in its folder, or comes out of a command', async () => {
  const estate = await openEstate({ faults: ['95226@reprotect/erp-app-02'] });
  const desk = mkdtempSync(join(tmpdir(), 'failback-canaries-'));
  const failback = (...args: readonly string[]) => inProcessWith(desk, { FAILBACK_HOME: estate.home }, ...args);
  const said: string[] = [];
  const keep = ({ code, out, err }: { readonly code: number; readonly out: string; readonly err: string }) => {
    assert.ok(code < 2, err);
    said.push(out, err);
  };
  const who = 'dr-lead';
  try {
    const stop = new AbortController();
    await estate.execute({
      approvals: [],
      signal: stop.signal,
      host: { notify: (event) => void (event.kind === 'gate-opened' && stop.abort()) },
    });
    keep(await failback('handover', '--to', 'night', '--note', pasted('note'), '--as', 'dana'));
    keep(await failback('approve', 'latest', GATE, '--as', who, '--comment', pasted('comment')));
    const waiting = filesOf(estate.home);
    assert.ok(
      [...waiting.keys()].some((name) => name.includes('inbox')),
      'they wait in the inbox',
    );
    holdsNone(waiting);
    const state = await estate.execute({
      host: {
        notify(event) {
          if (event.kind !== 'step-failed') return;
          const because = pasted('because');
          void sendCommand(estate.run, { kind: 'skip', step: event.step, who, because });
        },
      },
    });
    assert.equal(state.steps.get('apps/erp-app-02/home')?.status, 'skipped', state.because);
    for (const args of [
      ['status'],
      ['status', '--format', 'json'],
      ['handover'],
      ['runs'],
      ['report', '--format', 'markdown'],
      ['report', '--format', 'html'],
      ['report', '--format', 'json'],
    ])
      keep(await failback(...args));
    const told = said.join('\n');
    assert.ok(told.split('[withheld]').length > 4, 'what was said stands there without its secret');
    holdsNone(new Map([['what the commands said', told], ...filesOf(estate.home)]));
  } finally {
    await estate.close();
    rmSync(desk, { recursive: true });
  }
});

function filesOf(folder: string): ReadonlyMap<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    entries.map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name), 'utf8')]),
  );
}

function holdsNone(texts: ReadonlyMap<string, string>): void {
  for (const [what, text] of texts) assert.doesNotMatch(text, /Canary-/, what);
}
