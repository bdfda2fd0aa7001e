import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { demandReviews } from '../../cli/approve/demand-reviews.ts';
import { basisOf } from '../../cli/runs/new-run.ts';
import { FailbackError } from '../../core/failback-error.ts';
import { parsePlan } from '../../core/plan/parse-plan.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { contextForTests, inProcess } from './in-process.ts';

const example = join(import.meta.dirname, '../../examples/contoso-erp');
const DANA = 'dana.vermeer@contoso.example';
const RAVI = 'ravi.anand@contoso.example';

describe('a plan that others must have reviewed', () => {
  let home: string;
  const at = (name: string) => join(home, name);
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: home, stdio: 'pipe' });

  beforeEach(async () => {
    home = realpathSync(mkdtempSync(join(tmpdir(), 'failback-approve-')));
    cpSync(example, home, { recursive: true });
    for (const name of ['dana', 'ravi', 'mallory'])
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', at(name)], { stdio: 'pipe' });
    const key = (name: string) => readFileSync(at(`${name}.pub`), 'utf8').trim();
    writeFileSync(at('allowed-signers'), `${DANA} ${key('dana')}\n${RAVI} ${key('ravi')}\n`);
    demand('review { by all: dr-lead, erp-owner }');
    git('init', '-q', '-b', 'main');
    git('config', 'user.email', 'author@contoso.example');
    git('config', 'user.name', 'Author');
    git('add', '-A');
    git('commit', '-q', '-m', 'The runbook');
    await inProcess(home, 'plan', 'contoso-erp.failback', '--as-of', 'capture', '--out', 'plan.json');
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const demand = (block: string) => {
    const text = readFileSync(at('contoso-erp.failback'), 'utf8');
    writeFileSync(
      at('contoso-erp.failback'),
      text.replace(/( {2}objective: 4 h\n)(?: {2}review .*\n)?/, `$1  ${block}\n`),
    );
  };
  const plan = (): Plan => parsePlan(readFileSync(at('plan.json'), 'utf8'), 'plan.json');
  const approve = (who: string, key: string, ...more: readonly string[]) =>
    inProcess(home, 'approve-plan', 'plan.json', '--as', who, '--key', key, ...more);
  const mayRun = async (startedBy: readonly string[] = ['operator'], file: string | null = at('plan.json')) => {
    const planFile = file ?? undefined;
    try {
      await demandReviews({
        plan: plan(),
        planFile,
        shown: 'plan.json',
        files: [at('contoso-erp.failback')],
        startedBy,
      });
      return 'yes';
    } catch (error) {
      assert.ok(error instanceof FailbackError && error.code === 'refused-not-reviewed', String(error));
      return error.message;
    }
  };

  it('runs once all of them have signed it', async () => {
    assert.match(await mayRun(), new RegExp(`the word of ${DANA} and ${RAVI} is missing`));
    const { code, out } = await approve('dr-lead', 'dana', '--comment', 'Read twice');
    assert.equal(code, 0);
    assert.match(out, new RegExp(`^${DANA} has reviewed plan \\w{12} of 'contoso-erp'`));
    assert.match(await mayRun(), new RegExp(`the word of ${RAVI} is missing`));
    await approve('erp-owner', 'ravi');
    assert.equal(await mayRun(), 'yes');
  });

  it('wants one of them where one is enough', async () => {
    demand('review { by: dr-lead, erp-owner }');
    await inProcess(home, 'plan', 'contoso-erp.failback', '--as-of', 'capture', '--out', 'plan.json');
    assert.match(await mayRun(), new RegExp(`the word of one of ${DANA}, ${RAVI} is missing`));
    await approve('erp-owner', 'ravi');
    assert.equal(await mayRun(), 'yes');
  });

  it('does not take a signature with another key, however it is named', async () => {
    await approve('dr-lead', 'mallory');
    await approve('erp-owner', 'dana');
    assert.match(await mayRun(), new RegExp(`the word of ${DANA} and ${RAVI} is missing`));
  });

  it('takes one key for one pair of eyes, whatever names the allowed signers have for it', async () => {
    const shared = readFileSync(at('mallory.pub'), 'utf8').trim();
    for (const signers of [`${DANA} ${shared}\n${RAVI} ${shared}\n`, `* ${shared}\n`]) {
      writeFileSync(at('allowed-signers'), signers);
      await approve('dr-lead', 'mallory');
      await approve('erp-owner', 'mallory');
      assert.match(await mayRun(), new RegExp(`the word of ${RAVI} is missing`));
    }
  });

  it('says that a word is there, but not with a key that counts', async () => {
    await approve('dr-lead', 'mallory');
    await approve('erp-owner', 'ravi');
    assert.match(
      await mayRun(),
      /There is one of dana\.vermeer@contoso\.example, but it was changed afterwards, or not/,
    );
  });

  for (const name of ['', ' ', 'dr-lead\nat 2026-01-01', '\u001b[2J'])
    it(`refuses the name ${JSON.stringify(name)}, and leaves the reviews as they were`, async () => {
      await approve('dr-lead', 'dana');
      const before = readFileSync(at('plan.reviews.json'), 'utf8');
      const { code, err } = await approve(name, 'ravi');
      assert.equal(code, 2, err);
      assert.equal(readFileSync(at('plan.reviews.json'), 'utf8'), before);
    });

  it('tells at once whose word the runbook does not ask for', async () => {
    const { code, err } = await approve('somebody', 'mallory');
    assert.equal(code, 0);
    assert.match(
      err,
      /wants the word of dana\.vermeer@contoso\.example, ravi\.anand@contoso\.example; that of 'somebody'/,
    );
  });

  it('does not take a word that was given for another plan, or changed afterwards', async () => {
    await approve('dr-lead', 'dana', '--comment', 'Only with the pilot');
    await approve('erp-owner', 'ravi');
    const reviews = readFileSync(at('plan.reviews.json'), 'utf8');
    writeFileSync(at('plan.reviews.json'), reviews.replace('Only with the pilot', 'Fine'));
    assert.match(await mayRun(), new RegExp(`the word of ${DANA} is missing`));
    writeFileSync(at('plan.reviews.json'), reviews.replaceAll(plan().hash, '0'.repeat(64)));
    assert.match(await mayRun(), new RegExp(`the word of ${DANA} and ${RAVI} is missing`));
  });

  it('counts neither whoever starts the run nor whoever wrote the text', async () => {
    await approve('dr-lead', 'dana');
    await approve('erp-owner', 'ravi');
    assert.match(await mayRun(['dr-lead']), new RegExp(`the word of ${DANA} is missing`));
    assert.match(await mayRun([RAVI.toUpperCase()]), new RegExp(`the word of ${RAVI} is missing`));
    git('config', 'user.email', DANA);
    assert.match(await mayRun(), new RegExp(`the word of ${DANA} is missing`));
    git('commit', '-q', '--allow-empty', '-m', 'Nothing');
    git('-c', `user.email=${RAVI}`, 'commit', '-q', '--amend', '--allow-empty', '--reset-author', '-m', 'Nothing');
    writeFileSync(at('contoso-erp.failback'), `${readFileSync(at('contoso-erp.failback'), 'utf8')}\n`);
    git('config', 'user.email', RAVI);
    git('commit', '-q', '-a', '-m', 'A last line');
    git('config', 'user.email', 'operator@contoso.example');
    assert.match(await mayRun(), new RegExp(`the word of ${RAVI} is missing`));
  });

  it('wants a plan that somebody could have read', async () => {
    assert.match(await mayRun(['operator'], null), /nobody can have reviewed a plan that was only made now/);
  });

  it('refuses a live run on the command line, and lets a rehearsal go on', async () => {
    const { code, err } = await inProcess(home, 'run', 'plan.json', '--detach');
    assert.equal(code, 1);
    assert.match(err, /A live run of 'contoso-erp' wants its plan reviewed/);
  });

  it('runs in the words of today: what is no decision may have been rewritten in the file', async () => {
    const forged = plan();
    const title = 'Make a harmless snapshot';
    for (const step of forged.steps) if (step.kind === 'commit') step.title = title;
    writeFileSync(at('plan.json'), JSON.stringify(forged));
    const { context } = contextForTests(home);
    const basis = await basisOf(context, 'plan.json', { inventory: undefined, part: 'whole', simulated: true });
    assert.equal(basis.plan.hash, forged.hash);
    assert.ok(basis.plan.steps.every((step) => step.title !== title));
  });

  it('refuses a plan in which somebody else answers as an approver, though the name be the same', async () => {
    const forged = plan();
    for (const step of forged.steps)
      if (step.kind === 'approve') for (const person of step.by.people) person.email = 'mallory@contoso.example';
    writeFileSync(at('plan.json'), JSON.stringify(forged));
    const { code, err } = await inProcess(home, 'run', 'plan.json', '--simulate', '--detach');
    assert.equal(code, 2);
    assert.match(err, /was changed after it was made/);
  });

  it('leaves the hash of a plan alone whose runbook demands no review', async () => {
    const before = plan().hash;
    demand('');
    await inProcess(home, 'plan', 'contoso-erp.failback', '--as-of', 'capture', '--out', 'plan.json');
    assert.notEqual(plan().hash, before);
    assert.ok(!('review' in plan()));
  });
});
