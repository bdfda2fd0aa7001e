import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Desk } from './cli-process.ts';

const desk = new Desk('examples/contoso-erp');
const inventory = join(desk.folder, 'contoso-erp.inventory.json');

before(() => {
  // Nothing in an inventory of 2020 proves anything any more.
  writeFileSync(inventory, readFileSync(inventory, 'utf8').replaceAll('2026-11-23', '2020-11-23'));
});

after(() => desk.clear());

test('a reviewed plan is refused for what stands in its way now, whatever it says that it knew', async () => {
  const path = join(desk.folder, 'reviewed.plan.json');
  const planned = await desk.failback('plan', 'contoso-erp.failback', '--out', path);
  assert.equal(existsSync(path), true, planned.err);
  const plan = JSON.parse(readFileSync(path, 'utf8'));
  assert.notDeepEqual(plan.blockedBy, []);
  // What blocks a plan is no decision, so its hash does not tell that somebody took it out, or that time put it in.
  writeFileSync(path, JSON.stringify({ ...plan, blockedBy: [] }));
  const { code, out, err } = await desk.failback('run', path, '--detach');
  assert.equal(code, 1);
  assert.equal(out, '');
  assert.match(err, /A live run of 'contoso-erp' is refused/);
  assert.equal(existsSync(join(desk.folder, 'home', 'runs')), false);
});
